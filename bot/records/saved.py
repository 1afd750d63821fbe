"""The topics that people saved to come back to."""

from sqlite_utils import Database

from bot.records.database import Clock


class Saved:
    """Lists of topics, one for each person."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def topics(self, person: str) -> tuple[str, ...]:
        """What *person* saved, first saved first."""
        rows = self._database.query("SELECT topic FROM saved WHERE person = ? ORDER BY saved_at, rowid", [person])
        return tuple(str(row["topic"]) for row in rows)

    def has(self, person: str, topic: str) -> bool:
        """Whether *topic* is on the list."""
        row = self._database.execute("SELECT 1 FROM saved WHERE person = ? AND topic = ?", [person, topic]).fetchone()
        return row is not None

    def add(self, person: str, topic: str) -> None:
        """Put *topic* on the list, if it is not there."""
        if not self.has(person, topic):
            row = {"person": person, "topic": topic, "saved_at": self._clock().isoformat()}
            self._database.table("saved").insert(row)

    def remove(self, person: str, topic: str) -> None:
        """Take *topic* off the list, if it is there."""
        self._database.execute("DELETE FROM saved WHERE person = ? AND topic = ?", [person, topic])
