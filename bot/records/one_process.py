"""Only one process may serve from a data folder; the second is told so."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import RecordsError

LOCK_FILE = "tradebot.lock"


@contextmanager
def only_process(folder: Path) -> Iterator[None]:
    """Holds *folder* for this process; raises RecordsError if another one does. A killed process lets go by itself."""
    path = folder / LOCK_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise RecordsError(f"{path}: {error.strerror}; set TRADEBOT_DATA to a folder we may write") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        raise RecordsError(
            f"{folder}: another tradebot serves from this folder; stop it, or set TRADEBOT_DATA to another"
        ) from error
    try:
        yield
    finally:
        os.close(file)
