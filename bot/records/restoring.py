"""Putting a backup in the place of the records, without losing those that were there."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import RecordsError
from bot.records.archives import unpack
from bot.records.database import FILE_NAME, Clock, errors_told
from bot.records.erasing import ERASURES_FILE, append_erasures, read_erasures
from bot.records.keyed_hash import KEY_FILE
from bot.records.migrations import MIGRATIONS
from bot.records.one_process import only_process
from bot.records.opening import open_records

_COMPANIONS = ("-wal", "-shm")
"""What SQLite keeps beside a database: its log of changes, and the index of that."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was done: ``aside`` has what was replaced, None where there was nothing."""

    made_at: str
    aside: Path | None
    erased_again: int
    key_changed: bool


def restore_backup(archive: Path, folder: Path, clock: Clock) -> Restored:
    """Put what is in *archive* in the place of the records in *folder*; raises RecordsError before anything is changed.

    At each moment either the old database or the new one is in place. What was erased since is erased again.
    """
    with only_process(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as name:
        staging = Path(name)
        made_at = unpack(archive, staging)
        _refuse_newer(archive, staging / FILE_NAME)
        with errors_told(folder / FILE_NAME):
            key_changed = _differ(staging / KEY_FILE, folder / KEY_FILE)
            aside = _keep_aside(folder, clock)
            _add_erasures(staging / ERASURES_FILE, folder / ERASURES_FILE)
            (staging / KEY_FILE).replace(folder / KEY_FILE)
            (staging / FILE_NAME).replace(folder / FILE_NAME)
        records = open_records(folder, clock, bot=0)
        records.close()
    return Restored(made_at=made_at, aside=aside, erased_again=records.erased_again, key_changed=key_changed)


def folder_aside(folder: Path, why: str, clock: Clock) -> Path:
    """A new folder in *folder* for what is put aside."""
    aside = folder / f"{why}-{clock():%Y%m%dT%H%M%SZ}"
    number = 1
    while aside.exists():
        number += 1
        aside = aside.with_name(f"{why}-{clock():%Y%m%dT%H%M%SZ}-{number}")
    aside.mkdir(mode=0o700)
    return aside


def _refuse_newer(archive: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        (number,) = database.execute("SELECT max(number) FROM migrations").fetchone()
    if number > MIGRATIONS[-1].number:
        raise RecordsError(f"{archive}: a newer tradebot made this backup (migration {number}); update tradebot")


def _keep_aside(folder: Path, clock: Clock) -> Path | None:
    """Put what is about to be replaced aside; the database and the key stay in place, too, until they are."""
    database = folder / FILE_NAME
    there = [name for name in (FILE_NAME, KEY_FILE) if (folder / name).exists()]
    if not there:
        return None
    _settle(database)
    aside = folder_aside(folder, "replaced", clock)
    for name in there:
        put_aside(folder / name, aside)
    return aside


def put_aside(path: Path, aside: Path) -> None:
    """Keep the file at *path* in *aside*, too, until another takes its place."""
    _double(path, aside / path.name)
    # A log of changes that is still there is that of a damaged database; with another one it would do harm.
    for companion in _COMPANIONS:
        left = path.with_name(f"{path.name}{companion}")
        if left.exists():
            left.replace(aside / left.name)


def _double(path: Path, to: Path) -> None:
    """A second name for the file at *path*, or a copy where the disk knows no second names."""
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)


def _settle(database: Path) -> None:
    """Bring the log of changes into the *database*, if that can still be done."""
    if database.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _add_erasures(given: Path, kept: Path) -> None:
    """Both files' erasures in *kept*."""
    known = {erasure.id for erasure in read_erasures(kept)}
    append_erasures(kept, [erasure for erasure in read_erasures(given) if erasure.id not in known])


def _differ(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() != other.read_bytes()
