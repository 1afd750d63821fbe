"""The team beside the settings: curators and trainers whom curators added."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.keyed_hash import KeyedHash

Post = Literal["admin", "trainer"]


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody on the team, by Telegram's id; the *name* is what they were called when they were added."""

    user_id: int
    post: Post
    name: str


class Team:
    """Who was added. Their own numbers are kept: a keyed hash could not be written to."""

    def __init__(self, database: Database, clock: Clock, names: KeyedHash) -> None:
        self._database = database
        self._clock = clock
        self._names = names

    def post_of(self, user_id: int) -> Post | None:
        """What this person is on the team, if anything."""
        row = self._database.execute("SELECT post FROM team WHERE user_id = ?", [user_id]).fetchone()
        if row is None:
            return None
        return "admin" if row[0] == "admin" else "trainer"

    def members(self) -> tuple[Member, ...]:
        """All who were added, curators first, in the order they came."""
        rows = self._database.query("SELECT user_id, post, name FROM team ORDER BY post, added_at, rowid")
        return tuple(Member(**row) for row in rows)

    def add(self, member: Member) -> None:
        """Put *member* on the team; whoever is there already changes post."""
        row = {
            "person": self._names.person(member.user_id),
            "user_id": member.user_id,
            "post": member.post,
            "name": member.name,
            "added_at": self._clock().isoformat(),
        }
        self._database.table("team").upsert(row, pk="person")

    def remove(self, user_id: int) -> Member | None:
        """Take somebody off the team; None if they were not on it."""
        found = next((member for member in self.members() if member.user_id == user_id), None)
        self._database.execute("DELETE FROM team WHERE user_id = ?", [user_id])
        return found

    def admins(self, beside: Iterable[int] = ()) -> tuple[int, ...]:
        """The ids of all curators, those *beside* the team included, each once."""
        added = (member.user_id for member in self.members() if member.post == "admin")
        return tuple(sorted({*beside, *added}))
