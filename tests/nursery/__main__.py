"""``python -m tests.nursery SOCKET``: load everything once, then fork at each wish, until standard input ends."""

import json
import os
import random
import selectors
import shutil
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.wording_only import leave_encoders_out

leave_encoders_out()

from bot.__main__ import COMMANDS, main  # noqa: E402 - nothing of the bot is loaded before
from bot.assembly import assemble  # noqa: E402
from bot.curation.checking import problems_of  # noqa: E402
from bot.settings import read_settings  # noqa: E402
from bot.shells.telegram.serving import settled  # noqa: E402

_LARGEST_READ = 65536
_STREAMS = 3


class _Calls:
    """Callers and their forks; a fork that has ended stays a zombie, its number its own, until its caller goes."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen(64)
        self._ended, wakes = socket.socketpair()
        wakes.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        self._wakes = wakes
        self._forks: dict[socket.socket, int] = {}
        self._told: set[int] = set()
        self._selector = selectors.DefaultSelector()
        for heard in (sys.stdin, self._listener, self._ended):
            self._selector.register(heard, selectors.EVENT_READ)

    def next_wish(self) -> tuple[Any, list[int]] | None:
        """In the nursery None, when nobody can call any more; in a fork what it is to do, and its streams."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is sys.stdin:
                    return None
                if key.fileobj is self._ended:
                    self._ended.recv(_LARGEST_READ)
                    self._tell_of_ends()
                elif key.fileobj is self._listener:
                    caller, _ = self._listener.accept()
                    wish, streams = _heard(caller)
                    number = os.fork()
                    if number == 0:
                        self._leave(caller)
                        return wish, streams
                    self._keep(caller, number, streams)
                elif isinstance(key.fileobj, socket.socket):
                    self._part(key.fileobj)

    def _keep(self, caller: socket.socket, number: int, streams: list[int]) -> None:
        for stream in streams:
            os.close(stream)
        self._forks[caller] = number
        self._selector.register(caller, selectors.EVENT_READ)
        caller.sendall(f"{number}\n".encode())

    def _tell_of_ends(self) -> None:
        for caller, number in self._forks.items():
            if number in self._told:
                continue
            if ended := os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                self._told.add(number)
                status = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
                try:
                    caller.sendall(f"{status}\n".encode())
                except OSError:
                    continue  # The caller was quicker; its going away is heard next.

    def _part(self, caller: socket.socket) -> None:
        number = self._forks.pop(caller)
        self._selector.unregister(caller)
        caller.close()
        os.kill(number, signal.SIGKILL)  # It may be a zombie, whom this does not hurt.
        os.waitpid(number, 0)
        self._told.discard(number)

    def end(self) -> None:
        """Kill what still runs; nobody is left to hear of it."""
        for caller in tuple(self._forks):
            self._part(caller)

    def _leave(self, caller: socket.socket) -> None:
        """Close in a fork what is the nursery's."""
        signal.set_wakeup_fd(-1)
        self._selector.close()
        for line in (caller, self._listener, self._ended, self._wakes, *self._forks):
            line.close()


def _heard(caller: socket.socket) -> tuple[Any, list[int]]:
    message, streams, _, _ = socket.recv_fds(caller, _LARGEST_READ, _STREAMS)
    while not message.endswith(b"\n"):
        message += caller.recv(_LARGEST_READ)
    return json.loads(message), streams


def _become(wish: Any, streams: list[int], kept: dict[str, str]) -> None:
    """Be as a process is that was started by itself."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - no path
    is_read = os.isatty(1)
    sys.stdout = open(1, "w", 1 if is_read else -1, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["environment"] | kept)
    sys.argv = ["tradebot", *wish["arguments"]]
    time.tzset()
    random.seed()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _load() -> None:
    for module, _ in COMMANDS.values():
        import_module(module)
    settings = read_settings()
    settled(assemble(settings))
    problems_of(settings.knowledge, settings.templates)  # By then all templates are compiled.


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for pytest, which then closes our input.
    before = dict(os.environ)
    _load()
    calls = _Calls(sys.argv[1])
    print("ready", flush=True)
    found = calls.next_wish()
    if found is not None:
        _become(*found, {name: value for name, value in os.environ.items() if name not in before})
        main()
    calls.end()
    shutil.rmtree(Path(sys.argv[1]).parent)
