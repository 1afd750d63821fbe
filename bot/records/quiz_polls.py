"""What of a quiz went to whom: each person's poll of each question, and at last how they did.

That is a row each, written before and after sending, so a restart goes on where it was.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.quizzes import Quiz
from bot.records.room_members import LETS_US_WRITE, Member


@dataclass(frozen=True, kw_only=True)
class OpenPoll:
    """A poll that takes answers though its round is closed, and where it is."""

    poll_id: str
    chat_id: int
    message_id: int


class QuizPolls:
    """The polls in the rooms of one *bot*."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def waiting(self, quiz: Quiz, limit: int) -> tuple[Member, ...]:
        """Some who are to get what the quiz is at: its question, or once it has ended, how they did."""
        is_over = quiz.state == "telling"
        took_part = "AND EXISTS (SELECT 1 FROM quiz_polls AS got WHERE got.quiz = :quiz AND got.person = m.person) "
        rows = self._database.query(
            "SELECT person, chat_id FROM workshop_members AS m WHERE workshop = :workshop AND chat_id IS NOT NULL "  # noqa: S608 - our own conditions
            f"{took_part if is_over else ''}AND {LETS_US_WRITE} AND NOT EXISTS (SELECT 1 FROM quiz_polls AS sent "
            "WHERE sent.quiz = :quiz AND sent.number = :number AND sent.person = m.person AND sent.is_noted) "
            "ORDER BY joined_at, rowid LIMIT :limit",
            {
                "workshop": quiz.workshop,
                "quiz": quiz.id,
                "number": _number_of(quiz),
                "limit": limit,
            },
        )
        return tuple(Member(**row) for row in rows)

    def expect(self, quiz: Quiz, person: str) -> None:
        """The question is about to go to somebody; once more if we do not know what became of the time before."""
        self._database.execute(
            "INSERT INTO quiz_polls (quiz, number, person, at, is_noted) VALUES (?, ?, ?, ?, 0) "
            "ON CONFLICT (quiz, number, person) DO UPDATE SET tries = tries + 1",
            [quiz.id, _number_of(quiz), person, self._clock().isoformat()],
        )

    def note_sent(self, quiz: Quiz, person: str, poll_id: str | None = None, message_id: int | None = None) -> None:
        """Somebody got what the quiz is at, or cannot be reached."""
        self._database.execute(
            "INSERT INTO quiz_polls (quiz, number, person, poll_id, message_id, at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (quiz, number, person) DO UPDATE "
            "SET poll_id = excluded.poll_id, message_id = excluded.message_id, is_noted = 1 WHERE NOT is_noted",
            [quiz.id, _number_of(quiz), person, poll_id, message_id, self._clock().isoformat()],
        )

    def to_close(self, limit: int) -> tuple[OpenPoll, ...]:
        """Some polls that nobody answered in time, of people still in the room."""
        rows = self._database.query(
            "SELECT quiz_polls.poll_id, m.chat_id, message_id FROM quiz_polls "  # noqa: S608 - our own condition
            "JOIN quiz_rounds ON quiz_rounds.quiz = quiz_polls.quiz AND quiz_rounds.number = quiz_polls.number "
            "JOIN quizzes ON quizzes.id = quiz_polls.quiz JOIN workshops ON workshops.id = quizzes.workshop "
            "JOIN workshop_members AS m ON m.workshop = quizzes.workshop AND m.person = quiz_polls.person "
            "WHERE bot = ? AND is_shut = 0 AND closed_at IS NOT NULL AND message_id IS NOT NULL "
            f"AND m.chat_id IS NOT NULL AND {LETS_US_WRITE} AND NOT EXISTS "
            "(SELECT 1 FROM quiz_answers WHERE quiz_answers.poll_id = quiz_polls.poll_id) LIMIT ?",
            [self._bot, limit],
        )
        return tuple(OpenPoll(**row) for row in rows)

    def mark_shut(self, poll_id: str) -> None:
        """This poll takes no answers any more."""
        self._database.execute("UPDATE quiz_polls SET is_shut = 1 WHERE poll_id = ?", [poll_id])

    def reached(self, quiz: Quiz, number: int) -> int:
        """How many got a question."""
        (row,) = self._database.query(
            "SELECT count(*) AS people FROM quiz_polls WHERE quiz = ? AND number = ? AND poll_id IS NOT NULL",
            [quiz.id, number],
        )
        return int(row["people"])


def _number_of(quiz: Quiz) -> int:
    """What goes out now: the question it is at, or after the last how somebody did."""
    return quiz.number if quiz.state == "running" else len(quiz.questions) + 1
