"""A readiness check of the shipped knowledge, and the pages made of it that are kept word for word."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.advice.checkup import Given
from bot.advice.checkup_plan import Finished
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.pages.readiness import Readiness
from tests.conftest import CHECKOUT

READINESS = Readiness(load_knowledge(CHECKOUT / "knowledge"), Templates(CHECKOUT / "templates"))
_LETTERS: Mapping[str, Given] = {"y": "yes", "p": "partly", "n": "no", "u": "unknown"}


def answers(letters: str) -> dict[str, Given]:
    """Answers to all questions, by their first letters (u: unknown)."""
    ids = [question.id for question in READINESS.knowledge.checkup]
    return {question: _LETTERS[letter] for question, letter in zip(ids, letters, strict=True)}


FIRST = Finished(answers=answers("nnpuynpynypu"), day=date(2026, 5, 3))
REPEATED = Finished(answers=answers("ynpuynpynypu"), day=date(2026, 11, 21), before=FIRST.answers, day_before=FIRST.day)
MIXED = Finished(
    answers=answers("ynpuynpyyypn"), day=date(2026, 11, 21), before=answers("yyyuynpypypn"), day_before=FIRST.day
)
PERFECT = Finished(answers=answers("yyyyyyyyyyyy"), day=date(2026, 11, 21))


def _question(language: str, *, number: int, given: Given | None, resumed: bool) -> str:
    return READINESS.question(READINESS.knowledge.checkup[number], language, given=given, resumed=resumed)


KEPT_CHECKUPS: Mapping[str, Callable[[str], str]] = {
    "checkup_question": lambda language: _question(language, number=0, given=None, resumed=False),
    "checkup_question_again": lambda language: _question(language, number=8, given="unknown", resumed=True),
    "checkup_result": lambda language: READINESS.result(FIRST, language),
    "checkup_result_repeated": lambda language: READINESS.result(MIXED, language),
    "checkup_result_perfect": lambda language: READINESS.result(PERFECT, language),
    "checkup_plan": lambda language: READINESS.plan(FIRST, language),
    "checkup_plan_perfect": lambda language: READINESS.plan(PERFECT, language),
    "checkup_caption": lambda language: READINESS.caption(REPEATED, language),
}
