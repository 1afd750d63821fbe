"""Nicknames under which leaderboards of a room show people, and those that a trainer has struck.

Whose nickname is struck goes by a mask in that room, such as “Guest 2”, and keeps their points.
"""

from dataclasses import dataclass
from datetime import timedelta
from sqlite3 import IntegrityError
from typing import Literal
from zlib import crc32

from sqlite_utils import Database

from bot.records.database import Clock

WAITS_FOR = timedelta(minutes=10)
"""After that a short message is a question again."""

Naming = Literal["named", "taken", "struck"]
"""What became of a wish for a nickname; "struck": a trainer took one of theirs off, so they cannot choose another."""


@dataclass(frozen=True, kw_only=True)
class Nickname:
    """A nickname in a room; ``struck`` is the one that ``shown`` masks, if a trainer struck it."""

    shown: str | None
    struck: str | None

    @property
    def mark(self) -> int:
        """A number for a button, that strikes this name and none that somebody chose meanwhile."""
        return mark_of(self.struck or self.shown or "")


@dataclass(frozen=True, kw_only=True)
class Masked:
    """Somebody whose nickname was struck, and who is to be told so."""

    person: str
    chat_id: int
    shown: str | None


class QuizNames:
    """The nicknames in all rooms."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def is_asked(self, workshop: int, person: str) -> bool:
        """Claim that somebody was asked for a nickname in this room."""
        query = "SELECT 1 FROM quiz_names WHERE workshop = ? AND person = ?"
        return any(True for _ in self._database.query(query, [workshop, person]))

    def mark_asked(self, workshop: int, person: str) -> None:
        """Somebody was asked; a name that they have given stays."""
        row = {"workshop": workshop, "person": person, "nickname": None, "at": self._now()}
        self._database.table("quiz_names").insert(row, ignore=True)

    def is_struck(self, workshop: int, person: str) -> bool:
        """Claim that a trainer took a nickname of theirs off."""
        query = "SELECT 1 FROM quiz_names WHERE workshop = ? AND person = ? AND struck IS NOT NULL"
        return any(True for _ in self._database.query(query, [workshop, person]))

    def wait_for(self, workshop: int, person: str) -> None:
        """The next message of somebody may be their nickname."""
        self._await(workshop, person, self._now())

    def wait_no_more(self, workshop: int, person: str) -> None:
        """It is none."""
        self._await(workshop, person, None)

    def awaited_in(self, person: str) -> int | None:
        """The room in which we wait for a nickname of somebody, if they are still there."""
        rows = self._database.query(
            "SELECT workshop FROM quiz_names JOIN workshop_members USING (workshop, person) "
            "WHERE person = ? AND awaited_since >= ? AND left_at IS NULL",
            [person, (self._clock() - WAITS_FOR).isoformat()],
        )
        return next((int(row["workshop"]) for row in rows), None)

    def own(self, workshop: int, person: str) -> str | None:
        """The nickname that somebody has chosen, unless it was struck."""
        query = "SELECT nickname FROM quiz_names WHERE workshop = ? AND person = ? AND struck IS NULL"
        row = self._database.execute(query, [workshop, person]).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def choose(self, workshop: int, person: str, name: str) -> Naming:
        """Call somebody so in the leaderboards of a room."""
        if self.is_struck(workshop, person):
            return "struck"
        query = "SELECT 1 FROM quiz_names WHERE workshop = ? AND struck = ?"
        if any(True for _ in self._database.query(query, [workshop, name])):
            return "taken"
        row = {"workshop": workshop, "person": person, "nickname": name, "at": self._now()}
        try:
            self._database.table("quiz_names").upsert(row, pk=("workshop", "person"))
        except IntegrityError:
            return "taken"
        return "named"

    def stay_unnamed(self, workshop: int, person: str) -> None:
        """Call somebody nothing in the leaderboards of a room."""
        row = {"workshop": workshop, "person": person, "nickname": None, "at": self._now(), "awaited_since": None}
        self._database.table("quiz_names").upsert(row, pk=("workshop", "person"))

    def in_room(self, workshop: int) -> tuple[Nickname, ...]:
        """All nicknames of the people in a room, the newest first."""
        rows = self._database.query(
            "SELECT nickname, struck FROM quiz_names AS names JOIN workshop_members AS m USING (workshop, person) "
            "WHERE workshop = ? AND left_at IS NULL AND coalesce(struck, nickname) IS NOT NULL "
            "ORDER BY names.at DESC, coalesce(struck, nickname)",
            [workshop],
        )
        return tuple(Nickname(shown=row["nickname"], struck=row["struck"]) for row in rows)

    def strike(self, workshop: int, mark: int, mask: str) -> None:
        """Put a *mask*, with a number in it, before the nickname of this *mark*."""
        with self._database.atomic():
            for person, nickname in self._named(workshop, "nickname IS NOT NULL AND struck IS NULL"):
                if mark_of(nickname) == mark:
                    row = {"nickname": self._free(workshop, mask), "struck": nickname}
                    self._database.table("quiz_names").update((workshop, person), row)

    def give_back(self, workshop: int, mark: int) -> None:
        """Take the mask off the nickname of this *mark*."""
        with self._database.atomic():
            for person, struck in self._named(workshop, "struck IS NOT NULL", "struck"):
                if mark_of(struck) == mark:
                    row = {"nickname": struck, "struck": None}
                    self._database.table("quiz_names").update((workshop, person), row)

    def to_tell(self, workshop: int) -> tuple[Masked, ...]:
        """Those in a room whose nickname was struck, and who have not been told so, ever."""
        rows = self._database.query(
            "SELECT person, chat_id, nickname AS shown FROM quiz_names JOIN workshop_members USING (workshop, person) "
            "WHERE workshop = ? AND struck IS NOT NULL AND NOT told_struck AND left_at IS NULL AND chat_id IS NOT NULL",
            [workshop],
        )
        return tuple(Masked(**row) for row in rows)

    def mark_told(self, workshop: int, person: str) -> None:
        """They know that their nickname was struck."""
        self._database.table("quiz_names").update((workshop, person), {"told_struck": 1})

    def _await(self, workshop: int, person: str, since: str | None) -> None:
        self._database.execute(
            "UPDATE quiz_names SET awaited_since = ? WHERE workshop = ? AND person = ?", [since, workshop, person]
        )

    def _named(self, workshop: int, condition: str, column: str = "nickname") -> tuple[tuple[str, str], ...]:
        rows = self._database.query(
            f"SELECT person, {column} AS name FROM quiz_names WHERE workshop = ? AND {condition}",  # noqa: S608 - our own words
            [workshop],
        )
        return tuple((row["person"], row["name"]) for row in rows)

    def _free(self, workshop: int, mask: str) -> str:
        """The *mask* with the first number that nobody has."""
        taken = {name for _, name in self._named(workshop, "nickname IS NOT NULL")}
        return next(name for number in range(1, len(taken) + 2) if (name := mask.format(number=number)) not in taken)

    def _now(self) -> str:
        return self._clock().isoformat()


def mark_of(name: str) -> int:
    """The number by which a button means the nickname *name*."""
    return crc32(name.encode())
