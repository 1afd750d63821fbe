"""Arrays kept on disk in NumPy's own format, whole or not at all. Nothing in such a file is ever executed."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error)
"""What reading a damaged file raises; it is then made anew."""


def keep_arrays(path: Path, **arrays: Any) -> None:
    """Write *arrays* by name to the file at *path*; an OSError names the file."""
    _keep(path, lambda partial: np.savez(partial, **arrays))


def keep_table(path: Path, table: Any) -> None:
    """Write one *table* to the file at *path*, so that it can be read where it lies; an OSError names the file."""
    _keep(path, lambda partial: np.save(partial, table))


def _keep(path: Path, write: Callable[[Path], None]) -> None:
    partial = path.with_suffix(f".partial{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        partial.replace(path)
    except OSError as error:
        # Half a file only takes room; and of a failed write the system does not say where it was.
        partial.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
