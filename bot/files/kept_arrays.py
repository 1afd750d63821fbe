"""Arrays kept on disk in NumPy's own format, whole or not at all. Nothing in such a file is ever executed."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

import numpy as np

from bot.whole_files import half_made

UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error)
"""What reading a damaged file raises; it is then made anew."""


def keep_arrays(path: Path, **arrays: Any) -> None:
    """Write *arrays* by name to the file at *path*; an OSError names the file."""
    _keep(path, lambda file: np.savez(file, **arrays))


def keep_table(path: Path, table: Any) -> None:
    """Write one *table* to the file at *path*, so that it can be read where it lies; an OSError names the file."""
    _keep(path, lambda file: np.save(file, table))


def _keep(path: Path, write: Callable[[BinaryIO], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with half_made(path) as new, new.open("wb") as file:
            write(file)
    except OSError as error:
        # Of a failed write the system does not say where it was.
        raise OSError(error.errno, error.strerror, str(path)) from error
