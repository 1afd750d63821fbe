"""Who approves the questions of which room, and in which message."""

from dataclasses import dataclass

from sqlite_utils import Database

from bot.records.workshops import room_of
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class QueueMessage:
    """The message in which a trainer of *room* approves its questions; None: there is none yet."""

    room: Room
    person: str
    chat_id: int
    message_id: int | None


class Moderators:
    """The trainers of one *bot* who approve questions."""

    def __init__(self, database: Database, *, bot: int) -> None:
        self._database = database
        self._bot = bot

    def begin(self, room: int, person: str) -> None:
        """*person*, a trainer of the room, gets its new questions from now on."""
        self._database.execute(
            "UPDATE workshop_trainers SET moderates = 1 WHERE workshop = ? AND person = ?", [room, person]
        )

    def queue_of(self, room: int, person: str) -> int | None:
        """The message that is the queue of *person*."""
        query = "SELECT queue_id FROM workshop_trainers WHERE workshop = ? AND person = ?"
        return next((row["queue_id"] for row in self._database.query(query, [room, person])), None)

    def put(self, room: int, person: str, message_id: int) -> int | None:
        """Remember the message that is the queue of *person*; returns the one that was until now."""
        before = self.queue_of(room, person)
        self._database.execute(
            "UPDATE workshop_trainers SET moderates = 1, queue_id = ? WHERE workshop = ? AND person = ?",
            [message_id, room, person],
        )
        return before

    def drop(self, queue: QueueMessage) -> None:
        """This queue is no more, unless there is another message for it meanwhile."""
        self._database.execute(
            "UPDATE workshop_trainers SET moderates = 0, queue_id = NULL "
            "WHERE workshop = ? AND person = ? AND queue_id IS ?",
            [queue.room.id, queue.person, queue.message_id],
        )

    def queues(self) -> tuple[QueueMessage, ...]:
        """All queues to be kept up to date, those of rooms just ended included."""
        rows = self._database.query(
            "SELECT workshops.*, workshop_trainers.person AS trainer, chat_id, queue_id FROM workshop_trainers "
            "JOIN workshops ON workshops.id = workshop WHERE bot = ? AND moderates ORDER BY workshop, since",
            [self._bot],
        )
        return tuple(
            QueueMessage(room=room_of(row), person=row["trainer"], chat_id=row["chat_id"], message_id=row["queue_id"])
            for row in rows
        )
