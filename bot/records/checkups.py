"""Readiness checks: the one that somebody has under way, and those they finished."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.advice.checkup import GIVEN, Given
from bot.records.database import Clock


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """A readiness check of one person; ``current`` is the question they are at, as long as it is not finished."""

    id: int
    answers: Mapping[str, Given]
    current: str | None
    started_at: datetime
    changed_at: datetime
    finished_at: datetime | None


class Checkups:
    """Checks by the keyed hash of their person; everybody has at most one under way."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def running(self, person: str) -> Checkup | None:
        """The check that *person* has under way."""
        return self._first("person = ? AND finished_at IS NULL", person)

    def of_person(self, person: str, number: int) -> Checkup | None:
        """The check of this *number*, if it is *person*'s."""
        return self._first("person = ? AND id = ?", person, number)

    def finished(self, person: str) -> Checkup | None:
        """The last check that *person* finished."""
        return self._first("person = ? AND finished_at IS NOT NULL", person)

    def before(self, person: str, number: int) -> Checkup | None:
        """The check that *person* finished before the one of this *number*."""
        return self._first("person = ? AND finished_at IS NOT NULL AND id < ?", person, number)

    def start(self, person: str, first: str) -> Checkup:
        """A new check at its *first* question; if one is under way, that one, as it stands."""
        now = self._clock().isoformat()
        self._database.execute(
            "INSERT INTO checkups (person, answers, current, started_at, changed_at) VALUES (?, '{}', ?, ?, ?) "
            "ON CONFLICT (person) WHERE finished_at IS NULL DO NOTHING",
            [person, first, now, now],
        )
        running = self.running(person)
        if running is None:
            raise AssertionError("it was just written")
        return running

    def drop(self, person: str) -> None:
        """Forget the check that *person* has under way."""
        self._database.execute("DELETE FROM checkups WHERE person = ? AND finished_at IS NULL", [person])

    def answer(self, checkup: Checkup, question: str, given: Given, following: str | None) -> None:
        """Keep the answer *given* to *question* and go on to the *following* one; None: the check is finished."""
        answers = json.dumps({**checkup.answers, question: given})
        now = self._clock().isoformat()
        self._database.execute(
            "UPDATE checkups SET answers = ?, current = ?, changed_at = ?, finished_at = ? WHERE id = ?",
            [answers, following, now, None if following else now, checkup.id],
        )

    def turn_to(self, checkup: Checkup, question: str) -> None:
        """Go to another *question*; the answers stay."""
        self._database.execute(
            "UPDATE checkups SET current = ?, changed_at = ? WHERE id = ?",
            [question, self._clock().isoformat(), checkup.id],
        )

    def _first(self, condition: str, *values: object) -> Checkup | None:
        query = f"SELECT * FROM checkups WHERE {condition} ORDER BY id DESC LIMIT 1"  # noqa: S608 - our own conditions
        return next((_checkup(row) for row in self._database.query(query, list(values))), None)


def _checkup(row: Mapping[str, Any]) -> Checkup:
    finished_at = row["finished_at"]
    return Checkup(
        id=row["id"],
        answers={question: given for question, given in json.loads(row["answers"]).items() if given in GIVEN},
        current=row["current"],
        started_at=datetime.fromisoformat(row["started_at"]),
        changed_at=datetime.fromisoformat(row["changed_at"]),
        finished_at=None if finished_at is None else datetime.fromisoformat(finished_at),
    )
