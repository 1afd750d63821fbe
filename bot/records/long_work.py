"""Work that takes minutes and goes on right now: what is left of it at a start was cut off by the end of the bot."""

from dataclasses import dataclass

from sqlite_utils import Database

from bot.records.database import Clock


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """Work that was cut off, the message that said how far it was, and whether it can be begun again."""

    name: str
    chat_id: int
    message_id: int
    language: str
    can_begin_again: bool


class LongWorkLog:
    """Notes what begins and what ends."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, name: str, person: str, chat_id: int, message_id: int, language: str) -> None:
        """*person* has begun this; the message says how far it is."""
        at, message = self._clock().isoformat(), {"chat_id": chat_id, "message_id": message_id, "language": language}
        self._database.table("long_work").insert({"name": name, "person": person, "at": at} | message)

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
        rows = self._database.query(
            "SELECT name, chat_id, message_id, language, proposal IS NOT NULL AS can_begin_again FROM long_work "
            "WHERE NOT is_told ORDER BY at"
        )
        return tuple(CutOff(**row | {"can_begin_again": bool(row["can_begin_again"])}) for row in rows)

    def mark_told(self, name: str) -> None:
        """Whoever began it knows that it was cut off."""
        self._database.table("long_work").update(name, {"is_told": 1})

    def proposal_of(self, name: str) -> str | None:
        """The proposal that was being tried, if it can be begun again."""
        row = self._database.execute("SELECT proposal FROM long_work WHERE name = ?", [name]).fetchone()
        return None if row is None or row[0] is None else str(row[0])
