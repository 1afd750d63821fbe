"""Trials of a change that never end, for what may happen meanwhile."""

import sys
from pathlib import Path

import pytest

from bot.shells.telegram.curators import comparing, long_work

_ENDLESS = """
import json, os, signal, sys
from pathlib import Path
Path(sys.argv[1]).write_text(str(os.getpid()))
print(json.dumps({"doing": "fitting (wording)", "done": 3, "of": 7}), file=sys.stderr, flush=True)
signal.pause()
"""


def compare_endlessly(patch: pytest.MonkeyPatch, told: Path) -> None:
    """From now on no comparison ends; each says in the file *told* which process it is, and often how far."""
    patch.setattr(comparing, "COMMAND", (sys.executable, "-c", _ENDLESS, str(told)))
    patch.setattr(long_work, "TELL_EVERY_S", 0.05)
