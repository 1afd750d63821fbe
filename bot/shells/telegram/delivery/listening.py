"""Our own ear: an HTTP server in the bot's event loop, for the webhook, health, and pages.

What is served is in ``PAGES``: each entry gives routes for a desk, and a new capability adds its own.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from bot.errors import SettingsError
from bot.logs import where
from bot.shells.telegram.delivery.health import health_routes
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.workshops.wall_pages import wall_routes

Pages = Callable[[Desk], Sequence[BaseRoute]]

PAGES: tuple[Pages, ...] = (health_routes, wall_routes)
"""All that is served beside the webhook."""

STOP_S = 2
"""How long a stop waits for requests under way."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def listening(desk: Desk, more: Sequence[BaseRoute] = ()) -> AsyncIterator[Callable[[], None]]:
    """Serve ``PAGES`` and *more* where the settings say, or nothing where they do not; stops when left.

    Gives what begins the stop, so that it need not wait for other things to end. Raises SettingsError if that place is
    taken.
    """
    if desk.settings.listen is None:
        yield lambda: None
        return
    ear = _ear(desk.settings.listen)
    app = Starlette(
        routes=[*(route for pages in PAGES for route in pages(desk)), *more], exception_handlers={Exception: _failed}
    )
    # What goes on and on, such as a page that is kept up to date, ends when this is set.
    app.state.stopping = asyncio.Event()
    server = _Server(_config(app))

    def begin_stop() -> None:
        app.state.stopping.set()
        server.should_exit = True

    serving = asyncio.create_task(server.serve(sockets=[ear]))
    try:
        yield begin_stop
    finally:
        begin_stop()
        await serving
        ear.close()
        for connection in tuple(server.server_state.connections):
            # Whoever does not read what we sent would keep it open.
            if connection.transport is not None:
                connection.transport.abort()


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to us: a stop has more to end than this server."""
        yield


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        # It would log failures with their words, which may be somebody's; ours are logged without.
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOP_S,
    )


async def _failed(_request: Request, error: Exception) -> Response:
    logger.error("a request failed: %s", where(error))
    return PlainTextResponse("Internal Server Error", status_code=500)


def _ear(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    try:
        return socket.create_server(
            (host, int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512
        )
    except OSError as error:
        raise SettingsError(
            f"TRADEBOT_LISTEN: we cannot listen on {listen} ({error.strerror or error}); "
            "choose a free port of this machine"
        ) from error
