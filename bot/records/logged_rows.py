"""The conversation log as curators read and export it: rows of all bots, with the columns that are theirs to see."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlite_utils import Database

COLUMNS = (
    "id", "asked_at", "person", "chat_kind", "way", "language", "reply_language", "question", "candidates", "decision",
    "topic", "knowledge_version", "reply", "delivery", "sent_at", "latency_ms",
)  # fmt: skip
"""What is shown and exported of a row."""


def logged_rows(
    database: Database, *, since: datetime | None = None, decision: str | None = None
) -> Iterator[dict[str, Any]]:
    """Rows of the log, of all bots, oldest first, with the candidates as a list."""
    conditions, values = ["1"], []
    if since is not None:
        conditions.append("asked_at >= ?")
        values.append(since.isoformat())
    if decision is not None:
        conditions.append("decision = ?")
        values.append(decision)
    rows = database.query(
        f"SELECT {', '.join(COLUMNS)} FROM conversations WHERE {' AND '.join(conditions)} ORDER BY id",  # noqa: S608 - our own columns and conditions
        values,
    )
    for row in rows:
        yield dict(row) | {"candidates": json.loads(row["candidates"])}
