"""Exercises given to rooms, and what people chose: one row a person, counted once they have sent it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.room_members import LETS_US_WRITE, Member
from bot.workshops.cases import Choices


@dataclass(frozen=True, kw_only=True)
class RoomCase:
    """The exercise ``case`` as given to the room ``workshop``; its control is in the chat of who gave it."""

    id: int
    workshop: int
    case: str
    is_open: bool
    chat_id: int | None
    control_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseCounts:
    """How many got an exercise, how many have sent both choices, and how many of these chose each topic."""

    reached: int
    answered: int
    challenges: Mapping[str, int]
    measures: Mapping[str, int]


class RoomCases:
    """The exercises in the rooms of one *bot*."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def give(self, workshop: int, person: str, chat_id: int | None, case: str) -> RoomCase:
        """Give *case* to a room; one that is open there is closed. The same one stays open as it is."""
        with self._database.atomic():
            there = self.open_in(workshop)
            if there is not None and there.case == case:
                return there
            self._database.execute(
                "UPDATE room_cases SET closed_at = ? WHERE workshop = ? AND closed_at IS NULL", [self._now(), workshop]
            )
            row = {"workshop": workshop, "person": person, "chat_id": chat_id, "case_id": case, "given_at": self._now()}
            number = int(str(self._database.table("room_cases").insert(row).last_pk))
        (given,) = self._found("room_cases.id = ?", [number])
        return given

    def given(self, number: int) -> RoomCase | None:
        """The exercise of this number."""
        return next(iter(self._found("room_cases.id = ?", [number])), None)

    def open_in(self, workshop: int) -> RoomCase | None:
        """The exercise that a room is at."""
        return next(iter(self._found("workshop = ? AND closed_at IS NULL", [workshop])), None)

    def all_open(self) -> tuple[RoomCase, ...]:
        """All that rooms are at."""
        return self._found("closed_at IS NULL AND ended_at IS NULL", [])

    def given_in(self, workshop: int) -> tuple[RoomCase, ...]:
        """The exercises that a room has had, oldest first."""
        return self._found("workshop = ?", [workshop])

    def close(self, number: int) -> bool:
        """Take no more choices; False if that was so."""
        closed = self._database.execute(
            "UPDATE room_cases SET closed_at = ? WHERE id = ? AND closed_at IS NULL", [self._now(), number]
        )
        return bool(closed.rowcount)

    def put_control(self, number: int, chat_id: int, message_id: int | None) -> None:
        """Remember which message shows how many have chosen."""
        self._database.table("room_cases").update(number, {"chat_id": chat_id, "control_id": message_id})

    def waiting(self, given: RoomCase, limit: int) -> tuple[Member, ...]:
        """Some in the room who have not got it."""
        rows = self._database.query(
            "SELECT person, chat_id FROM workshop_members AS m WHERE workshop = ? AND chat_id IS NOT NULL "  # noqa: S608 - our own words
            f"AND {LETS_US_WRITE} AND NOT EXISTS (SELECT 1 FROM case_answers WHERE given = ? "
            "AND case_answers.person = m.person AND is_out IS NOT NULL) "
            "ORDER BY joined_at, rowid LIMIT ?",
            [given.workshop, given.id, limit],
        )
        return tuple(Member(**row) for row in rows)

    def expect(self, given: RoomCase, person: str) -> None:
        """It is about to go to somebody, who may choose before we have noted that it is out."""
        row = {"given": given.id, "person": person, "at": self._now()}
        self._database.table("case_answers").insert(row, ignore=True)

    def note_sent(self, given: RoomCase, person: str, *, is_out: bool) -> None:
        """Somebody got it, or cannot be reached."""
        self._database.table("case_answers").update((given.id, person), {"is_out": is_out})

    def choices(self, given: RoomCase, person: str) -> Choices | None:
        """What somebody has ticked so far; None if they have not got it."""
        query = "SELECT stage, challenges, measures FROM case_answers WHERE given = ? AND person = ?"
        rows = self._database.query(query, [given.id, person])
        return next((_choices(row) for row in rows), None)

    def choose(self, given: RoomCase, person: str, choices: Choices) -> None:
        """Keep what somebody has ticked."""
        row = {"stage": choices.stage, "at": self._now()}
        row |= {"challenges": json.dumps(choices.challenges), "measures": json.dumps(choices.measures)}
        self._database.table("case_answers").update((given.id, person), row)

    def counts(self, given: RoomCase) -> CaseCounts:
        """How the room chose; what is not sent yet does not count."""
        rows = list(
            self._database.query(
                "SELECT stage, challenges, measures FROM case_answers WHERE given = ? AND is_out", [given.id]
            )
        )
        sent = [choices for row in rows if (choices := _choices(row)).stage == "sent"]
        return CaseCounts(
            reached=len(rows),
            answered=len(sent),
            challenges=Counter(topic for choices in sent for topic in choices.challenges),
            measures=Counter(topic for choices in sent for topic in choices.measures),
        )

    def _found(self, condition: str, values: Sequence[Any]) -> tuple[RoomCase, ...]:
        rows = self._database.query(
            "SELECT room_cases.*, ended_at FROM room_cases JOIN workshops ON workshops.id = workshop "  # noqa: S608 - our own conditions
            f"WHERE bot = ? AND {condition} ORDER BY room_cases.id",
            [self._bot, *values],
        )
        return tuple(
            RoomCase(
                id=row["id"],
                workshop=row["workshop"],
                case=row["case_id"],
                is_open=row["closed_at"] is None and row["ended_at"] is None,
                chat_id=row["chat_id"],
                control_id=row["control_id"],
            )
            for row in rows
        )

    def _now(self) -> str:
        return self._clock().isoformat()


def _choices(row: Mapping[str, Any]) -> Choices:
    return Choices(
        stage=row["stage"], challenges=tuple(json.loads(row["challenges"])), measures=tuple(json.loads(row["measures"]))
    )
