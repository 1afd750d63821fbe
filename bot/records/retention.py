"""What is too old is deleted, a little at a time, so that nobody waits for it."""

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from bot.records.personal import PERSONAL_TABLES, PersonalTable

ROWS_AT_ONCE = 200


def delete_some_expired(database: Database, before: datetime) -> tuple[str, int] | None:
    """Delete some rows from *before* that moment, and return the table and how many; None when all are gone."""
    return next(_deleted(database, before), None)


def _deleted(database: Database, before: datetime) -> Iterator[tuple[str, int]]:
    for table in PERSONAL_TABLES:
        count = _delete_some(database, table, before)
        if count:
            yield table.name, count


def _delete_some(database: Database, table: PersonalTable, before: datetime) -> int:
    if table.expired is None:
        return 0
    some = f"SELECT rowid FROM {table.name} WHERE {table.expired} LIMIT {ROWS_AT_ONCE}"  # noqa: S608 - our own table
    statement = f"DELETE FROM {table.name} WHERE rowid IN ({some})"  # noqa: S608 - our own table
    with database.atomic():
        cursor = database.execute(statement, {"before": before.isoformat()})
    return int(cursor.rowcount)
