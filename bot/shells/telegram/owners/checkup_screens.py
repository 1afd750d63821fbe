"""What people see of the readiness check: questions, the result, the plan, and the buttons under them."""

from datetime import date
from typing import cast

from telegram import InlineKeyboardButton

from bot.advice.checkup import Given, question_before
from bot.advice.checkup_plan import Finished
from bot.advice.knowledge import CheckupQuestion
from bot.pages.readiness import Readiness
from bot.records.checkups import Checkup
from bot.shells.telegram.callbacks import OpenTopic
from bot.shells.telegram.keyboards import Row, Screen, button, keyboard_of, row
from bot.shells.telegram.owners.checkup_buttons import (
    CheckAgain,
    GiveAnswer,
    GoOnChecking,
    PauseCheck,
    QuestionBefore,
    SendFile,
    StartOver,
    ViewCheck,
)

_ANSWER_ROWS: tuple[tuple[Given, Given], ...] = (("yes", "partly"), ("no", "unknown"))


class CheckupScreens:
    """Makes the screens of the check in one *language*."""

    def __init__(self, readiness: Readiness, language: str) -> None:
        self._readiness = readiness
        self._language = language

    def intro(self, last: Checkup | None) -> Screen:
        """What the check is; the *last* one they finished can be seen again."""
        rows = [row(self._label("checkup_start"), GoOnChecking(language=self._language))]
        if last is not None:
            rows.append(
                row(self._label("checkup_last_plan"), ViewCheck(language=self._language, check=last.id, view="plan"))
            )
        return self._page("checkup_intro", rows, count=self._count, day=self._day(last))

    def question(self, checkup: Checkup, question: CheckupQuestion, *, resumed: bool = False) -> Screen:
        """A question with its four answers, and the ways back and out."""
        html = self._readiness.question(
            question, self._language, given=checkup.answers.get(question.id), resumed=resumed
        )
        rows: list[Row] = [tuple(self._answer(checkup, question, given) for given in of_row) for of_row in _ANSWER_ROWS]
        pause = button(self._label("checkup_pause"), PauseCheck(language=self._language, check=checkup.id))
        back = QuestionBefore(language=self._language, check=checkup.id, question=question.id)
        is_first = question_before(self._readiness.knowledge.checkup, question.id) is None
        rows.append((pause,) if is_first else (button(self._label("checkup_back"), back), pause))
        if resumed:
            rows.append(row(self._label("checkup_anew"), StartOver(language=self._language)))
        return Screen(html=html, keyboard=keyboard_of(rows))

    def paused(self, question: CheckupQuestion) -> Screen:
        """It waits."""
        rows = [
            row(self._label("checkup_go_on"), GoOnChecking(language=self._language)),
            row(self._label("checkup_anew"), StartOver(language=self._language)),
        ]
        number = self._readiness.knowledge.checkup.index(question) + 1
        return self._page("checkup_paused", rows, number=number, count=self._count)

    def result(self, check: int, finished: Finished) -> Screen:
        """Strengths, gaps, and what changed."""
        to_plan = ViewCheck(language=self._language, check=check, view="plan")
        rows = [row(self._label("checkup_to_plan"), to_plan), self._files(check), self._again()]
        return Screen(html=self._readiness.result(finished, self._language), keyboard=keyboard_of(rows))

    def plan(self, check: int, finished: Finished) -> Screen:
        """What to do about the gaps; each opens its topic."""
        gaps = self._readiness.card(finished, self._language, "how").gaps
        to_result = ViewCheck(language=self._language, check=check, view="result")
        rows = [
            *(row(gap.topic_title, OpenTopic(language=self._language, topic=gap.topic)) for gap in gaps),
            row(self._label("checkup_to_result"), to_result),
            self._files(check),
            self._again(),
        ]
        return Screen(html=self._readiness.plan(finished, self._language), keyboard=keyboard_of(rows))

    def no_plan(self) -> Screen:
        """There is no finished check to make a plan from."""
        rows = [row(self._label("checkup_title"), GoOnChecking(language=self._language))]
        return self._page("checkup_none", rows, count=self._count)

    def gone(self) -> Screen:
        """The check that a button belongs to is no longer there."""
        return self._page("checkup_gone", [row(self._label("checkup_title"), GoOnChecking(language=self._language))])

    def in_private(self, link: str) -> Screen:
        """The way from a group to the private chat."""
        return self._page("checkup_private", [(InlineKeyboardButton(self._label("checkup_in_private"), url=link),)])

    @property
    def _count(self) -> int:
        return len(self._readiness.knowledge.checkup)

    def _answer(self, checkup: Checkup, question: CheckupQuestion, given: Given) -> InlineKeyboardButton:
        press = GiveAnswer(language=self._language, check=checkup.id, question=question.id, given=given)
        return button(self._label(f"given_{given}"), press)

    def _files(self, check: int) -> Row:
        return (
            button(self._label("checkup_picture"), SendFile(language=self._language, check=check, file="picture")),
            button(self._label("checkup_handout"), SendFile(language=self._language, check=check, file="page")),
        )

    def _again(self) -> Row:
        return row(self._label("checkup_again"), CheckAgain(language=self._language))

    def _day(self, last: Checkup | None) -> str | None:
        return self._readiness.day(None if last is None else _day_of(last), self._language)

    def _page(self, name: str, rows: list[Row], /, **values: object) -> Screen:
        html = self._readiness.templates.render(self._language, name, **values)
        return Screen(html=html, keyboard=keyboard_of(rows))

    def _label(self, key: str) -> str:
        return self._readiness.label(self._language, key)


def finished_of(checkup: Checkup, before: Checkup | None) -> Finished:
    """*checkup* with the one *before* it, as its result is made from."""
    return Finished(
        answers=checkup.answers,
        day=_day_of(checkup),
        before=None if before is None else before.answers,
        day_before=None if before is None else _day_of(before),
    )


def given_in(word: str) -> Given:
    """The answer on a button, whose form was checked when it was read."""
    return cast("Given", word)


def _day_of(checkup: Checkup) -> date:
    return (checkup.finished_at or checkup.changed_at).date()
