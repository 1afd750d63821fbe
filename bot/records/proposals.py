"""Changes that wait for somebody's yes, with all that a yes needs: a restart takes nothing from anybody."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlite_utils import Database

from bot.records.database import Clock

MOST_KEPT = 20
KEPT_FOR = timedelta(days=7)
"""What people asked may be in a change; nobody needs it for longer."""

Kind = Literal["knowledge", "questions"]
"""Whether the change is one of the knowledge, or of the questions to measure with."""


@dataclass(frozen=True, kw_only=True)
class OpenProposal:
    """A change that waits; ``about`` is JSON, ``files`` and ``before`` have files, packed, as they would be and are."""

    kind: Kind
    about: str
    files: bytes
    before: bytes


class Proposals:
    """The proposals kept in *database*."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, proposal: OpenProposal) -> str:
        """Keep *proposal*; its name, which nobody can guess. What is too old or too much is let go."""
        name = f"v{secrets.token_hex(6)}"
        row = {
            "name": name,
            "at": self._clock().isoformat(),
            "kind": proposal.kind,
            "about": proposal.about,
            "files": proposal.files,
            "before": proposal.before,
        }
        with self._database.atomic():
            self._database.table("proposals").insert(row)
            self._database.execute(_LET_GO, {"since": self._since(), "kept": MOST_KEPT})
        return name

    def get(self, name: str, kind: Kind) -> OpenProposal | None:
        """The proposal of this *name* and *kind*, if it still waits."""
        values = {"name": name, "kind": kind, "since": self._since()}
        rows = self._database.query(_WAITING, values)
        return next((OpenProposal(kind=kind, **row) for row in rows), None)

    def drop(self, name: str) -> bool:
        """It waits no longer; False if it did not any more."""
        return bool(self._database.execute("DELETE FROM proposals WHERE name = ?", [name]).rowcount)

    def _since(self) -> str:
        return (self._clock() - KEPT_FOR).isoformat()


_WAITING = "SELECT about, files, before FROM proposals WHERE name = :name AND kind = :kind AND at >= :since"
_LET_GO = """
    DELETE FROM proposals WHERE at < :since
        OR name NOT IN (SELECT name FROM proposals ORDER BY rowid DESC LIMIT :kept)
"""
