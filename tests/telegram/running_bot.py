"""The real application, started in a thread or in a process of its own, as journeys need it."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

from pydantic import SecretStr

from bot.assembly import Parts
from bot.records.database import FILE_NAME, Clock
from bot.settings import Settings
from bot.shells.telegram.delivery.client import utc_now
from bot.shells.telegram.serving import serve
from tests.bot_api import PATIENCE_S, BotApiServer, User
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE, child_environment, command_line, nursery
from tests.nursery import Nursling

START_S = 60
STOP_S = 10
FINISH_S = 0.5
"""What is under way when a test ends mostly hangs on purpose."""


class BotThread:
    """The bot, serving in a thread; ``told`` is what it printed. Raises in ``start`` what stops it from serving."""

    def __init__(self, parts: Parts, settings: Settings, clock: Clock = utc_now) -> None:
        self._parts = parts
        self._clock = clock
        self.settings = settings
        self.told: list[str] = []
        self.ended: Future[None] = Future()
        self._serves = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Self:
        self._thread.start()
        assert self._serves.wait(START_S)
        if self.ended.done():
            self.ended.result()
        return self

    def stop(self, within_s: float = STOP_S) -> None:
        if self._loop is not None and self._stop is not None and not self.ended.done():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(within_s)
        assert not self._thread.is_alive()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def rows(self, query: str) -> list[dict[str, Any]]:
        return rows(self.settings.data, query)

    def write(self, statement: str, *values: str) -> None:
        """Change the records behind the bot's back."""
        with closing(sqlite3.connect(self.settings.data / FILE_NAME)) as connection, connection:
            connection.execute(statement, values)

    def wait_for_row(self, query: str, timeout: float = PATIENCE_S) -> dict[str, Any]:
        """The first row that *query* finds, once it finds one."""
        return wait_for_row(self.settings.data, query, timeout)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - handed to the test
            self.ended.set_exception(error)
        else:
            self.ended.set_result(None)
        self._serves.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await serve(
            self.settings, lambda: self._parts, clock=self._clock, stop=self._stop, finish_s=FINISH_S, tell=self._tell
        )

    def _tell(self, line: str) -> None:
        self.told.append(line)
        self._serves.set()


class BotProcess:
    """``tradebot run`` as a process on the small knowledge, from the nursery or, if wanted, started *from_nothing*."""

    def __init__(
        self,
        bot_api: BotApiServer,
        data: Path,
        extra: Mapping[str, str] | None = None,
        *,
        from_nothing: bool = False,
    ) -> None:
        given = {
            "TRADEBOT_KNOWLEDGE": str(SMALL_KNOWLEDGE),
            "TRADEBOT_TOKEN": bot_api.token,
            "TRADEBOT_API_URL": bot_api.url,
            "TRADEBOT_LOG_LEVEL": "DEBUG",
            "TRADEBOT_BURST_S": "0",
            "TRADEBOT_PACE": "0",
            "TRADEBOT_PERSON_BURST": "0",
        }
        environment = child_environment(data, given | dict(extra or {}))
        nursery().lend_index(data)
        reads, writes = os.pipe()
        self._output = os.fdopen(reads, encoding="utf-8")
        self._child = _from_nothing(environment, writes) if from_nothing else _from_nursery(environment, writes)
        os.close(writes)

    @property
    def pid(self) -> int:
        return self._child.pid

    def read_until(self, words: str) -> None:
        """Wait until a line of the output has these *words*."""
        with self._killed_after(START_S):
            found = any(words in line for line in self._output)
        assert found, f"it never said: {words}"

    def kill(self) -> None:
        os.kill(self._child.pid, signal.SIGKILL)
        self.wait()

    def terminate(self) -> tuple[int, str]:
        """The exit status and the output after SIGTERM."""
        os.kill(self._child.pid, signal.SIGTERM)
        return self.wait()

    def wait(self) -> tuple[int, str]:
        """The exit status and the output once it ends by itself."""
        with self._killed_after(START_S):
            output = self._output.read()
        self._output.close()
        return self._child.wait(STOP_S), output

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        too_long = threading.Timer(seconds, os.kill, (self._child.pid, signal.SIGKILL))
        too_long.start()
        try:
            yield
        finally:
            too_long.cancel()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child.returncode is None:
            self.kill()


def _from_nothing(environment: Mapping[str, str], output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command_line("run"), stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=CHECKOUT, env=environment
    )


def _from_nursery(environment: Mapping[str, str], output: int) -> Nursling:
    with Path(os.devnull).open("rb") as nothing:
        return nursery().start("run", environment=environment, streams=(nothing.fileno(), output, output))


def settle(person: User) -> None:
    """All that *person* did before is dealt with and recorded, since a later message of theirs is answered."""
    person.say("/help")
    person.wait_for_reply()


def free_address() -> str:
    """A place of this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


def settings_for(bot_api: BotApiServer, data: Path, **given: Any) -> Settings:
    """Settings for a bot on *bot_api* that waits neither for more of a question nor to pace itself: seconds add up."""
    values: dict[str, Any] = {"token": SecretStr(bot_api.token), "api_url": bot_api.url, "data": data}
    values |= {"burst_s": 0, "pace": 0, "person_burst": 0, "knowledge": SMALL_KNOWLEDGE}
    return Settings(**{"_env_file": None, **values, **given})


def rows(data: Path, query: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def wait_for_row(data: Path, query: str, timeout: float = PATIENCE_S) -> dict[str, Any]:
    """The first row that *query* finds, once it finds one; SQLite tells nobody, so it is asked again and again."""
    until = time.monotonic() + timeout
    while not (found := rows(data, query)):
        assert time.monotonic() < until, f"no row within {timeout} s: {query}"
        threading.Event().wait(0.02)
    return found[0]
