"""Simulated people in a room: they leave no trace when a rehearsal is over.

Their numbers are below zero, which no person's is, so they are found again also after a crash.
"""

from collections.abc import Sequence

from bot.advice.knowledge import Case
from bot.records.conversation_log import Asking, Understanding
from bot.records.database import Clock
from bot.records.opening import Records
from bot.records.quizzes import Quiz
from bot.records.room_cases import RoomCase
from bot.workshops.cases import Choices
from bot.workshops.quizzes import QuizQuestion
from bot.workshops.rehearsing import MOST_PEOPLE
from bot.workshops.rooms import Joining, Room

_THEIRS = (
    *("workshop_members", "quiz_answers", "quiz_polls", "quiz_names", "quizzes"),
    *("case_answers", "room_cases"),
)
"""The tables, beside the conversation log, that simulated people leave rows in."""


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

    def lead_quiz(self, room: Room, questions: Sequence[QuizQuestion]) -> Quiz:
        """A quiz that nobody leads from a chat, begun."""
        quizzes = self._records.quizzes
        drafted = quizzes.draft(room.id, self._person(1), None, language=room.language, questions=questions)
        quizzes.begin(drafted.id)
        return quizzes.quiz(drafted.id) or drafted

    def give_case(self, room: Room, case: Case) -> RoomCase:
        """An exercise that nobody leads from a chat."""
        return self._records.room_cases.give(room.id, self._person(1), None, case.id)

    def name(self, number: int, room: Room, nickname: str) -> None:
        """Let them be called so on leaderboards."""
        self._records.quiz_names.choose(room.id, self._person(number), nickname)

    def answer(self, number: int, quiz: Quiz, option: int) -> None:
        """Let them choose this option of the question that *quiz* is at, if they have chosen none."""
        records, person = self._records, self._person(number)
        poll = f"rehearsal {quiz.id} {quiz.number} {number}"
        records.quiz_polls.note_sent(quiz, person, poll)
        records.quiz_answers.note(poll, person, option, self._clock())

    def choose(self, number: int, given: RoomCase, choices: Choices) -> None:
        """Let them choose so in an exercise, if they have not chosen."""
        cases, person = self._records.room_cases, self._person(number)
        there = cases.choices(given, person)
        if there is None or there.stage != "sent":
            cases.expect(given, person)
            cases.note_sent(given, person, is_out=True)
            cases.choose(given, person, choices)

    def clear(self) -> int:
        """Take all simulated people and all they asked out of every room; the number of questions that went."""
        database, gone = self._records.database, 0
        with database.atomic():
            for number in range(1, MOST_PEOPLE + 1):
                person = [self._person(number)]
                gone += database.execute("DELETE FROM conversations WHERE person = ?", person).rowcount
                for table in _THEIRS:
                    database.execute(f"DELETE FROM {table} WHERE person = ?", person)  # noqa: S608 - our own tables
        return gone

    def _person(self, number: int) -> str:
        return self._records.names.person(-number)
