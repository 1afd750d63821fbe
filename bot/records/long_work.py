"""Work that takes minutes and goes on right now: what is left of it at a start was cut off by the end of the bot."""

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.proposals import KEPT_FOR

BegunBy = Literal["publish", "rollback", "reload", "file", "review"]
"""What it was begun by, and can be begun by again: a command, a file that was sent, or a question to review."""


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """Work that was cut off, and the message that said how far it was.

    A change that was being tried ``was_kept``; while it ``is_kept``, it can be tried again as it was. Nobody noted what
    work was ``begun_by`` that an earlier tradebot began.
    """

    name: str
    chat_id: int
    message_id: int
    language: str
    begun_by: BegunBy | None
    was_kept: bool
    is_kept: bool


class LongWorkLog:
    """Notes what begins and what ends."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, name: str, person: str, chat_id: int, message_id: int, language: str, *, begun_by: BegunBy) -> None:
        """*person* has begun this; the message says how far it is."""
        at, message = self._clock().isoformat(), {"chat_id": chat_id, "message_id": message_id, "language": language}
        begun = {"name": name, "person": person, "at": at, "begun_by": begun_by}
        self._database.table("long_work").insert(begun | message)

    def tries(self, name: str, proposal: str) -> None:
        """It is a trial of the kept *proposal*, by which it can be begun again."""
        self._database.table("long_work").update(name, {"proposal": proposal})

    def end(self, name: str) -> None:
        """It goes on no longer; nobody needs what was kept to begin it again."""
        with self._database.atomic():
            tried = "SELECT proposal FROM long_work WHERE name = ?"
            self._database.execute(f"DELETE FROM proposals WHERE name = ({tried})", [name])  # noqa: S608 - our own words
            self._database.execute("DELETE FROM long_work WHERE name = ?", [name])

    def cut_off(self) -> tuple[CutOff, ...]:
        """What was under way and nobody was told of; asked at the start, before anything begins."""
        return self._those("NOT is_told")

    def told(self, name: str) -> CutOff | None:
        """The work of this *name*, if whoever began it was told that it was cut off."""
        return next(iter(self._those("is_told AND name = ?", name)), None)

    def mark_told(self, name: str) -> None:
        """Whoever began it knows that it was cut off."""
        self._database.table("long_work").update(name, {"is_told": 1})

    def proposal_of(self, name: str) -> str | None:
        """The proposal that was being tried, if it can be begun again."""
        row = self._database.execute("SELECT proposal FROM long_work WHERE name = ?", [name]).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def _those(self, condition: str, *values: str) -> tuple[CutOff, ...]:
        kept_since = (self._clock() - KEPT_FOR).isoformat()
        rows = self._database.query(f"{_CUT_OFF} WHERE {condition} ORDER BY at", [kept_since, *values])
        return tuple(
            CutOff(**row | {"was_kept": bool(row["was_kept"]), "is_kept": bool(row["is_kept"])}) for row in rows
        )


_CUT_OFF = """
    SELECT name, chat_id, message_id, language, begun_by, proposal IS NOT NULL AS was_kept,
        EXISTS (SELECT 1 FROM proposals WHERE proposals.name = long_work.proposal AND proposals.at >= ?) AS is_kept
    FROM long_work
"""
