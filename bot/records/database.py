"""The one database file, ``tradebot.db``: opened, brought up to date, and its errors told in a line."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.errors import RecordsError
from bot.records.migrations import MIGRATIONS, Migration

FILE_NAME = "tradebot.db"
BUSY_TIMEOUT_S = 3.0
"""How long we wait for another program that writes; a stop waits for what waits, so it is well below five seconds."""
HURRIED_TIMEOUT_S = 0.2
CHECKED_BYTES = 256 * 1024 * 1024
_DAMAGED = (
    "the database is damaged; save what can be read by: tradebot recover, "
    "or put a backup in its place by: tradebot restore FILE"
)

Clock = Callable[[], datetime]
"""Tells the time, in UTC."""


def open_database(folder: Path, clock: Clock, migrations: Sequence[Migration] = MIGRATIONS) -> Database:
    """The database in *folder*, made if it is not there, with all *migrations* applied; raises RecordsError.

    The connection may be used from any thread, by one at a time.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsError(f"{folder}: {error.strerror}; set TRADEBOT_DATA to a folder we may write") from error
    with errors_told(path):
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
        try:
            database = Database(connection)
            database.enable_wal()
            database.execute("PRAGMA foreign_keys = ON")
            # Safe when the process is killed; what must outlast a power cut asks for more, see the inbox.
            database.execute("PRAGMA synchronous = NORMAL")
            # What is deleted is overwritten: forgotten means gone from the file, too.
            database.execute("PRAGMA secure_delete = ON")
            _migrate(database, path, clock, migrations)
        except BaseException:
            connection.close()
            raise
    return database


@contextmanager
def errors_told(path: Path) -> Iterator[None]:
    """Turns what goes wrong with the file at *path* into a RecordsError that names the mend."""
    try:
        yield
    except sqlite3.Error as error:
        raise RecordsError(f"{path}: {explained(error)}") from error
    except OSError as error:
        where = error.filename or path
        raise RecordsError(f"{where}: {error.strerror}; give this user the right to read and write it") from error


def hurry(database: Database) -> None:
    """Wait hardly for other programs from now on."""
    database.execute(f"PRAGMA busy_timeout = {round(HURRIED_TIMEOUT_S * 1000)}")


def is_damage(error: sqlite3.Error) -> bool:
    """Claim that the file itself is broken, and trying again does not help."""
    return _kind(error) in {"CORRUPT", "NOTADB"}


def refuse_damaged(database: Database, path: Path) -> None:
    """Raise RecordsError if *database* is damaged where nobody has looked yet.

    A large one is not read for this: it would keep people waiting. What is damaged there is told when it is met.
    """
    if path.stat().st_size > CHECKED_BYTES:
        return
    with errors_told(path):
        (row,) = database.query("PRAGMA quick_check(1)")
        if row["quick_check"] != "ok":
            raise RecordsError(f"{path}: {_DAMAGED} ({str(row['quick_check']).splitlines()[-1]})")


def explained(error: sqlite3.Error) -> str:
    """What is wrong with the database, and the mend, in a line."""
    match _kind(error):
        case "BUSY" | "LOCKED":
            return "another program keeps the database locked; close it and start again"
        case "READONLY" | "CANTOPEN" | "PERM" | "AUTH":
            return "the database cannot be written; give this user the right to, or set TRADEBOT_DATA to another folder"
        case "CORRUPT" | "NOTADB":
            return _DAMAGED
        case "FULL" | "IOERR":
            return f"the disk refuses ({error}); make room on it or repair it"
        case _:
            return f"{error}; move the file away to start with an empty database, or put a backup in its place"


def _kind(error: sqlite3.Error) -> str:
    """SQLite's own word for what is wrong, such as BUSY."""
    return getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]


def _migrate(database: Database, path: Path, clock: Clock, migrations: Sequence[Migration]) -> None:
    """Apply what *database* lacks of *migrations*, each in a transaction of its own, and record it."""
    database.execute(
        "CREATE TABLE IF NOT EXISTS migrations "
        "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
    )
    done = {int(row["number"]) for row in database.query("SELECT number FROM migrations")}
    newer = done - {migration.number for migration in migrations}
    if newer:
        raise RecordsError(
            f"{path}: a newer tradebot has written this database (migration {max(newer)}); "
            "update tradebot, or put the backup made before in its place"
        )
    for migration in migrations:
        if migration.number not in done:
            with database.atomic():
                for statement in migration.statements:
                    database.execute(statement)
                database.table("migrations").insert(
                    {"number": migration.number, "name": migration.name, "applied_at": clock().isoformat()}
                )
