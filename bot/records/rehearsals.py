"""Simulated people in a room: they leave no trace when a rehearsal is over.

Their numbers are below zero, which no person's is, so they are found again also after a crash.
"""

from bot.records.conversation_log import Asking, Understanding
from bot.records.database import Clock
from bot.records.opening import Records
from bot.workshops.rehearsing import MOST_PEOPLE
from bot.workshops.rooms import Joining, Room


class Rehearsals:
    """Lets simulated people into the rooms of *records*, and takes them out."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._update = 0

    def join(self, number: int, room: Room) -> Joining:
        """Let the simulated person of this *number* into *room*; nothing is ever sent to them."""
        return self._records.room_members.join(self._person(number), None, room.code)

    def ask(self, number: int, understanding: Understanding) -> None:
        """Log what they asked, as answered."""
        records, person = self._records, self._person(number)
        now = self._clock()
        # Telegram's numbers are above zero, so ours meet none of them; the time makes each new.
        self._update += 1
        asking = Asking(
            update_id=-(int(now.timestamp() * 1_000) * 10_000 + self._update),
            person=person,
            chat=records.names.chat(-number),
            chat_kind="private",
            message_id=None,
            asked_at=now,
        )
        logged = records.conversations.record_answer(asking, understanding)
        records.room_questions.add(person, logged.id)
        records.conversations.record_delivery(logged, "sent")

    def clear(self) -> int:
        """Take all simulated people and all they asked out of every room; the number of questions that went."""
        database, gone = self._records.database, 0
        with database.atomic():
            for number in range(1, MOST_PEOPLE + 1):
                person = [self._person(number)]
                gone += database.execute("DELETE FROM conversations WHERE person = ?", person).rowcount
                database.execute("DELETE FROM workshop_members WHERE person = ?", person)
        return gone

    def _person(self, number: int) -> str:
        return self._records.names.person(-number)
