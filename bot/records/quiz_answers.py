"""Answers to quizzes, and how everybody did.

An answer is kept by the poll it was given in: it may come before we have noted that the poll is out. It counts if it is
the first, comes from whoever got the question, and came while the round was open. Where a question had to be sent once
more, nobody knows the poll that went out the first time; so of its people an answer to a poll that we do not know is
one to the question that was open when it came.
"""

from datetime import datetime

from sqlite_utils import Database

from bot.records.quizzes import Quiz
from bot.workshops.scores import Score

_GIVEN = """
SELECT person, number, option, min(at) FROM (
    SELECT sent.person, sent.number, option, answers.at
    FROM quiz_polls AS sent
    JOIN quiz_answers AS answers ON answers.poll_id = sent.poll_id AND answers.person = sent.person
    WHERE quiz = :quiz AND (:number IS NULL OR number = :number)
    UNION ALL
    SELECT sent.person, sent.number, option, answers.at
    FROM quiz_polls AS sent JOIN quiz_answers AS answers ON answers.person = sent.person
    JOIN quiz_rounds AS round ON round.quiz = sent.quiz AND round.number = sent.number AND answers.at >= opened_at
    WHERE sent.quiz = :quiz AND (:number IS NULL OR sent.number = :number) AND tries > 1
    AND NOT EXISTS (SELECT 1 FROM quiz_polls AS known WHERE known.poll_id = answers.poll_id)
)
JOIN quiz_rounds USING (number) WHERE quiz = :quiz AND (closed_at IS NULL OR at <= closed_at)
GROUP BY person, number
"""
"""The answers of a quiz that count, or those to a question of it: of each person and question the first."""


class QuizAnswers:
    """What people answer in the quizzes of all rooms."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, poll_id: str, person: str, option: int, at: datetime) -> None:
        """Somebody answered a poll; a second answer changes nothing, and nobody but people in rooms is noted."""
        self._database.execute(
            "INSERT OR IGNORE INTO quiz_answers (poll_id, person, option, at) SELECT ?, ?, ?, ? "
            "WHERE EXISTS (SELECT 1 FROM workshop_members WHERE person = ? AND left_at IS NULL)",
            [poll_id, person, option, at.isoformat(), person],
        )

    def counts(self, quiz: Quiz, number: int) -> tuple[int, ...]:
        """How many chose each option of a question."""
        rows = self._database.query(
            f"SELECT option, count(*) AS people FROM ({_GIVEN}) GROUP BY option",  # noqa: S608 - our own words
            {"quiz": quiz.id, "number": number},
        )
        chosen = {row["option"]: row["people"] for row in rows}
        return tuple(chosen.get(place, 0) for place in range(len(quiz.questions[number - 1].options)))

    def scores(self, quiz: Quiz) -> tuple[Score, ...]:
        """How everybody did who is still in the room, or was when it ended."""
        right = {number: question.right for number, question in enumerate(quiz.questions, start=1)}
        people: dict[str, tuple[str | None, int]] = {}
        rows = self._database.query(
            f"SELECT given.person AS person, number, option, nickname FROM ({_GIVEN}) AS given "  # noqa: S608 - our own words
            "JOIN workshop_members ON workshop_members.workshop = :workshop "
            "AND workshop_members.person = given.person AND left_at IS NULL "
            "LEFT JOIN quiz_names ON quiz_names.workshop = workshop_members.workshop "
            "AND quiz_names.person = given.person",
            {"quiz": quiz.id, "number": None, "workshop": quiz.workshop},
        )
        for row in rows:
            _, points = people.get(row["person"], (None, 0))
            people[row["person"]] = row["nickname"], points + (right[row["number"]] == row["option"])
        return tuple(Score(person=person, name=name, right=points) for person, (name, points) in people.items())
