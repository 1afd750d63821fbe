"""Quizzes of rooms: drafted, sent question by question, answered, and told.

    draft -> running: a round a question, opened and closed -> telling: people learn how they did -> ended

What goes to whom is a row each, so a restart goes on where it was. How people answer is kept in ``quiz_answers``.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from sqlite3 import IntegrityError
from typing import Any, Literal

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.room_members import LETS_US_WRITE, Member
from bot.workshops.quizzes import QuizQuestion

QuizState = Literal["draft", "running", "telling", "ended"]


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """A quiz of the room ``workshop``: ``number`` is the question it is at, from 1; ``is_open`` if that takes answers.

    Its control, the message with the buttons, is in the chat of the trainer who leads it.
    """

    id: int
    workshop: int
    language: str
    questions: tuple[QuizQuestion, ...]
    shows_names: bool
    state: QuizState
    number: int
    is_open: bool
    chat_id: int | None
    control_id: int | None

    @property
    def question(self) -> QuizQuestion:
        """The question it is at; before the start, the first."""
        return self.questions[max(0, self.number - 1)]


@dataclass(frozen=True, kw_only=True)
class OpenPoll:
    """A poll that takes answers though its round is closed, and where it is."""

    poll_id: str
    chat_id: int
    message_id: int


class Quizzes:
    """The quizzes in the rooms of one *bot*."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def draft(
        self, workshop: int, person: str, chat_id: int | None, *, language: str, questions: Sequence[QuizQuestion]
    ) -> Quiz:
        """A quiz that its trainer may still change."""
        row = {"workshop": workshop, "person": person, "chat_id": chat_id, "language": language}
        row |= {"questions": _written(questions), "made_at": self._now()}
        return self._surely(int(str(self._database.table("quizzes").insert(row).last_pk)))

    def quiz(self, number: int) -> Quiz | None:
        """The quiz of this number."""
        return next(iter(self._found("quizzes.id = ?", [number])), None)

    def running_in(self, workshop: int) -> Quiz | None:
        """The quiz that is under way in a room."""
        return next(iter(self._found("workshop = ? AND state = 'running'", [workshop])), None)

    def under_way(self) -> tuple[Quiz, ...]:
        """All quizzes with something to send."""
        return self._found("state IN ('running', 'telling') AND ended_room IS NULL", [])

    def played_in(self, workshop: int) -> tuple[Quiz, ...]:
        """The quizzes of a room that were sent, oldest first."""
        return self._found("workshop = ? AND state != 'draft'", [workshop])

    def change(self, number: int, questions: Sequence[QuizQuestion]) -> None:
        """Put other questions into a draft."""
        self._database.execute(
            "UPDATE quizzes SET questions = ? WHERE id = ? AND state = 'draft'", [_written(questions), number]
        )

    def show_names(self, number: int, *, shown: bool) -> None:
        """Show a leaderboard at the end of a draft, or none."""
        self._database.execute("UPDATE quizzes SET shows_names = ? WHERE id = ? AND state = 'draft'", [shown, number])

    def discard(self, number: int) -> None:
        """Delete a draft."""
        self._database.execute("DELETE FROM quizzes WHERE id = ? AND state = 'draft'", [number])

    def begin(self, number: int) -> bool:
        """Open the first question of a draft; False if it is no draft any more, or another quiz runs in the room."""
        try:
            with self._database.atomic():
                begun = self._database.execute(
                    "UPDATE quizzes SET state = 'running', number = 1 WHERE id = ? AND state = 'draft'", [number]
                )
                if begun.rowcount:
                    self._open(number, 1)
        except IntegrityError:
            return False
        return bool(begun.rowcount)

    def open_next(self, number: int, after: int) -> bool:
        """Open the question *after* this one; False if that was done."""
        with self._database.atomic():
            moved = self._database.execute(
                "UPDATE quizzes SET number = number + 1 WHERE id = ? AND number = ? AND state = 'running'",
                [number, after],
            )
            if moved.rowcount:
                self._close(number, after)
                self._open(number, after + 1)
        return bool(moved.rowcount)

    def close_round(self, number: int, round_: int) -> bool:
        """Take no more answers to a question; False if it took none."""
        return self._close(number, round_)

    def end(self, number: int) -> bool:
        """End a running quiz; its people are still to be told. False if it does not run."""
        with self._database.atomic():
            ended = self._database.execute(
                "UPDATE quizzes SET state = 'telling' WHERE id = ? AND state = 'running'", [number]
            )
            self._database.execute(
                "UPDATE quiz_rounds SET closed_at = ? WHERE quiz = ? AND closed_at IS NULL", [self._now(), number]
            )
        return bool(ended.rowcount)

    def finish(self, number: int) -> None:
        """All have been told."""
        self._database.execute("UPDATE quizzes SET state = 'ended' WHERE id = ? AND state = 'telling'", [number])

    def end_those_of_ended_rooms(self) -> None:
        """A quiz ends with its room; there is nobody to tell any more."""
        of_ended = "workshop IN (SELECT id FROM workshops WHERE ended_at IS NOT NULL)"
        going = f"state IN ('running', 'telling') AND {of_ended}"
        with self._database.atomic():
            self._database.execute(
                "UPDATE quiz_rounds SET closed_at = ? WHERE closed_at IS NULL "  # noqa: S608 - our own conditions
                f"AND quiz IN (SELECT id FROM quizzes WHERE {going})",
                [self._now()],
            )
            self._database.execute(f"UPDATE quizzes SET state = 'ended' WHERE {going}")  # noqa: S608 - our own conditions

    def put_control(self, number: int, chat_id: int, message_id: int | None) -> None:
        """Remember which message leads the quiz."""
        row = {"chat_id": chat_id, "control_id": message_id}
        self._database.table("quizzes").update(number, row)

    def keys_used(self, workshop: int) -> tuple[str, ...]:
        """The questions that the room has had."""
        return tuple(question.key for quiz in self.played_in(workshop) for question in quiz.questions)

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
            [quiz.id, _number_of(quiz), person, self._now()],
        )

    def note_sent(self, quiz: Quiz, person: str, poll_id: str | None = None, message_id: int | None = None) -> None:
        """Somebody got what the quiz is at, or cannot be reached."""
        self._database.execute(
            "INSERT INTO quiz_polls (quiz, number, person, poll_id, message_id, at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (quiz, number, person) DO UPDATE "
            "SET poll_id = excluded.poll_id, message_id = excluded.message_id, is_noted = 1 WHERE NOT is_noted",
            [quiz.id, _number_of(quiz), person, poll_id, message_id, self._now()],
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

    def _open(self, number: int, round_: int) -> None:
        self._database.table("quiz_rounds").insert({"quiz": number, "number": round_, "opened_at": self._now()})

    def _close(self, number: int, round_: int) -> bool:
        closed = self._database.execute(
            "UPDATE quiz_rounds SET closed_at = ? WHERE quiz = ? AND number = ? AND closed_at IS NULL",
            [self._now(), number, round_],
        )
        return bool(closed.rowcount)

    def _surely(self, number: int) -> Quiz:
        (quiz,) = self._found("quizzes.id = ?", [number])
        return quiz

    def _found(self, condition: str, values: Sequence[Any]) -> tuple[Quiz, ...]:
        rows = self._database.query(
            "SELECT quizzes.*, workshops.ended_at AS ended_room, "  # noqa: S608 - our own conditions
            "quiz_rounds.number IS NOT NULL AND quiz_rounds.closed_at IS NULL AS is_open "
            "FROM quizzes JOIN workshops ON workshops.id = workshop "
            "LEFT JOIN quiz_rounds ON quiz_rounds.quiz = quizzes.id AND quiz_rounds.number = quizzes.number "
            f"WHERE bot = ? AND {condition} ORDER BY quizzes.id",
            [self._bot, *values],
        )
        return tuple(_quiz(row) for row in rows)

    def _now(self) -> str:
        return self._clock().isoformat()


def _number_of(quiz: Quiz) -> int:
    """What goes out now: the question it is at, or after the last how somebody did."""
    return quiz.number if quiz.state == "running" else len(quiz.questions) + 1


def _quiz(row: dict[str, Any]) -> Quiz:
    questions = (
        QuizQuestion(**{**question, "options": tuple(question["options"])}) for question in json.loads(row["questions"])
    )
    return Quiz(
        id=row["id"],
        workshop=row["workshop"],
        language=row["language"],
        questions=tuple(questions),
        shows_names=bool(row["shows_names"]),
        state=row["state"],
        number=row["number"],
        is_open=bool(row["is_open"]),
        chat_id=row["chat_id"],
        control_id=row["control_id"],
    )


def _written(questions: Sequence[QuizQuestion]) -> str:
    return json.dumps([asdict(question) for question in questions], ensure_ascii=False)
