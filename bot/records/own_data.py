"""Everything that is stored about a person, for that person."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from bot.records.personal import PERSONAL_TABLES, PersonalTable


def stored_about(database: Database, person: str, chat: str) -> Mapping[str, list[Mapping[str, Any]]]:
    """The rows of each table about *person*, whose private chat is *chat*, oldest first, without our names for them."""
    return {table.name: list(_rows(database, table, {"person": person, "chat": chat})) for table in PERSONAL_TABLES}


def _rows(database: Database, table: PersonalTable, who: dict[str, str]) -> Iterator[Mapping[str, Any]]:
    columns = ", ".join(table.shown)
    query = f"SELECT {columns} FROM {table.name} WHERE {table.of_person} ORDER BY rowid"  # noqa: S608 - our own table
    for row in database.query(query, who):
        yield {name: _opened(value) if name in table.json else value for name, value in row.items()}


def _opened(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
