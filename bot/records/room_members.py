"""Who is in which room: one room at a time, under a keyed hash.

The number of the chat is kept while somebody is in a room, so that a quiz or the end can be told, and no longer.
"""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.workshops import room_of
from bot.workshops.rooms import Ended, Full, Joined, Joining, Room, Unknown

LETS_US_WRITE = "NOT EXISTS (SELECT 1 FROM chats WHERE chats.person = m.person AND blocked_at IS NOT NULL)"
"""Claim of a row *m* that, as far as we know, the person has not blocked us."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody in a room, and where to write to them."""

    person: str
    chat_id: int


class RoomMembers:
    """The people in the rooms of one *bot*."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def join(self, person: str, chat_id: int | None, code: str) -> Joining:
        """Put *person* into the room of *code*, and take them out of the one they were in.

        Without a *chat_id* nothing can be sent to them. Whoever joins is told how the room is moderated.
        """
        with self._database.atomic():
            room = self._one("code = ?", [code], "ended_at IS NOT NULL, id DESC")
            if room is None:
                return Unknown()
            if room.is_ended:
                return Ended(room=room)
            before = self.room_of(person)
            if before is not None and before.id == room.id:
                self.mark_told_moderation(person, room)
                return Joined(room=room, was_there=True)
            if self.count(room.id) >= room.seats:
                return Full(room=room)
            self.leave(person)
            row = {"workshop": room.id, "person": person, "chat_id": chat_id, "joined_at": self._now(), "left_at": None}
            row["told_moderation"] = room.moderation
            self._database.table("workshop_members").upsert(row, pk=("workshop", "person"))
        return Joined(room=room, left=before)

    def leave(self, person: str) -> Room | None:
        """Take *person* out of the room they are in, and return it; None if they are in none."""
        room = self.room_of(person)
        self._database.execute(
            "UPDATE workshop_members SET left_at = ?, chat_id = NULL WHERE person = ? AND left_at IS NULL",
            [self._now(), person],
        )
        return room

    def room_of(self, person: str) -> Room | None:
        """The open room that *person* is in."""
        inside = "id IN (SELECT workshop FROM workshop_members WHERE person = ? AND left_at IS NULL)"
        return self._one(f"{inside} AND ended_at IS NULL", [person], "id DESC")

    def moderation_to_tell(self, person: str) -> Room | None:
        """The open room that *person* is in, if it is moderated otherwise than they were told."""
        inside = "id IN (SELECT workshop FROM workshop_members WHERE person = ? AND left_at IS NULL"
        return self._one(f"{inside} AND told_moderation IS NOT moderation) AND ended_at IS NULL", [person], "id DESC")

    def mark_told_moderation(self, person: str, room: Room) -> None:
        """They know how *room* is moderated."""
        self._database.execute(
            "UPDATE workshop_members SET told_moderation = ? WHERE workshop = ? AND person = ?",
            [room.moderation, room.id, person],
        )

    def last_room_of(self, person: str) -> Room | None:
        """The room that *person* is in, or was in last."""
        rows = self._database.query(
            "SELECT workshops.* FROM workshop_members JOIN workshops ON workshops.id = workshop "
            "WHERE bot = ? AND workshop_members.person = ? "
            "ORDER BY left_at IS NOT NULL, joined_at DESC, workshop DESC LIMIT 1",
            [self._bot, person],
        )
        return next((room_of(row) for row in rows), None)

    def count(self, room: int) -> int:
        """How many people are in a room."""
        query = "SELECT count(*) AS people FROM workshop_members WHERE workshop = ? AND left_at IS NULL"
        (row,) = self._database.query(query, [room])
        return int(row["people"])

    def to_write_to(self, room: int) -> tuple[Member, ...]:
        """All in a room who can be written to, in the order they came."""
        rows = self._database.query(
            "SELECT person, chat_id FROM workshop_members WHERE workshop = ? AND chat_id IS NOT NULL "
            "ORDER BY joined_at, rowid",
            [room],
        )
        return tuple(Member(**row) for row in rows)

    def to_tell_of_the_end(self) -> tuple[tuple[Room, Member], ...]:
        """Who was in a room when it ended and has not been told."""
        rows = self._database.query(
            "SELECT workshops.*, workshop_members.person AS member, chat_id FROM workshop_members "
            "JOIN workshops ON workshops.id = workshop "
            "WHERE bot = ? AND ended_at IS NOT NULL AND chat_id IS NOT NULL ORDER BY workshop, joined_at",
            [self._bot],
        )
        return tuple((room_of(row), Member(person=row["member"], chat_id=row["chat_id"])) for row in rows)

    def mark_told(self, room: int, person: str) -> None:
        """They know that the room has ended; where to reach them is erased."""
        self._database.execute(
            "UPDATE workshop_members SET chat_id = NULL WHERE workshop = ? AND person = ?", [room, person]
        )

    def _one(self, condition: str, values: list[Any], order: str) -> Room | None:
        query = f"SELECT * FROM workshops WHERE bot = ? AND {condition} ORDER BY {order} LIMIT 1"  # noqa: S608 - our own conditions
        return next((room_of(row) for row in self._database.query(query, [self._bot, *values])), None)

    def _now(self) -> str:
        return self._clock().isoformat()
