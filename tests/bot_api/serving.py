"""The HTTP side: uvicorn on a thread and an event loop of its own."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn

from tests.bot_api.app import BotApiApp, Scope
from tests.bot_api.webhook_delivery import WebhookDelivery
from tests.bot_api.world import World


class _Server(uvicorn.Server):
    """Ends at once when told to, and does not look at signals."""

    stop_asked: asyncio.Event

    async def main_loop(self) -> None:
        await self.stop_asked.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            getattr(connection, "transport").abort()  # noqa: B009 - each kind of connection has one, untyped
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Serving:
    """Runs the app from ``start`` to ``stop``; ``port`` is a free one if it was 0."""

    def __init__(self, world: World, port: int = 0) -> None:
        self.world = world
        self.port = port
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bot-api-server", daemon=True)

    def start(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=2048)
        # Connections inherit this; without it each answer waits 40 ms for the client's acknowledgement.
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = self._listener.getsockname()[1]
        self._thread.start()
        self._started.wait()

    def stop(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            self._loop.call_soon_threadsafe(self._end)
        self._thread.join()

    def _run(self) -> None:
        try:
            with asyncio.Runner() as runner:
                runner.run(self._serve())
        finally:  # If it broke, nobody shall wait for it.
            self._listener.close()
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._app = BotApiApp(self.world, self._drop)
        self._delivery = WebhookDelivery(self.world)
        config = uvicorn.Config(
            self._app, log_config=None, log_level="error", access_log=False, lifespan="off", ws="none",
            timeout_keep_alive=600, server_header=False, date_header=False,
        )  # fmt: skip
        self._server = _Server(config)
        self._server.stop_asked = asyncio.Event()
        self.world.updates.listeners.append(self._wake_from_any_thread)
        delivering = asyncio.create_task(self._delivery.run())
        self._started.set()
        await self._server.serve(sockets=[self._listener])
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)

    def _wake_from_any_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._delivery.wake.set()
        if self.world.updates.poll is not None:
            self.world.updates.poll.wake.set()

    def _end(self) -> None:
        self.world.closing = True
        self._app.closing.set()
        self._wake()
        self._server.stop_asked.set()

    def _drop(self, scope: Scope) -> None:
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == scope["client"]:
                getattr(connection, "transport").abort()  # noqa: B009 - each kind of connection has one, untyped
