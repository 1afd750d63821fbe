"""Quizzes of rooms: drafted, sent question by question, answered, and told.

    draft -> running: a round a question, opened and closed -> telling: people learn how they did -> ended

What went to whom is kept in ``quiz_polls``, how people answer in ``quiz_answers``.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from sqlite3 import IntegrityError
from typing import Any, Literal

from sqlite_utils import Database

from bot.records.database import Clock
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
        """Take no more answers to a question; False if its results have been shown."""
        self._close(number, round_)
        query = "SELECT 1 FROM quiz_rounds WHERE quiz = ? AND number = ? AND shown_at IS NULL"
        return any(True for _ in self._database.query(query, [number, round_]))

    def mark_shown(self, number: int, round_: int) -> None:
        """The results of a question are out."""
        self._database.table("quiz_rounds").update((number, round_), {"shown_at": self._now()})

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

    def _open(self, number: int, round_: int) -> None:
        self._database.table("quiz_rounds").insert({"quiz": number, "number": round_, "opened_at": self._now()})

    def _close(self, number: int, round_: int) -> None:
        self._database.execute(
            "UPDATE quiz_rounds SET closed_at = ? WHERE quiz = ? AND number = ? AND closed_at IS NULL",
            [self._now(), number, round_],
        )

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
