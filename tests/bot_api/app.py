"""The server as an ASGI application: one request in, one answer out, or a dropped connection."""

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any

from tests.bot_api.control import answer_control
from tests.bot_api.errors import ApiError, too_many_requests
from tests.bot_api.faults import (
    BrokenJson,
    CutOff,
    Fault,
    HangUp,
    Nonsense,
    Refusal,
    ServerError,
    Stall,
    TooManyRequests,
)
from tests.bot_api.methods import METHODS, Handler
from tests.bot_api.records import Call, Refused
from tests.bot_api.request_bodies import Parameters, read_parameters
from tests.bot_api.world import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

NOT_FOUND = ApiError(404, "Not Found: method not found")
UNAUTHORIZED = ApiError(401, "Unauthorized")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP response; *sent* is how much of the body goes out before the connection drops, None: all of it."""

    status: int
    body: bytes
    content_type: bytes = b"application/json"
    sent: int | None = None


class BotApiApp:
    """Answers ``/bot<token>/<method>``, ``/file/bot<token>/<path>`` and ``/control/…``.

    *drop_connection* gets the scope of a request whose connection shall end without an answer.
    """

    def __init__(self, world: World, drop_connection: Callable[[Scope], None]) -> None:
        self.world = world
        self.drop_connection = drop_connection
        self.closing = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = await _read_body(receive)
        if body is None:
            return
        answer = await self._answer(scope, receive, body)
        if answer is None:
            self.drop_connection(scope)
            await receive()
            return
        headers = [
            (b"content-type", answer.content_type),
            (b"content-length", str(len(answer.body)).encode()),
            (b"date", formatdate(usegmt=True).encode()),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send(
            {"type": "http.response.body", "body": answer.body[: answer.sent], "more_body": answer.sent is not None}
        )
        if answer.sent is not None:
            self.drop_connection(scope)
            await receive()

    async def _answer(self, scope: Scope, receive: Receive, body: bytes) -> Answer | None:
        path: str = scope["path"]
        head, _, rest = path.lstrip("/").partition("/")
        if head == "control":
            return _json(200, await answer_control(self.world, rest, scope["query_string"], body))
        if head == "file":
            return self._file(rest)
        if not head.startswith("bot"):
            return _refuse(ApiError(404, "Not Found"))
        if head.removeprefix("bot") != self.world.token:
            return _refuse(UNAUTHORIZED)
        return await self._call(rest, scope, receive, body)

    def _file(self, path: str) -> Answer:
        head, _, rest = path.partition("/")
        file = self.world.uploads.with_path(rest)
        if head != f"bot{self.world.token}" or file is None:
            return _refuse(ApiError(404, "Not Found"))
        return Answer(status=200, body=file.content, content_type=b"application/octet-stream")

    async def _call(self, name: str, scope: Scope, receive: Receive, body: bytes) -> Answer | None:
        if name.lower() not in METHODS:
            return _refuse(NOT_FOUND)
        proper_name, handler = METHODS[name.lower()]
        content_type = next((value for key, value in scope["headers"] if key == b"content-type"), b"")
        try:
            parameters = read_parameters(scope["query_string"], content_type.decode(), body)
        except ApiError as error:
            return _refuse(error)
        with self.world.lock:
            call = self.world.record_call(proper_name, parameters.readable())
            fault = self.world.faults.take(proper_name, call.chat_id)
        act = _Act(world=self.world, call=call, handler=handler, parameters=parameters)
        if inspect.iscoroutinefunction(handler):
            return await _unless_gone(receive, self._with_fault(fault, act))
        return await self._with_fault(fault, act)

    async def _with_fault(self, fault: Fault | None, act: "_Act") -> Answer | None:
        match fault:
            case None:
                return await act()
            case Stall(seconds=seconds, acts_first=acts_first):
                return await self._stalled(seconds, act, acts_first=acts_first)
            case TooManyRequests(retry_after=retry_after):
                return act.refuse(too_many_requests(retry_after))
            case Refusal(code=code, description=description):
                return act.refuse(ApiError(code, description))
            case Nonsense(body=body, code=code):
                return Answer(status=code, body=body)
        answer = await act() if fault.acts else Answer(status=200, body=b'{"ok":true,"result":{"message_id":1}}')
        match fault:
            case CutOff():
                return replace(answer, sent=len(answer.body) // 2)
            case HangUp():
                return None
            case BrokenJson():
                return Answer(status=200, body=b'{"ok":true,"result":{"message_id"')
            case ServerError(code=502):
                page = b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
                return Answer(status=502, body=page, content_type=b"text/html")
            case ServerError(code=code):
                return _refuse(ApiError(code, "Internal Server Error"))

    async def _stalled(self, seconds: float, act: "_Act", *, acts_first: bool) -> Answer | None:
        answer = await act() if acts_first else None
        try:
            async with asyncio.timeout(seconds):
                await self.closing.wait()
        except TimeoutError:
            return answer or await act()
        return None


@dataclass(frozen=True, kw_only=True)
class _Act:
    """Carrying out one call, with the answer it gets."""

    world: World
    call: Call
    handler: Handler
    parameters: Parameters

    async def __call__(self) -> Answer:
        try:
            result = self._begin()
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return self.refuse(error)
        return _json(200, {"ok": True, "result": result})

    def _begin(self) -> object:
        with self.world.lock:
            if self.world.logged_out:
                raise ApiError(400, "Logged out")
            wait = self.world.rate_limits.check(self.call.method, self.call.chat_id)
            if wait is not None:
                raise too_many_requests(wait)
            result = self.handler(self.world, self.parameters)
            self.world.changed()
            return result

    def refuse(self, error: ApiError) -> Answer:
        with self.world.lock:
            self.world.refused.append(Refused(call=self.call, code=error.code, description=error.description))
            self.world.changed()
        return _refuse(error)


async def _read_body(receive: Receive) -> bytes | None:
    """The whole body, or None if the client went away."""
    parts = []
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None
        parts.append(event.get("body", b""))
        if not event.get("more_body", False):
            return b"".join(parts)


async def _unless_gone(receive: Receive, work: Coroutine[None, None, Answer | None]) -> Answer | None:
    """The answer, or None as soon as the client goes away: nobody waits for updates any more."""
    working = asyncio.create_task(work)
    watching = asyncio.ensure_future(receive())
    await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
    for task in (working, watching):
        if not task.done():
            task.cancel()
    await asyncio.wait({working, watching})
    return None if working.cancelled() else working.result()


def _json(status: int, value: object) -> Answer:
    # As Telegram does: other than ASCII as escapes, so that half a character passes too.
    return Answer(status=status, body=json.dumps(value, separators=(",", ":")).encode())


def _refuse(error: ApiError) -> Answer:
    return _json(error.code, error.body())
