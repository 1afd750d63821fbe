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
BUSY_TIMEOUT_S = 5.0

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
        raise RecordsError(f"{path}: {_explained(error)}") from error


def _explained(error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorname", "").split("_")[1:2]:
        case ["BUSY"] | ["LOCKED"]:
            return "another program keeps the database locked; close it and start again"
        case ["READONLY"] | ["CANTOPEN"] | ["PERM"] | ["AUTH"]:
            return "the database cannot be written; give this user the right to, or set TRADEBOT_DATA to another folder"
        case ["CORRUPT"] | ["NOTADB"]:
            return "the database is damaged; put a backup in its place, or move it away to start with an empty one"
        case ["FULL"] | ["IOERR"]:
            return f"the disk refuses ({error}); make room on it or repair it"
        case _:
            return f"{error}; move the file away to start with an empty database, or put a backup in its place"


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
