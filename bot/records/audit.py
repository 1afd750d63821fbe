"""The audit trail: who changed what, when. Nothing in it is ever changed by us, but a person may be taken out of it."""

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.keyed_hash import KeyedHash

Deed = Literal[
    "admin_added", "admin_removed", "trainer_added", "trainer_removed", "paused", "resumed",
    "reviewed", "answered", "broadcast_begun", "broadcast_stopped",
    "published", "rolled_back", "reloaded", "questions_kept", "taught", "draft_started", "taken_back",
]  # fmt: skip
"""What is recorded; each has a label ``deed_<name>`` in each language."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A curator who does something: Telegram's id and the name they have there now."""

    user_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the trail; who had themselves forgotten has no number and no name."""

    id: int
    at: str
    user_id: int | None
    name: str
    deed: str
    subject: str


class Audit:
    """The trail."""

    def __init__(self, database: Database, clock: Clock, names: KeyedHash) -> None:
        self._database = database
        self._clock = clock
        self._names = names

    def record(self, actor: Actor, deed: Deed, subject: str) -> None:
        """Write down that *actor* did this to *subject*, such as a person, a file or a question."""
        row = {
            "at": self._clock().isoformat(timespec="seconds"),
            "person": self._names.person(actor.user_id),
            "user_id": actor.user_id,
            "name": actor.name,
            "deed": deed,
            "subject": subject,
        }
        self._database.table("audit").insert(row)

    def entries(self, most: int | None = None) -> tuple[Entry, ...]:
        """The trail, newest first; at *most* so many lines."""
        query = "SELECT id, at, user_id, name, deed, subject FROM audit ORDER BY id DESC LIMIT ?"
        return tuple(Entry(**row) for row in self._database.query(query, [-1 if most is None else most]))
