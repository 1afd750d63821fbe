"""What a finished readiness check says in one language: strengths, gaps, why they matter, and how to begin.

Which statements are shown is chosen by *part*; sources are numbered among those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.advice.checkup import GIVEN, Answered, Answers, Change, Given, changes_between, outcome_of
from bot.advice.citing import Line, Source, source_of
from bot.advice.knowledge import CheckupQuestion, KnowledgeBase, Statement

Part = Literal["why", "how", "all"]
"""Why gaps matter, how to begin with them, or both."""

STEPS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A finished check: what was answered, and when; and the same of the one before it."""

    answers: Answers
    day: date
    before: Answers | None = None
    day_before: date | None = None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A gap that matters: ``why`` and ``advice`` are the papers', the ``steps`` our own."""

    number: int
    area: str
    given: Given
    topic: str
    topic_title: str
    why: Line | None
    advice: Line | None
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question in a list: its area, what a yes says, and what was answered now and before."""

    area: str
    ask: str
    good: str
    given: Given
    was: Given | None = None


@dataclass(frozen=True, kw_only=True)
class CheckupCard:
    """A finished check in one language, ready for a template."""

    day: date
    day_before: date | None
    count: int
    counts: dict[Given, int]
    items: tuple[Item, ...]
    strengths: tuple[Item, ...]
    gaps: tuple[Gap, ...]
    others: tuple[Item, ...]
    better: tuple[Item, ...]
    worse: tuple[Item, ...]
    sources: tuple[Source, ...]


def checkup_card(finished: Finished, knowledge: KnowledgeBase, language: str, part: Part) -> CheckupCard:
    """The card of a *finished* check, with this *part* of what is said about its gaps."""
    outcome = outcome_of(knowledge.checkup, finished.answers)
    before = finished.before or {}
    changes = changes_between(knowledge.checkup, before, finished.answers)
    numbers: dict[str, int] = {}
    gaps = tuple(
        _gap(answered, number, knowledge, language, part, numbers)
        for number, answered in enumerate(outcome.gaps, start=1)
    )
    return CheckupCard(
        day=finished.day,
        day_before=finished.day_before,
        count=len(outcome.answered),
        counts={given: outcome.count(given) for given in GIVEN},
        items=_items(outcome.answered, language, before),
        strengths=_items(outcome.strengths, language, before),
        gaps=gaps,
        others=_items(outcome.others, language, before),
        better=_changed(changes.better, language),
        worse=_changed(changes.worse, language),
        sources=tuple(source_of(knowledge, claim, language, number) for claim, number in numbers.items()),
    )


def _gap(
    answered: Answered, number: int, knowledge: KnowledgeBase, language: str, part: Part, numbers: dict[str, int]
) -> Gap:
    question = answered.question
    topic = knowledge.topic_by_id[question.topic]
    steps = topic.steps[question.skip_steps :][:STEPS_SHOWN]
    return Gap(
        number=number,
        area=question.area[language],
        given=answered.given,
        topic=topic.id,
        topic_title=topic.title[language],
        why=None if part == "how" else _line(question.why, language, numbers),
        advice=None if part == "why" else _line(topic.recommend[0], language, numbers),
        steps=() if part == "why" else tuple(step[language] for step in steps),
    )


def _line(statement: Statement, language: str, numbers: dict[str, int]) -> Line:
    """*statement* with the numbers of its claims; new ones get the next *numbers*."""
    cited = tuple(numbers.setdefault(claim, len(numbers) + 1) for claim in statement.claims)
    return Line(text=statement.text[language], numbers=cited)


def _items(answered: Sequence[Answered], language: str, before: Answers) -> tuple[Item, ...]:
    return tuple(_item(one.question, one.given, before.get(one.question.id), language) for one in answered)


def _changed(changes: Sequence[Change], language: str) -> tuple[Item, ...]:
    return tuple(_item(change.question, change.given, change.was, language) for change in changes)


def _item(question: CheckupQuestion, given: Given, was: Given | None, language: str) -> Item:
    return Item(
        area=question.area[language],
        ask=question.ask[language],
        good=question.good[language],
        given=given,
        was=was,
    )
