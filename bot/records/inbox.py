"""The inbox: every update is stored here before Telegram hears that we have it, and stays until it is dealt with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.records.database import Clock

MOST_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An update as it came. Those of one ``chat`` are handled in order; the chat's name here tells nobody who it is."""

    update_id: int
    chat: str
    raw: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A stored update that is still to be handled."""

    number: int
    update_id: int
    chat: str
    received_at: datetime
    reference: str | None = None
    """Under which it was set aside before; somebody wants it tried again."""
    is_begun: bool = False
    """Whether an earlier process came so far as to log what it would say: to this update and what came before it."""

    @property
    def is_replay(self) -> bool:
        """Claim that it was set aside before."""
        return self.reference is not None


class Inbox:
    """The updates of one *bot*, by its Telegram id."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def store(self, arrivals: Iterable[Arrival]) -> tuple[Waiting, ...]:
        """Keep *arrivals*, all or none, and return those that were not here before.

        When this returns they outlast even a power cut: after it Telegram may forget them.
        """
        received_at = self._clock()
        new = []
        self._database.execute("PRAGMA synchronous = FULL")
        try:
            with self._database.atomic():
                for arrival in arrivals:
                    number = self._insert(arrival, received_at)
                    if number is not None:
                        waiting = Waiting(
                            number=number, update_id=arrival.update_id, chat=arrival.chat, received_at=received_at
                        )
                        new.append(waiting)
        finally:
            self._database.execute("PRAGMA synchronous = NORMAL")
        return tuple(new)

    def waiting(self) -> tuple[Waiting, ...]:
        """All that is still to be handled, in the order of arrival."""
        return self._waiting(only_put_back=False)

    def put_back(self) -> tuple[Waiting, ...]:
        """What was set aside and is to be tried again, in the order of arrival."""
        return self._waiting(only_put_back=True)

    def _waiting(self, *, only_put_back: bool) -> tuple[Waiting, ...]:
        rows = self._database.query(
            "SELECT number, update_id, chat, received_at, reference, EXISTS (SELECT 1 FROM conversations "
            "WHERE conversations.bot = inbox.bot AND conversations.update_id = inbox.update_id) AS is_begun FROM inbox "
            "WHERE bot = ? AND state = 'waiting' AND (reference IS NOT NULL OR NOT ?) ORDER BY number",
            [self._bot, only_put_back],
        )
        return tuple(
            Waiting(
                number=row["number"],
                update_id=row["update_id"],
                chat=row["chat"],
                received_at=datetime.fromisoformat(row["received_at"]),
                reference=row["reference"],
                is_begun=bool(row["is_begun"]),
            )
            for row in rows
        )

    def count_waiting(self) -> int:
        """How many updates are still to be handled."""
        (row,) = self._database.query(
            "SELECT count(*) AS n FROM inbox WHERE bot = ? AND state = 'waiting'", [self._bot]
        )
        return int(row["n"])

    def raw(self, waiting: Waiting) -> str:
        """The update itself, as JSON."""
        return str(self._value(waiting.number, "raw"))

    def mark_done(self, *waiting: Waiting) -> None:
        """The reply to all of them is out: nothing of what was said stays here."""
        done_at = self._clock().isoformat()
        with self._database.atomic():
            for update in waiting:
                self._database.execute(
                    "UPDATE inbox SET state = 'done', done_at = ?, raw = '', chat = '' WHERE number = ?",
                    [done_at, update.number],
                )

    def mark_failed(self, waiting: Waiting, error: str) -> int:
        """Count a failed attempt, with the kind of *error*, and return how many there were."""
        self._database.execute(
            "UPDATE inbox SET attempts = attempts + 1, last_error = ? WHERE number = ?", [error, waiting.number]
        )
        return int(self._value(waiting.number, "attempts"))

    def set_aside(self, waiting: Waiting, reference: str) -> None:
        """Stop trying; the update is kept whole, to be looked at under *reference*."""
        self._database.execute(
            "UPDATE inbox SET state = 'set_aside', done_at = ?, reference = ? WHERE number = ?",
            [self._clock().isoformat(), reference, waiting.number],
        )

    def _insert(self, arrival: Arrival, received_at: datetime) -> int | None:
        """The number of the new row, or None where we have the update already."""
        values: Sequence[Any] = (self._bot, arrival.update_id, received_at.isoformat(), arrival.chat, arrival.raw)
        cursor = self._database.execute(
            "INSERT INTO inbox (bot, update_id, received_at, chat, raw) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (bot, update_id) DO NOTHING",
            values,
        )
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def _value(self, number: int, column: str) -> Any:
        (value,) = self._database.execute(f"SELECT {column} FROM inbox WHERE number = ?", [number]).fetchone()  # noqa: S608 - our own column names
        return value
