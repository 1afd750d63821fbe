"""What we remember of a person beside the conversation: the language they chose."""

from sqlite_utils import Database

from bot.records.database import Clock


class People:
    """Persons by their keyed hash."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def chosen_language(self, person: str) -> str | None:
        """The language *person* wants all replies in; None: that of each question."""
        row = self._database.execute("SELECT language FROM people WHERE person = ?", [person]).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def choose_language(self, person: str, language: str | None) -> None:
        """Remember the *language*; None: that of each question."""
        self._database.table("people").upsert(
            {"person": person, "language": language, "language_chosen_at": self._clock().isoformat()}, pk="person"
        )
