"""Processes of ``tradebot`` that start in an instant: forks of one that has loaded all packages, and no encoder.

Only loading is saved: a fork reads its settings, takes its lock and opens its database as any process does.

    caller  --arguments, environment, folder, its standard streams-->  nursery  --fork-->  tradebot
            <--number of the process, and its status when it ends----

A fork is killed when its caller goes away. ``calling`` is the caller's side, and a command as well, for whoever needs a
command line; ``python -m tests.nursery SOCKET`` is the nursery's side.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.nursery.calling import Nursling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Nursery", "Nursling"]

_CALLING = Path(__file__).with_name("calling.py")


class Nursery:
    """Starts with the settings in *environment*, in *folder*; *data* is its own."""

    def __init__(self, environment: Mapping[str, str], folder: Path, data: Path) -> None:
        self._folder = folder
        self._data = data
        self._address = str(data / "nursery")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", self._address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=dict(environment),
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def start(self, *arguments: str, environment: Mapping[str, str], streams: Sequence[int]) -> Nursling:
        """``tradebot`` with *arguments*; *streams* are its input, its output and where it complains."""
        return Nursling(self._address, arguments, environment=environment, folder=str(self._folder), streams=streams)

    def command_line(self, *arguments: str) -> list[str]:
        """A command that does as ``tradebot`` does with *arguments*, for whoever starts processes himself."""
        return [sys.executable, "-I", "-S", str(_CALLING), self._address, *arguments]

    def lend_index(self, data: Path) -> None:
        """Let the folder *data* share an index with others: what was fitted for one need not be for the next."""
        data.mkdir(parents=True, exist_ok=True)
        if not (data / "index").exists():
            (data / "index").symlink_to(self._data / "index", target_is_directory=True)

    def close(self) -> None:
        """End it, and with it what is left of its forks; it takes *data* away."""
        self._process.communicate(timeout=10)
