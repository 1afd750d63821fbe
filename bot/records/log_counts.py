"""What the conversation log adds up to in some days: exact counts. What of them may be seen, ``curation.figures`` says.

A question that was changed counts once, as it was last; pleasantries and messages without words are no questions.
Counted by SQLite from an index that holds all it needs, so that a million rows take seconds and hold up nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

MOST_REFUSED = 5_000
"""The newest refused questions that are looked at: of more, those asked by most are the same."""


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days from ``first`` to ``last``, both with all their hours, in UTC."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How many questions, by what became of them."""

    answered: int
    asked_back: int
    refused: int

    @property
    def questions(self) -> int:
        """All of them."""
        return self.answered + self.asked_back + self.refused


@dataclass(frozen=True, kw_only=True)
class Tally(Asked):
    """What became of the questions of so many ``people``."""

    people: int


@dataclass(frozen=True, kw_only=True)
class RoomTally:
    """A workshop, and what was asked in it."""

    room: int
    name: str
    day: str | None
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Opinions:
    """How many answers were called helpful, of how many that were judged, by how many people."""

    people: int
    helpful: int
    judged: int


@dataclass(frozen=True, kw_only=True)
class RefusedQuestion:
    """A question without an answer, as it was written."""

    text: str
    person: str
    language: str


@dataclass(frozen=True, kw_only=True)
class LogCounts:
    """All that is counted; ``people`` are all who asked or opened something, ``readers`` those of each topic."""

    people: int
    by_day: Mapping[date, Tally]
    languages: Mapping[str, Tally]
    readers: Mapping[str, int]
    rooms: Sequence[RoomTally]
    opinions: Opinions
    refused: Sequence[RefusedQuestion]


def last_days(count: int, today: date) -> Days:
    """The last *count* days, *today* included."""
    return Days(first=today - timedelta(days=count - 1), last=today)


def log_counts(database: Database, days: Days) -> LogCounts:
    """The counts of *days* in the log of *database*, of all bots."""
    values = {
        "first": days.first.isoformat(),
        "after": (days.last + timedelta(days=1)).isoformat(),
        "most": MOST_REFUSED,
    }

    def rows(query: str) -> list[dict[str, Any]]:
        return list(database.query(query, values))

    return LogCounts(
        people=rows(_PEOPLE)[0]["people"],
        by_day={date.fromisoformat(row.pop("day")): Tally(**row) for row in rows(_BY_DAY)},
        languages={row.pop("language"): Tally(**row) for row in rows(_LANGUAGES)},
        readers={row["topic"]: row["people"] for row in rows(_READERS)},
        rooms=tuple(
            RoomTally(room=row.pop("room"), name=row.pop("name"), day=row.pop("held_on"), tally=Tally(**row))
            for row in rows(_ROOMS)
        ),
        opinions=Opinions(**rows(_OPINIONS)[0]),
        refused=tuple(RefusedQuestion(**row) for row in rows(_REFUSED)),
    )


_IN_TIME = "asked_at >= :first AND asked_at < :after"
# A changed question has a row of its own, with the message of the one before it, which counts no more.
_COUNTED = f"""
    {_IN_TIME} AND c.id NOT IN (
        SELECT old.id FROM conversations new JOIN conversations old
            ON old.chat = new.chat AND old.message_id = new.message_id AND old.id < new.id
        WHERE new.way = 'edited' AND new.asked_at >= :first
    )
"""  # noqa: S608 - our own words
_QUESTIONS = f"""
    {_COUNTED} AND way != 'chosen' AND decision != 'smalltalk'
    AND c.id NOT IN (SELECT id FROM conversations WHERE question = '' AND {_IN_TIME})
"""  # noqa: S608 - our own words
_TALLY = """
    count(DISTINCT person) AS people, count(CASE decision WHEN 'advice' THEN 1 END) AS answered,
    count(CASE decision WHEN 'choice' THEN 1 END) AS asked_back, count(CASE decision WHEN 'none' THEN 1 END) AS refused
"""

_PEOPLE = f"SELECT count(DISTINCT person) AS people FROM conversations c WHERE {_COUNTED} AND decision != 'smalltalk'"  # noqa: S608 - our own words
_BY_DAY = (
    f"SELECT substr(asked_at, 1, 10) AS day, {_TALLY} FROM conversations c WHERE {_QUESTIONS} GROUP BY day ORDER BY day"  # noqa: S608 - our own words
)
_LANGUAGES = f"SELECT language, {_TALLY} FROM conversations c WHERE {_QUESTIONS} GROUP BY language ORDER BY language"  # noqa: S608 - our own words
_READERS = f"""
    SELECT topic, count(DISTINCT person) AS people FROM conversations c
    WHERE {_COUNTED} AND topic IS NOT NULL GROUP BY topic ORDER BY topic
"""  # noqa: S608 - our own words
_ROOMS = f"""
    SELECT room, name, held_on, {_TALLY} FROM (
        SELECT workshop AS room, workshops.name, workshops.day AS held_on, c.person, decision
        FROM workshop_questions JOIN conversations c ON c.id = conversation JOIN workshops ON workshops.id = workshop
        WHERE {_QUESTIONS}
    ) GROUP BY room ORDER BY room
"""  # noqa: S608 - our own words
_OPINIONS = """
    SELECT count(DISTINCT person) AS people, count(CASE verdict WHEN 'helpful' THEN 1 END) AS helpful,
        count(*) AS judged
    FROM feedback WHERE given_at >= :first AND given_at < :after
"""
_REFUSED = f"""
    SELECT question AS text, person, language FROM conversations c WHERE {_QUESTIONS} AND decision = 'none'
    ORDER BY asked_at DESC LIMIT :most
"""  # noqa: S608 - our own words
