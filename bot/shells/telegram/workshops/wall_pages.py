"""``/wall``: the page for the projector, behind a secret link, kept up to date by server-sent events.

    a room that is watched  ->  looked at once a second  ->  the newest state  ->  every viewer, at their own pace

A viewer who reads slowly gets the newest state when they are ready, and holds up nobody. Whoever has no valid link
learns nothing, not even whether there is such a room.
"""

import asyncio
import hmac
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.errors import TradebotError
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.workshops.board import room_pages
from bot.shells.telegram.workshops.wall_view import wall_now, wall_page
from bot.workshops.rooms import Room

LOOKS_EVERY_S = 1.0
BEATS_EVERY_S = 15.0
"""How often a quiet wall shows that it is connected: less than proxies wait."""
COMES_AGAIN_MS = 2000
MOST_VIEWERS = 200
"""On all walls; a room has one projector, but the link may go round."""

logger = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # nginx would hold back what we send until there is enough of it.
    "X-Accel-Buffering": "no",
}
_POLICY = "Content-Security-Policy"
_NOT = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PLAIN = f"default-src 'none'; style-src 'unsafe-inline'; {_NOT}"


@dataclass(kw_only=True)
class Wall:
    """What the viewers of a room see; ``is_over``: this is the last of it."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    frame: bytes = b""
    is_over: bool = False
    viewers: int = 0
    keeping: asyncio.Task[None] | None = None

    def put(self, frame: bytes, *, is_over: bool) -> None:
        """Show *frame* from now on."""
        if frame != self.frame:
            self.frame, self.is_over = frame, is_over
            self.wake()

    def wake(self) -> None:
        """Let all viewers look."""
        before, self.changed = self.changed, asyncio.Event()
        before.set()


class Walls:
    """The walls that somebody watches; each is looked up once for all its viewers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._walls: dict[tuple[int, str], Wall] = {}

    @property
    def are_full(self) -> bool:
        """Whether there are as many viewers as we serve."""
        return sum(wall.viewers for wall in self._walls.values()) >= MOST_VIEWERS

    async def frames(self, room: Room, key: str, stopping: asyncio.Event) -> AsyncIterator[bytes]:
        """What one viewer is sent: what is on the wall, then whatever it changes to, until it is over or we stop."""
        yield f"retry: {COMES_AGAIN_MS}\n\n".encode()
        async with self._watched(room, key, stopping) as wall:
            sent = b""
            while not stopping.is_set():
                changed = wall.changed
                if wall.frame != sent:
                    sent = wall.frame
                    yield sent
                    continue  # It may have changed while this viewer was slow to read.
                if wall.is_over:
                    return
                try:
                    async with asyncio.timeout(BEATS_EVERY_S):
                        await changed.wait()
                except TimeoutError:
                    yield event("beat")

    @asynccontextmanager
    async def _watched(self, room: Room, key: str, stopping: asyncio.Event) -> AsyncIterator[Wall]:
        name = (room.id, key)
        wall = self._walls.setdefault(name, Wall())
        wall.viewers += 1
        if wall.keeping is None:
            wall.keeping = asyncio.create_task(self._keep(name, wall, stopping))
        try:
            yield wall
        finally:
            wall.viewers -= 1
            if stopping.is_set():
                await wall.keeping

    async def _keep(self, name: tuple[int, str], wall: Wall, stopping: asyncio.Event) -> None:
        """Keep *wall* up to date while somebody watches."""
        try:
            while wall.viewers and not wall.is_over and not stopping.is_set():
                await self._try_to_look(name, wall)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOKS_EVERY_S):
                        await stopping.wait()
        finally:
            del self._walls[name]
            wall.wake()

    async def _try_to_look(self, name: tuple[int, str], wall: Wall) -> None:
        try:
            await self._look(name, wall)
        except (sqlite3.Error, TradebotError) as error:
            logger.warning("a wall could not be looked up (%s); next try soon", type(error).__name__)

    async def _look(self, name: tuple[int, str], wall: Wall) -> None:
        number, key = name
        room = await self._desk.keep(self._desk.records.workshops.room, number)
        if room is None:
            wall.put(event("over"), is_over=True)
            return
        ending = "wall_over" if room.is_ended else "wall_closed" if room.wall_key != key else None
        now = await wall_now(self._desk, room, ending)
        wall.put(event("now" if ending is None else "over", now), is_over=ending is not None)


def event(name: str, html: str = "") -> bytes:
    """A server-sent event."""
    lines = "".join(f"data: {line}\n" for line in html.splitlines() or [""])
    return f"event: {name}\n{lines}\n".encode()


def wall_routes(desk: Desk) -> Sequence[BaseRoute]:
    """The page, and the events that keep it up to date."""
    walls = Walls(desk)

    async def on_page(request: Request) -> Response:
        room = await _room(desk, request)
        if room is None:
            return HTMLResponse(room_pages(desk).wall_unknown(), status_code=404, headers=HEADERS | {_POLICY: _PLAIN})
        nonce = secrets.token_urlsafe(16)
        page = await asyncio.to_thread(wall_page, desk, room, await wall_now(desk, room), nonce)
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; {_NOT}"
        )
        return HTMLResponse(page, headers=HEADERS | {_POLICY: policy})

    async def on_events(request: Request) -> Response:
        room = await _room(desk, request)
        if room is None:
            return PlainTextResponse("there is no such page", status_code=404, headers=HEADERS)
        if request.method == "HEAD":
            return Response(headers=HEADERS, media_type="text/event-stream")
        if walls.are_full:
            return PlainTextResponse("too many people look at walls now", status_code=503, headers=HEADERS)
        frames = walls.frames(room, request.path_params["key"], request.app.state.stopping)
        return StreamingResponse(frames, headers=HEADERS, media_type="text/event-stream")

    return [Route("/wall/{code}/{key}", on_page), Route("/wall/{code}/{key}/events", on_events, methods=["GET"])]


async def _room(desk: Desk, request: Request) -> Room | None:
    """The open room that the link of *request* leads to; how long we look does not tell how near a guess came."""
    code, key = request.path_params["code"], request.path_params["key"]
    room = await desk.keep(desk.records.workshops.by_code, code)
    expected = None if room is None or room.is_ended else room.wall_key
    is_right = hmac.compare_digest(key.encode(errors="replace"), (expected or secrets.token_urlsafe()).encode())
    return room if is_right else None
