"""Changes of knowledge files that were made from the chat, kept so that the last ones can be taken back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.records.database import Clock

MOST_KEPT = 100


@dataclass(frozen=True, kw_only=True)
class NewChange:
    """A change that was just made: ``before`` has the files as they were, packed; ``digests`` all of them as they are.

    ``versions`` are the numbers of what answered before and what answers since; None where no answer changed by it.
    ``item`` is a question of the cluster that was settled by it.
    """

    note: str
    versions: tuple[int, int] | None
    item: str | None
    before: bytes
    digests: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class KnowledgeChange(NewChange):
    """A change that was made some time ago."""

    id: int
    is_undone: bool


class KnowledgeChanges:
    """The changes kept in *database*."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, change: NewChange) -> int:
        """Keep *change*; the number to take it back by."""
        row = {
            "at": self._clock().isoformat(timespec="seconds"),
            "note": change.note,
            "version_before": change.versions[0] if change.versions else None,
            "version_after": change.versions[1] if change.versions else None,
            "item": change.item,
            "before": change.before,
            "digests": json.dumps(dict(change.digests)),
        }
        with self._database.atomic():
            self._database.table("knowledge_changes").insert(row)
            number = int(self._database.execute("SELECT max(id) FROM knowledge_changes").fetchone()[0])
            self._database.execute("DELETE FROM knowledge_changes WHERE id <= ?", [number - MOST_KEPT])
        return number

    def get(self, number: int) -> KnowledgeChange | None:
        """The change with this *number*, if it is kept."""
        rows = self._database.query("SELECT * FROM knowledge_changes WHERE id = ?", [number])
        return next((_change(row) for row in rows), None)

    def mark_undone(self, number: int) -> None:
        """The change was taken back."""
        self._database.table("knowledge_changes").update(number, {"undone_at": self._clock().isoformat()})


def digest(content: bytes | None) -> str | None:
    """What tells a file's *content* from any other; None for a file that is not there."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def _change(row: Mapping[str, Any]) -> KnowledgeChange:
    versions = None if row["version_after"] is None else (row["version_before"], row["version_after"])
    return KnowledgeChange(
        id=row["id"],
        note=row["note"],
        versions=versions,
        item=row["item"],
        before=bytes(row["before"]),
        digests=json.loads(row["digests"]),
        is_undone=row["undone_at"] is not None,
    )
