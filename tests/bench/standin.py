"""The local Bot API server in a process of its own, and bots on it, so that each has its own interpreter."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.conftest import CHECKOUT, child_environment

PATIENCE_S = 900.0
STOP_S = 30.0


class Standin:
    """Use it with ``with``."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot_api"], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
        )
        assert self._process.stdout is not None
        self.url, self.token = self._process.stdout.readline().split()
        self._client = httpx.Client(base_url=f"{self.url}/control", timeout=60, trust_env=False)

    def say(self, lines: Sequence[Mapping[str, object]]) -> list[int]:
        """Let people say things: ``{"user": 1, "text": "hello"}``; gives the ids of the updates."""
        return list(self._asked("say", lines))

    def press(self, presses: Sequence[Mapping[str, object]]) -> list[int | None]:
        """Let people press a button of their latest message that has one: ``{"user": 1, "button": 0}``, or "label"."""
        return list(self._asked("press", presses))

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self._client.get("/counts").json()
        return found

    def sent(self, method: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """What the bot sent, by *method* alone if one is given, oldest first."""
        asked = {"after": after} | ({} if method is None else {"method": method})
        found: list[dict[str, Any]] = self._client.get("/sent", params=asked).json()["sent"]
        return found

    def _asked(self, path: str, body: object) -> Any:
        return self._client.post(f"/{path}", content=json.dumps(body)).json()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        self._process.kill()
        self._process.communicate()


class Served:
    """A bot on *standin* as a child process; ``stop`` ends it as its operator would."""

    def __init__(self, standin: Standin, data: Path, command: Sequence[str], extra: Mapping[str, str]) -> None:
        given = {
            "TRADEBOT_TOKEN": standin.token,
            "TRADEBOT_API_URL": standin.url,
            "TRADEBOT_BURST_S": "0",
            "TRADEBOT_PACE": "0",
            "TRADEBOT_PERSON_BURST": "0",
            "TRADEBOT_LOG_LEVEL": "WARNING",
        }
        data.mkdir(parents=True, exist_ok=True)
        self._output = (data / "output.txt").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            cwd=CHECKOUT,
            env=child_environment(data, given | dict(extra)),
        )

    def stop(self) -> None:
        os.kill(self._process.pid, signal.SIGTERM)
        status = self._process.wait(STOP_S)
        assert status in {0, -signal.SIGTERM}, self.output

    @property
    def output(self) -> str:
        self._output.seek(0)
        return self._output.read().decode(errors="replace")

    @property
    def processor_s(self) -> float:
        """Seconds of processor time that it took so far, all threads together."""
        after_name = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def is_running(self) -> bool:
        return self._process.poll() is None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_running():
            self._process.kill()
            self._process.wait()
        self._output.close()


def wait_until(holds: Callable[[], bool], bot: Served, patience_s: float = PATIENCE_S) -> None:
    """Return when *holds*; raises with the output of *bot* if it ended before."""
    until = time.monotonic() + patience_s
    while not holds():
        assert bot.is_running(), bot.output
        assert time.monotonic() < until, f"did not come true within {patience_s} s"
        threading.Event().wait(0.1)
