"""The caller's side of the nursery; ``python calling.py SOCKET ARGUMENTS`` does as ``tradebot ARGUMENTS`` does.

As a command it must be there at once, so it imports nothing but what every Python has.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PASSED_ON = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Nursling:
    """A process of the nursery at *address*; ``pid`` is its own as long as nobody has waited for its end."""

    def __init__(
        self,
        address: str,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: str,
        streams: Sequence[int],
    ) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(address)
        wish = {"arguments": list(arguments), "environment": dict(environment), "folder": folder}
        message = json.dumps(wish).encode() + b"\n"
        sent = socket.send_fds(self._line, [message], list(streams))
        self._line.sendall(message[sent:])
        self._answers = self._line.makefile("rb")
        self.pid = int(self._answers.readline())
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it has ended; negative: the signal that ended it."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            self.returncode = int(self._answers.readline())
            self._answers.close()
            self._line.close()
        return self.returncode


def main() -> None:
    """Do as ``tradebot`` does, signals and status included."""
    address, *arguments = sys.argv[1:]
    nursling = Nursling(address, arguments, environment=os.environ, folder=os.getcwd(), streams=(0, 1, 2))  # noqa: PTH109 - pathlib takes long to load
    for number in _PASSED_ON:
        signal.signal(number, lambda number, _: os.kill(nursling.pid, number))
    status = nursling.wait()
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(status)


if __name__ == "__main__":
    main()
