"""The readiness check: which question comes next, what the answers add up to, and what changed since last time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bot.advice.knowledge import CheckupQuestion

Given = Literal["yes", "partly", "no", "unknown"]
"""What was answered to a question; unknown: "I don't know"."""
GIVEN: tuple[Given, ...] = get_args(Given)
Answers = Mapping[str, Given]
"""Answers by the id of their question."""

MOST_GAPS = 3
"""So many are explained; more at once help nobody."""

# How far a gap is open. Not to know is nearly as bad as no, and is mended first by finding out.
_OPEN: Mapping[Given, int] = {"yes": 0, "partly": 2, "unknown": 3, "no": 4}
# Whether somebody knows that something is missing makes it neither better nor worse.
_LEVEL: Mapping[Given, int] = {"yes": 2, "partly": 1, "unknown": 0, "no": 0}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question and what was answered to it."""

    question: CheckupQuestion
    given: Given

    @property
    def importance(self) -> int:
        """How much the gap matters; 0 where there is none."""
        return self.question.weight * _OPEN[self.given]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A question that was answered otherwise before."""

    question: CheckupQuestion
    was: Given
    given: Given


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is better and what is worse than last time, in the order of the questions."""

    better: tuple[Change, ...]
    worse: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the answers add up to.

    ``strengths`` are answered with yes, ``gaps`` are the few that matter most, ``others`` the rest; each the
    weightiest first.
    """

    answered: tuple[Answered, ...]
    strengths: tuple[Answered, ...]
    gaps: tuple[Answered, ...]
    others: tuple[Answered, ...]

    def count(self, given: Given) -> int:
        """How many questions were answered so."""
        return sum(answered.given == given for answered in self.answered)


def outcome_of(questions: Sequence[CheckupQuestion], answers: Answers) -> Outcome:
    """What *answers* add up to; one to a question that is no longer asked does not count."""
    answered = tuple(Answered(question=one, given=answers[one.id]) for one in questions if one.id in answers)
    strengths = sorted((one for one in answered if not one.importance), key=lambda one: -one.question.weight)
    gaps = sorted((one for one in answered if one.importance), key=lambda one: -one.importance)
    return Outcome(
        answered=answered,
        strengths=tuple(strengths),
        gaps=tuple(gaps[:MOST_GAPS]),
        others=tuple(gaps[MOST_GAPS:]),
    )


def changes_between(questions: Iterable[CheckupQuestion], before: Answers, now: Answers) -> Changes:
    """What changed from *before* to *now*, among the questions answered both times."""
    changes = [
        Change(question=question, was=before[question.id], given=now[question.id])
        for question in questions
        if question.id in before and question.id in now
    ]
    return Changes(
        better=tuple(change for change in changes if _LEVEL[change.given] > _LEVEL[change.was]),
        worse=tuple(change for change in changes if _LEVEL[change.given] < _LEVEL[change.was]),
    )


def question_at(questions: Sequence[CheckupQuestion], current: str | None, answers: Answers) -> CheckupQuestion | None:
    """The question to show: *current*, or the first without answer where that is no longer asked; None: all is said."""
    for question in questions:
        if question.id == current:
            return question
    return next((question for question in questions if question.id not in answers), None)


def question_after(questions: Sequence[CheckupQuestion], current: str, answers: Answers) -> CheckupQuestion | None:
    """The next question once *current* is answered; None: that was the last."""
    place = _place(questions, current)
    if 0 <= place < len(questions) - 1:
        return questions[place + 1]
    return next((question for question in questions if question.id not in answers and question.id != current), None)


def question_before(questions: Sequence[CheckupQuestion], current: str) -> CheckupQuestion | None:
    """The question before *current*; None: it is the first."""
    place = _place(questions, current)
    return questions[place - 1] if place > 0 else None


def _place(questions: Sequence[CheckupQuestion], wanted: str) -> int:
    return next((number for number, question in enumerate(questions) if question.id == wanted), -1)
