"""What is wrong in the pages of the readiness check once they are made, with the longest texts they can have."""

from collections.abc import Callable, Iterator
from datetime import date

from bot.advice.checkup import MOST_GAPS, Given
from bot.advice.checkup_plan import Finished
from bot.advice.markup import MESSAGE_LIMIT, visible_length
from bot.curation.reply_checks import wrong_markup
from bot.errors import TemplateError
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.problems import Problem
from bot.files.templates import RenderError
from bot.pages.readiness import Readiness

CAPTION_LIMIT = 1024
_DAY, _DAY_BEFORE = date(2026, 12, 31), date(2026, 9, 30)


def checkup_reply_problems(read: ReadKnowledge, readiness: Readiness) -> list[Problem]:
    """All problems of the result, the plan and the caption, sorted by file and line."""
    problems: list[Problem] = []
    for language in readiness.templates.languages:
        try:
            problems += _language_problems(read, readiness, language)
        except RenderError as error:
            problems.append(error.problem)
        except (KeyError, TemplateError):
            continue  # A text, a topic or a label that is missing is reported where it is missing.
    return sorted(set(problems))


def _language_problems(read: ReadKnowledge, readiness: Readiness, language: str) -> Iterator[Problem]:
    document = read.documents["checkup.yaml"]
    pages: tuple[tuple[str, Callable[[Finished, str], str], int], ...] = (
        ("the result", readiness.result, MESSAGE_LIMIT),
        ("the plan", readiness.plan, MESSAGE_LIMIT),
        ("the words under the picture", readiness.caption, CAPTION_LIMIT),
    )
    for what, page, limit in pages:
        for finished in (_all_yes(readiness), _longest(readiness, page, language)):
            html = page(finished, language)
            for wrong in wrong_markup(html):
                yield document.problem((), f"{what} in {language} has {wrong}", "correct the template")
            if visible_length(html) > limit:
                says = f"{what} in {language} can have {visible_length(html)} characters, Telegram takes {limit}"
                yield document.problem((), says, "shorten its texts")


def _all_yes(readiness: Readiness) -> Finished:
    return Finished(answers={question.id: "yes" for question in readiness.knowledge.checkup}, day=_DAY)


def _longest(readiness: Readiness, page: Callable[[Finished, str], str], language: str) -> Finished:
    """The check whose *page* is longest: the wordiest questions are the gaps, and everything got worse."""
    ids = [question.id for question in readiness.knowledge.checkup]

    def length(gap: str) -> int:
        answers: dict[str, Given] = {one: "no" if one == gap else "yes" for one in ids}
        return visible_length(page(Finished(answers=answers, day=_DAY), language))

    gaps = sorted(ids, key=length)[-MOST_GAPS:]
    answers: dict[str, Given] = {one: "no" if one in gaps else "partly" for one in ids}
    return Finished(answers=answers, day=_DAY, before=dict.fromkeys(ids, "yes"), day_before=_DAY_BEFORE)
