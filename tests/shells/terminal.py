"""A terminal to test in: a real pseudo-terminal with the command in it; type keys, wait for what appears."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from tests.conftest import CHECKOUT

PATIENCE_S = 60
ENTER, CTRL_C, CTRL_D, UP = "\r", "\x03", "\x04", "\x1b[A"

# A session's first process that opens a terminal makes it its own, and only then Ctrl-C becomes a signal.
_OWN_THE_TERMINAL = "import os, sys; os.open(os.ttyname(0), os.O_RDWR); os.execv(sys.argv[1], sys.argv[1:])"


class Terminal:
    """Runs *command* with a terminal of its own until the block ends."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._screen, inner = pty.openpty()
        self._child = subprocess.Popen(
            [sys.executable, "-c", _OWN_THE_TERMINAL, *command],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            cwd=CHECKOUT,
            env={**environment, "TERM": "xterm"},
        )
        os.close(inner)
        self._unread = ""
        self._bytes = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child.poll() is None:
            self._child.kill()
        self._child.wait()
        os.close(self._screen)

    def type(self, keys: str) -> None:
        """Press *keys*, one after the other."""
        os.write(self._screen, keys.encode())

    def press_until(self, key: str, awaited: str) -> None:
        """Press *key*, and again if *awaited* does not appear, as a person would.

        Python sees a Ctrl-C that arrives between two keys only at the next one.
        """
        for _ in range(PATIENCE_S):
            self.type(key)
            if self._appears(awaited, 1):
                break
        self.read_until(awaited)

    def read_until(self, awaited: str) -> str:
        """All that appeared since the last call, up to and with *awaited*."""
        if not self._appears(awaited, PATIENCE_S):
            raise AssertionError(f"{awaited!r} did not appear; the screen shows:\n{self._unread}")
        before, _, self._unread = self._unread.partition(awaited)
        return before + awaited

    def ask(self, line: str, prompt: str) -> str:
        """Type *line* and return what appears up to the next *prompt*."""
        self.type(line + ENTER)
        return self.read_until(prompt)

    def exit_status(self) -> int:
        """The exit status, once the command has left by itself."""
        end = time.monotonic() + PATIENCE_S
        while self._read_more(end - time.monotonic()):
            pass
        return self._child.wait(PATIENCE_S)

    def _appears(self, awaited: str, timeout_s: float) -> bool:
        end = time.monotonic() + timeout_s
        while awaited not in self._unread:
            if not self._read_more(end - time.monotonic()):
                return False
        return True

    def _read_more(self, timeout_s: float) -> bool:
        """Whether something could be read; False at the end and when time is up."""
        if timeout_s <= 0 or not select.select([self._screen], [], [], timeout_s)[0]:
            return False
        try:
            received = os.read(self._screen, 65_536)
        except OSError:  # how Linux tells that nobody writes any more
            return False
        self._bytes += received
        whole = self._bytes.decode(errors="ignore")
        self._bytes = self._bytes[len(whole.encode()) :]
        self._unread += whole.replace("\r\n", "\n")
        return bool(received)
