"""What we remember of a chat: that it does not let us write, when we last said sorry, and when we said hello."""

from datetime import datetime

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.keyed_hash import KeyedHash


class Chats:
    """Chats by their keyed hash; that of a private one also knows its person, so that it goes when they go."""

    def __init__(self, database: Database, clock: Clock, names: KeyedHash) -> None:
        self._database = database
        self._clock = clock
        self._names = names

    def mark_blocked(self, chat_id: int) -> None:
        """This chat does not let us write; it keeps the moment from which it has not."""
        self._note(chat_id, "blocked_at = coalesce(blocked_at, ?)", self._clock().isoformat())

    def mark_open(self, chat_id: int) -> None:
        """This chat lets us write."""
        self._database.execute("UPDATE chats SET blocked_at = NULL WHERE chat = ?", [self._names.chat(chat_id)])

    def is_blocked(self, chat_id: int) -> bool:
        """Claim that writing to this chat is in vain, as far as we know; broadcasts pass it over."""
        return self._moment(chat_id, "blocked_at") is not None

    def blocked(self) -> frozenset[str]:
        """The names of all chats that do not let us write."""
        rows = self._database.query("SELECT chat FROM chats WHERE blocked_at IS NOT NULL")
        return frozenset(str(row["chat"]) for row in rows)

    def mark_excused(self, chat_id: int, moment: datetime) -> None:
        """We said sorry in this chat at that *moment* of Telegram's clock."""
        self._note(chat_id, "excused_at = ?", moment.isoformat())

    def excused_at(self, chat_id: int) -> datetime | None:
        """When we last said sorry in this chat."""
        return self._moment(chat_id, "excused_at")

    def mark_greeted(self, chat_id: int) -> None:
        """We said in this group what we do."""
        self._note(chat_id, "greeted_at = ?", self._clock().isoformat())

    def is_greeted(self, chat_id: int) -> bool:
        """Claim that this group has heard what we do."""
        return self._moment(chat_id, "greeted_at") is not None

    def move(self, old_id: int, new_id: int) -> None:
        """A group has another id from now on."""
        self._database.execute(
            "UPDATE OR REPLACE chats SET chat = ? WHERE chat = ?", [self._names.chat(new_id), self._names.chat(old_id)]
        )

    def forget(self, chat_id: int) -> None:
        """Know nothing of this chat any more."""
        self._database.execute("DELETE FROM chats WHERE chat = ?", [self._names.chat(chat_id)])

    def _note(self, chat_id: int, change: str, moment: str) -> None:
        person = self._names.person(chat_id) if chat_id > 0 else ""
        with self._database.atomic():
            self._database.execute(
                "INSERT INTO chats (chat, person, noted_at) VALUES (?, ?, ?) "
                "ON CONFLICT (chat) DO UPDATE SET noted_at = excluded.noted_at",
                [self._names.chat(chat_id), person, moment],
            )
            self._database.execute(f"UPDATE chats SET {change} WHERE chat = ?", [moment, self._names.chat(chat_id)])  # noqa: S608 - our own changes

    def _moment(self, chat_id: int, column: str) -> datetime | None:
        rows = self._database.query(f"SELECT {column} AS moment FROM chats WHERE chat = ?", [self._names.chat(chat_id)])  # noqa: S608 - our own columns
        for row in rows:
            return None if row["moment"] is None else datetime.fromisoformat(row["moment"])
        return None
