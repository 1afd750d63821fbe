"""A damaged database is put aside whole, and what can still be read of it is taken into a new one."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.errors import RecordsError
from bot.records.database import FILE_NAME, Clock, errors_told, is_damage, open_database
from bot.records.one_process import only_process
from bot.records.restoring import folder_aside, put_aside

_OWN_TABLES = frozenset({"migrations"})
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Salvaged:
    """The rows that were saved of a table; not ``whole`` where some could not be read."""

    table: str
    rows: int
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """Where the damaged database is now, and what was saved of it."""

    aside: Path
    salvaged: tuple[Salvaged, ...]


def damage_of(path: Path) -> str | None:
    """What SQLite finds wrong with the database at *path*, None where it is sound; reads all of it."""
    if not path.exists():
        return None
    try:
        with closing(_opened_to_read(path)) as database:
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return str(error)
    return None if verdict == "ok" else str(verdict)


def recover(folder: Path, clock: Clock) -> Recovery | None:
    """Put the database in *folder* aside if it is damaged, and save what can be read; None where it is sound."""
    path = folder / FILE_NAME
    with only_process(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".recover-") as name:
        if not path.exists():
            raise RecordsError(f"{path}: there is no database; there is nothing to recover")
        with errors_told(path):
            if damage_of(path) is None:
                return None
            # All is saved before anything is moved, so that a failure on the way changes nothing.
            new = open_database(Path(name), clock)
            try:
                salvaged = tuple(_salvage(path, new))
            finally:
                new.close()
            aside = folder_aside(folder, "damaged", clock)
            put_aside(path, aside)
            (Path(name) / FILE_NAME).replace(path)
    return Recovery(aside=aside, salvaged=salvaged)


def _opened_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _salvage(damaged: Path, new: Database) -> Iterator[Salvaged]:
    with closing(_opened_to_read(damaged)) as old:
        # What was written may be no text any more; it is then no row of ours.
        for table in new.tables:
            if table.name not in _OWN_TABLES and not table.name.startswith("sqlite_"):
                columns = [column.name for column in table.columns]
                yield _salvage_table(old, new, table.name, columns)


def _salvage_table(old: sqlite3.Connection, new: Database, table: str, columns: Sequence[str]) -> Salvaged:
    """Rows from the first on until one cannot be read, then from the last back."""
    try:
        there = {str(row[1]) for row in old.execute(f"PRAGMA table_info({table})")}
    except sqlite3.DatabaseError:
        there = set()
    shared = [column for column in columns if column in there]
    if not shared:
        return Salvaged(table=table, rows=0, whole=False)
    take = _taker(new, table, shared)
    whole = _read_until_damage(old, table, shared, "ASC", take)
    if not whole:
        _read_until_damage(old, table, shared, "DESC", take)
    (row,) = new.query(f"SELECT count(*) AS n FROM {table}")  # noqa: S608 - our own tables
    return Salvaged(table=table, rows=int(row["n"]), whole=whole)


def _taker(new: Database, table: str, columns: Sequence[str]) -> Callable[[Sequence[Any]], None]:
    statement = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our own tables

    def take(rows: Sequence[Any]) -> None:
        with new.atomic():
            for row in rows:
                # A row that breaks a rule of the table is damage that SQLite did not notice.
                with suppress(sqlite3.IntegrityError):
                    new.execute(statement, row)

    return take


def _read_until_damage(
    old: sqlite3.Connection, table: str, columns: Sequence[str], order: str, take: Callable[[Sequence[Any]], None]
) -> bool:
    """Hand all rows that can be read to *take*; True where that is all there are."""
    query = f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED ORDER BY rowid {order}"  # noqa: S608 - our own tables
    rows: list[Any] = []
    for row in _readable(old, query):
        if row is None or len(rows) >= _ROWS_AT_ONCE:
            take(rows)
            rows = []
        if row is None:
            return False
        rows.append(row)
    take(rows)
    return True


def _readable(old: sqlite3.Connection, query: str) -> Iterator[Any]:
    """The rows up to the first that cannot be read, in whose place is None."""
    try:
        yield from old.execute(query)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        yield None
