"""Bot processes that start in an instant: forks of one that has loaded all packages, each running ``tradebot run``.

Only loading is saved: a fork reads its settings, takes its lock, opens its database and serves as any process does.

    test  --settings as a line of JSON-->  nursery  --fork-->  tradebot run
          <--pid, or exit status--------

``python -m tests.faults.nursery`` is the nursery's side.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import traceback
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.bot_api import BotApiServer

OUTPUT_FILE = "output.txt"


class Nursery:
    """Use it with ``with``; one child at a time."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=dict(environment),
        )

    def start(self, bot_api: BotApiServer, data: Path, extra: Mapping[str, str] | None = None) -> Nursling:
        """``tradebot run`` on the small knowledge, serving *bot_api*."""
        given = {
            "TRADEBOT_TOKEN": bot_api.token,
            "TRADEBOT_API_URL": bot_api.url,
            "TRADEBOT_DATA": str(data),
            "TRADEBOT_BURST_S": "0",
            "TRADEBOT_PACE": "0",
            "TRADEBOT_PERSON_BURST": "0",
            **(extra or {}),
        }
        data.mkdir(parents=True, exist_ok=True)
        pid = self._asked({"start": given, "output": str(data / OUTPUT_FILE)})
        return Nursling(self, pid, data / OUTPUT_FILE)

    def reap(self) -> int:
        """The exit status of the child, once it has ended; negative: the signal that ended it."""
        return self._asked("reap")

    def _asked(self, wish: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        assert self._process.stdout is not None
        self._process.stdout.close()


class Nursling:
    """One process; used as ``BotProcess`` is."""

    def __init__(self, nursery: Nursery, pid: int, output: Path) -> None:
        self._nursery = nursery
        self._pid = pid
        self._output = output
        self._status: int | None = None

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        self._status = self._nursery.reap()

    def terminate(self) -> tuple[int, str]:
        """The exit status and the output after SIGTERM."""
        os.kill(self._pid, signal.SIGTERM)
        self._status = self._nursery.reap()
        return self._status, self._output.read_text(encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is None:
            self.kill()


def main() -> None:
    """Load everything once, then fork at each wish."""
    from tests.wording_only import leave_encoders_out  # noqa: PLC0415 - before anything of the bot is loaded

    leave_encoders_out()
    from bot.assembly import assemble  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415
    from bot.shells.telegram import serving  # noqa: PLC0415

    assert serving
    assemble(read_settings())
    pid = 0
    for line in sys.stdin:
        wish = json.loads(line)
        if wish == "reap":
            answer = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        else:
            answer = pid = os.fork() or _live(wish)
        print(answer, flush=True)


def _live(wish: dict[str, object]) -> int:
    """Run ``tradebot run`` in this fork, and end it."""
    from bot.__main__ import main as tradebot  # noqa: PLC0415 - only the fork needs it

    output = os.open(str(wish["output"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.environ.update(wish["start"])  # type: ignore[call-overload] # what start() above gave
    random.seed()
    status = 1
    try:
        tradebot(["run"])
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - whatever it is, it must not go on in the nursery's own loop
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
