"""Who agreed to get news, and the broadcasts that go to them.

    draft  ->  running  ->  done
                        ->  stopped  ->  running

Who is to get a broadcast is written down when it begins, and for each what became of it: after a restart it goes on
with those who have not got it. Who changes their mind meanwhile gets nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bot.records.database import Clock

BroadcastState = Literal["draft", "running", "stopped", "done"]
Outcome = Literal["sent", "blocked", "failed"]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who gets news, and where."""

    person: str
    chat_id: int


@dataclass(frozen=True, kw_only=True)
class Broadcast:
    """A message for all who agreed, in Telegram's HTML; ``language``: only for those who read that."""

    id: int
    html: str
    language: str | None
    chat_id: int | None
    state: BroadcastState


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many of the ``total`` got it, do not let us write or could not be reached; the rest waits."""

    total: int
    sent: int
    blocked: int
    failed: int

    @property
    def rest(self) -> int:
        """Those of whom nothing is known."""
        return self.total - self.sent - self.blocked - self.failed


class News:
    """Readers and broadcasts of one *bot*."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def agree(self, reader: Reader, language: str) -> None:
        """*reader* wants news from now on, in this *language* where there is a choice."""
        row = {
            "bot": self._bot,
            "person": reader.person,
            "chat_id": reader.chat_id,
            "language": language,
            "since": self._clock().isoformat(),
        }
        self._database.table("news").upsert(row, pk=("bot", "person"))

    def decline(self, person: str) -> None:
        """*person* wants no news any more."""
        self._database.execute("DELETE FROM news WHERE bot = ? AND person = ?", [self._bot, person])

    def has_agreed(self, person: str) -> bool:
        """Whether *person* wants news."""
        query = "SELECT 1 FROM news WHERE bot = ? AND person = ?"
        return any(True for _ in self._database.query(query, [self._bot, person]))

    def readers(self, language: str | None = None) -> int:
        """How many want news; with a *language*, of those who read that."""
        query = "SELECT count(*) AS n FROM news WHERE bot = ? AND (? IS NULL OR language = ?)"
        (row,) = self._database.query(query, [self._bot, language, language])
        return int(row["n"])

    def draft(self, html: str, language: str | None, chat_id: int) -> int:
        """Keep a broadcast that is not sent yet, made in this chat; its number."""
        row = {
            "bot": self._bot,
            "html": html,
            "language": language,
            "chat_id": chat_id,
            "made_at": self._clock().isoformat(),
            "state": "draft",
        }
        return int(str(self._database.table("broadcasts").insert(row).last_pk))

    def broadcast(self, number: int) -> Broadcast | None:
        """The broadcast with this *number*."""
        query = "SELECT id, html, language, chat_id, state FROM broadcasts WHERE bot = ? AND id = ?"
        return next((Broadcast(**row) for row in self._database.query(query, [self._bot, number])), None)

    def begin(self, number: int) -> bool:
        """Send a draft from now on, to all who want news now, or go on with a stopped one; False if it is neither."""
        found = self.broadcast(number)
        if found is None or found.state not in {"draft", "stopped"}:
            return False
        with self._database.atomic():
            if found.state == "draft":
                self._database.execute(
                    "INSERT INTO broadcast_readers (broadcast, person, at) "
                    "SELECT ?, person, ? FROM news WHERE bot = ? AND (? IS NULL OR language = ?)",
                    [number, self._clock().isoformat(), self._bot, found.language, found.language],
                )
            self._set_state(number, "running")
        return True

    def stop(self, number: int) -> bool:
        """Send it to nobody else for now; False if it is not being sent."""
        found = self.broadcast(number)
        if found is None or found.state != "running":
            return False
        self._set_state(number, "stopped")
        return True

    def finish(self, number: int) -> None:
        """Everybody has it."""
        self._set_state(number, "done")

    def discard(self, number: int) -> None:
        """Throw a draft away."""
        self._database.execute(
            "DELETE FROM broadcasts WHERE bot = ? AND id = ? AND state = 'draft'", [self._bot, number]
        )

    def open_ones(self) -> tuple[Broadcast, ...]:
        """The broadcasts that are being sent or were stopped, oldest first."""
        rows = self._database.query(
            "SELECT id, html, language, chat_id, state FROM broadcasts "
            "WHERE bot = ? AND state IN ('running', 'stopped') ORDER BY id",
            [self._bot],
        )
        return tuple(Broadcast(**row) for row in rows)

    def waiting(self, number: int, most: int) -> Sequence[Reader]:
        """Some of those who are still to get it and still want news."""
        rows = self._database.query(
            "SELECT r.person, n.chat_id FROM broadcast_readers r "
            "JOIN news n ON n.person = r.person AND n.bot = ? "
            "WHERE r.broadcast = ? AND r.outcome IS NULL ORDER BY r.rowid LIMIT ?",
            [self._bot, number, most],
        )
        return [Reader(**row) for row in rows]

    def note(self, number: int, person: str, outcome: Outcome) -> None:
        """What became of it for *person*."""
        self._database.execute(
            "UPDATE broadcast_readers SET outcome = ? WHERE broadcast = ? AND person = ?", [outcome, number, person]
        )

    def progress(self, number: int) -> Progress:
        """How far it is."""
        (row,) = self._database.query(
            "SELECT count(*) AS total, count(*) FILTER (WHERE outcome = 'sent') AS sent, "
            "count(*) FILTER (WHERE outcome = 'blocked') AS blocked, "
            "count(*) FILTER (WHERE outcome = 'failed') AS failed FROM broadcast_readers WHERE broadcast = ?",
            [number],
        )
        return Progress(**row)

    def _set_state(self, number: int, state: BroadcastState) -> None:
        # Where its author is told is of use only until the end.
        self._database.execute(
            "UPDATE broadcasts SET state = ?, chat_id = CASE ? WHEN 'done' THEN NULL ELSE chat_id END WHERE id = ?",
            [state, state, number],
        )
