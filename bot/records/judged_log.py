"""The conversation log with what people said of each answer, in the order of time."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlite_utils import Database

_COLUMNS = (
    "id", "person", "asked_at", "chat_kind", "way", "language", "question", "candidates", "decision", "topic",
    "knowledge_version", "reply", "delivery", "latency_ms",
)  # fmt: skip
_ROWS = f"""
    SELECT {", ".join(f"c.{name}" for name in _COLUMNS)}, verdict, reason
    FROM conversations c LEFT JOIN feedback ON conversation = c.id WHERE asked_at >= ? ORDER BY asked_at
"""  # noqa: S608 - our own columns


def judged_count(database: Database, since: str = "") -> int:
    """How many rows there are, of all bots."""
    (row,) = database.query("SELECT count(*) AS count FROM conversations WHERE asked_at >= ?", [since])
    return int(row["count"])


def judged_rows(database: Database, since: str = "") -> Iterator[Mapping[str, Any]]:
    """The rows, oldest first, with the candidates as a list."""
    for row in database.query(_ROWS, [since]):
        yield row | {"candidates": json.loads(row["candidates"])}
