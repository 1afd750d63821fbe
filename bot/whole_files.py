"""Files that are there whole or not at all, whoever else writes or reads them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from uuid import uuid4

_HALF_MADE = ".half"
_FORGOTTEN_S = 3600
"""After this long, nobody is still writing it."""


@contextmanager
def half_made(path: Path) -> Iterator[Path]:
    """A new file beside *path*, to be written; it takes the place of *path* at the end, or is gone if that fails.

    It has a name of its own: two threads or processes that write the same file would take each other's away.
    """
    _clear(path)
    new = path.with_name(f"{path.name}.{uuid4().hex}{_HALF_MADE}")
    try:
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def keep_newest(folder: Path, pattern: str, count: int = 1) -> None:
    """Throw away all but the newest *count* files of *folder* whose names fit *pattern*.

    Whoever has one of the others open reads on in it.
    """
    found = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in found[count:]:
        old.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Throw away what writers of *path* left who were killed."""
    long_ago = time.time() - _FORGOTTEN_S
    for left in path.parent.glob(f"{escape(path.name)}.*{_HALF_MADE}"):
        with suppress(FileNotFoundError):  # Others come to their end meanwhile.
            if left.stat().st_mtime < long_ago:
                left.unlink()
