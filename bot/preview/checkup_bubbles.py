"""The readiness check as bubbles: each kind of screen once, with answers of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle

from bot.advice.checkup import GIVEN, Given
from bot.assembly import Parts
from bot.pages.readiness import Readiness
from bot.records.checkups import Checkup
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.owners.checkup_screens import CheckupScreens, finished_of

_DONE_AT = datetime(2026, 11, 21, tzinfo=UTC)
_LINK = "https://t.me/your_bot?start=checkup"


def checkup_screens(parts: Parts, language: str) -> Iterator[tuple[str, Screen]]:
    """Every screen of the check, each with its name."""
    readiness = Readiness(parts.knowledge, parts.templates)
    screens = CheckupScreens(readiness, language)
    mixed, before, perfect = _finished(parts, GIVEN), _finished(parts, GIVEN[::-1]), _finished(parts, ("yes",))
    before = replace(before, finished_at=_DONE_AT - timedelta(days=180))
    first, *_, last = parts.knowledge.checkup
    new = replace(mixed, answers={}, current=first.id, finished_at=None)
    yield "/checkup", screens.intro(None)
    yield "/checkup, not for the first time", screens.intro(before)
    yield "/checkup: first question", screens.question(new, first)
    yield "/checkup: gone on with, an answer given before", screens.question(mixed, last, resumed=True)
    yield "/checkup: paused", screens.paused(last)
    yield "/checkup: result", screens.result(1, finished_of(mixed, None))
    yield "/checkup: result, repeated", screens.result(1, finished_of(mixed, before))
    yield "/checkup: result without gaps", screens.result(1, finished_of(perfect, None))
    yield "/checkup: under the picture", Screen(html=readiness.caption(finished_of(mixed, before), language))
    yield "/plan", screens.plan(1, finished_of(mixed, None))
    yield "/plan without gaps", screens.plan(1, finished_of(perfect, None))
    yield "/plan before any check", screens.no_plan()
    yield "/checkup: an old button", screens.gone()
    yield "/checkup in a group", screens.in_private(_LINK)


def _finished(parts: Parts, given: tuple[Given, ...]) -> Checkup:
    """A finished check that was answered with *given*, in turn."""
    ids = (question.id for question in parts.knowledge.checkup)
    return Checkup(
        id=1,
        answers=dict(zip(ids, cycle(given), strict=False)),
        current=None,
        started_at=_DONE_AT,
        changed_at=_DONE_AT,
        finished_at=_DONE_AT,
    )
