"""Versions of the knowledge with all their files, and which of them was put in force when, by whom and why."""

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bot.records.database import Clock

Way = Literal["published", "rolled_back", "reloaded"]
"""How a version came into force."""

UNPUBLISHED_KEPT = 20
"""Versions that served and were never published; older ones are let go."""


@dataclass(frozen=True, kw_only=True)
class KnowledgeVersion:
    """A version: its ``hash`` says what it says. What is left open was never put in force.

    ``author`` is a keyed hash of an admin, or a user of this machine.
    """

    number: int
    hash: str
    kept_at: str
    size: int
    published_at: str | None
    author: str | None
    note: str | None
    way: Way | None
    in_force: bool


@dataclass(frozen=True, kw_only=True)
class Publication:
    """The moment a version came into force."""

    id: int
    version: int
    hash: str


class KnowledgeVersions:
    """The versions kept in *database*."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, content_hash: str, archive: bytes) -> int:
        """The number under which the version is kept; the same content has one number for good."""
        values = {"hash": content_hash, "at": self._now(), "archive": archive}
        with self._database.atomic():
            # It begins with writing: what has read first may not write any more when another process wrote meanwhile.
            self._database.execute(_KEEP, values)
            self._database.execute(_LET_GO, {"kept": UNPUBLISHED_KEPT, "hash": content_hash})
            number = self.numbered(content_hash)
        if number is None:
            raise LookupError("what was just written is not there")
        return number

    def put_in_force(self, number: int, *, author: str, note: str, way: Way) -> Publication:
        """Version *number* is what the bot answers with from now on."""
        row = {"version": number, "at": self._now(), "author": author, "note": note, "way": way}
        self._database.table("publications").insert(row)
        last = self.last_publication()
        if last is None:
            raise LookupError("what was just written is not there")
        return last

    def last_publication(self) -> Publication | None:
        """What is in force; None where nothing was ever published."""
        rows = self._database.query(
            "SELECT p.id, p.version, v.hash FROM publications p JOIN knowledge_versions v ON v.number = p.version "
            "ORDER BY p.id DESC LIMIT 1"
        )
        return next((Publication(**row) for row in rows), None)

    def numbered(self, content_hash: str) -> int | None:
        """The number of the version with this hash, if it is kept."""
        rows = self._database.query("SELECT number FROM knowledge_versions WHERE hash = ?", [content_hash])
        return next((int(row["number"]) for row in rows), None)

    def archive(self, number: int) -> bytes | None:
        """The packed files of version *number*, if it is kept."""
        rows = self._database.query("SELECT archive FROM knowledge_versions WHERE number = ?", [number])
        return next((bytes(row["archive"]) for row in rows), None)

    def listed(self, most: int | None = None) -> tuple[KnowledgeVersion, ...]:
        """The versions, newest first, each with how it last came into force; at *most* so many."""
        last = self.last_publication()
        in_force = None if last is None else last.version
        rows = self._database.query(_LISTED, {"most": -1 if most is None else most})
        return tuple(KnowledgeVersion(**row, in_force=row["number"] == in_force) for row in rows)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")


_LISTED = """
    SELECT v.number, v.hash, v.kept_at, length(v.archive) AS size, p.at AS published_at, p.author, p.note, p.way
    FROM knowledge_versions v
    LEFT JOIN publications p ON p.id = (SELECT max(id) FROM publications WHERE version = v.number)
    ORDER BY v.number DESC LIMIT :most
"""
# OR IGNORE would use up a number each time, and people count versions by them.
_KEEP = """
    INSERT INTO knowledge_versions (hash, kept_at, archive)
    SELECT :hash, :at, :archive WHERE NOT EXISTS (SELECT 1 FROM knowledge_versions WHERE hash = :hash)
"""
_LET_GO = """
    DELETE FROM knowledge_versions
    WHERE hash != :hash AND number NOT IN (SELECT version FROM publications) AND number NOT IN (
        SELECT number FROM knowledge_versions WHERE number NOT IN (SELECT version FROM publications)
        ORDER BY number DESC LIMIT :kept
    )
"""
