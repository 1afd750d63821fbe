"""The off switch: whether the bot is paused, and what the curator who did it wants people to read."""

from dataclasses import dataclass

from sqlite_utils import Database

from bot.records.database import Clock


@dataclass(frozen=True, kw_only=True)
class Paused:
    """We answer nothing since then; *words* are the curator's own, if there are any."""

    since: str
    words: str


class Pause:
    """The switch; it outlasts a restart."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def now(self) -> Paused | None:
        """The pause in force, if there is one."""
        row = self._database.execute("SELECT since, words FROM pause").fetchone()
        return None if row is None else Paused(since=row[0], words=row[1])

    def begin(self, words: str) -> None:
        """Answer nothing from now on; in a pause, just the *words* change."""
        now = self.now()
        row = {"id": 1, "since": self._clock().isoformat() if now is None else now.since, "words": words}
        self._database.table("pause").upsert(row, pk="id")

    def end(self) -> bool:
        """Answer again; False if there was no pause."""
        return bool(self._database.execute("DELETE FROM pause").rowcount)
