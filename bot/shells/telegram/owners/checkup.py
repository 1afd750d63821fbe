"""The readiness check: one message that edits itself from question to question.

/checkup -> intro -> question 1 .. n -> result -> plan
            (or where it was left)      + picture + page to print

Where somebody stands is in the records and not on the buttons: a second tap, a button of yesterday or one in another
message all lead to the question that is due.
"""

from dataclasses import dataclass, replace

from telegram import Update

from bot.advice.checkup import question_after, question_at, question_before
from bot.advice.knowledge import CheckupQuestion
from bot.records.checkups import Checkup, Checkups
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.keyboards import Screen
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
from bot.shells.telegram.owners.checkup_results import CheckupResults
from bot.shells.telegram.owners.checkup_screens import given_in
from bot.shells.telegram.payloads import CHECKUP, link_to
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to


@dataclass(frozen=True, kw_only=True)
class CheckingUp:
    """Leads people through the check."""

    desk: Desk
    results: CheckupResults

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {
            GoOnChecking: self.on_go_on,
            StartOver: self.on_start_over,
            CheckAgain: self.on_check_again,
            GiveAnswer: self.on_answer,
            QuestionBefore: self.on_question_before,
            PauseCheck: self.on_pause,
            ViewCheck: self.results.on_view,
            SendFile: self.results.on_send_file,
        }

    async def on_checkup(self, update: Update, _context: Context) -> None:
        """Someone wants to check their firm."""
        asker = await self.desk.asker(update)
        if not await self._is_overheard(asker):
            await self.from_link(asker, "")

    async def on_plan(self, update: Update, _context: Context) -> None:
        """Someone wants to see their plan again."""
        asker = await self.desk.asker(update)
        if not await self._is_overheard(asker):
            await self.results.show_plan(asker)

    async def from_link(self, asker: Asker, _rest: str) -> bool:
        """Someone comes to the check: they go on with the one under way, or read what it is."""
        running = await self.desk.keep(self._checkups.running, asker.asking.person)
        screens = self.results.screens(asker.language)
        if running is None:
            last = await self.desk.keep(self._checkups.finished, asker.asking.person)
            await self.desk.show(asker, screens.intro(last))
        else:
            await self.desk.show(asker, screens.question(running, self._due(running), resumed=bool(running.answers)))
        return True

    async def on_go_on(self, _press: GoOnChecking, pressed: Pressed) -> bool:
        """Someone begins, or goes on."""
        return await turn_to(self.desk, await self._question_due(pressed), pressed)

    async def on_start_over(self, _press: StartOver, pressed: Pressed) -> bool:
        """Someone begins anew."""
        await self.desk.keep(self._checkups.drop, pressed.asker.asking.person)
        return await turn_to(self.desk, await self._question_due(pressed), pressed)

    async def on_check_again(self, _press: CheckAgain, pressed: Pressed) -> bool:
        """Someone begins another check, under the result of the last."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, await self._question_due(pressed))
        return True

    async def on_answer(self, press: GiveAnswer, pressed: Pressed) -> bool:
        """Someone answers the question that is due; an answer to another one changes nothing."""
        checkup = await self._under_way(press.check, pressed)
        if checkup is None:
            return await self._turn_to_end(press.check, pressed)
        question = self._due(checkup)
        if question.id == press.question:
            following = question_after(self._questions, question.id, checkup.answers)
            if following is None:
                return await self._finish(checkup, press, pressed)
            given = given_in(press.given)
            await self.desk.keep(self._checkups.answer, checkup, question.id, given, following.id)
        return await turn_to(self.desk, await self._question_due(pressed), pressed)

    async def on_question_before(self, press: QuestionBefore, pressed: Pressed) -> bool:
        """Someone goes back a question; what they answered stays until they change it."""
        checkup = await self._under_way(press.check, pressed)
        if checkup is None:
            return await self._turn_to_end(press.check, pressed)
        question = self._due(checkup)
        before = question_before(self._questions, question.id) if question.id == press.question else None
        if before is not None:
            await self.desk.keep(self._checkups.turn_to, checkup, before.id)
        return await turn_to(self.desk, await self._question_due(pressed), pressed)

    async def on_pause(self, press: PauseCheck, pressed: Pressed) -> bool:
        """Someone leaves it for now."""
        checkup = await self._under_way(press.check, pressed)
        if checkup is None:
            return await self._turn_to_end(press.check, pressed)
        screen = self.results.screens(pressed.language).paused(self._due(checkup))
        return await turn_to(self.desk, screen, pressed)

    @property
    def _checkups(self) -> Checkups:
        return self.desk.records.checkups

    @property
    def _questions(self) -> tuple[CheckupQuestion, ...]:
        return self.desk.parts.knowledge.checkup

    def _due(self, checkup: Checkup) -> CheckupQuestion:
        """The question to ask; where those that were open are asked no longer, it begins at the first again."""
        return question_at(self._questions, checkup.current, checkup.answers) or self._questions[0]

    async def _question_due(self, pressed: Pressed) -> Screen:
        """The question that is due in the check under way; if there is none, in a new one."""
        person = pressed.asker.asking.person
        running = await self.desk.keep(self._checkups.start, person, self._questions[0].id)
        return self.results.screens(pressed.language).question(running, self._due(running))

    async def _under_way(self, check: int, pressed: Pressed) -> Checkup | None:
        running = await self.desk.keep(self._checkups.running, pressed.asker.asking.person)
        return running if running is not None and running.id == check else None

    async def _finish(self, checkup: Checkup, press: GiveAnswer, pressed: Pressed) -> bool:
        """Hand over all that comes of it, then mark it finished: if we are killed in between, it is done again."""
        given = given_in(press.given)
        answers = {**checkup.answers, press.question: given}
        done = replace(checkup, answers=answers, finished_at=pressed.asker.asking.asked_at)
        try:
            await self.results.hand_over(done, pressed)
        except Exception:
            # What cannot be sent must not keep somebody at the last question; the result has buttons to ask for it.
            await self.desk.keep(self._checkups.answer, checkup, press.question, given, None)
            raise
        await self.desk.keep(self._checkups.answer, checkup, press.question, given, None)
        return True

    async def _turn_to_end(self, check: int, pressed: Pressed) -> bool:
        """A button of a check that goes on no more: its result, or that it is gone."""
        done = await self.desk.keep(self._checkups.of_person, pressed.asker.asking.person, check)
        if done is None or done.finished_at is None:
            return await turn_to(self.desk, self.results.screens(pressed.language).gone(), pressed)
        return await self.results.turn_to_result(done, pressed)

    async def _is_overheard(self, asker: Asker) -> bool:
        """Whether others would read along; then the person is led into the private chat."""
        if asker.asking.chat_kind == "private":
            return False
        link = link_to(self.desk.me, CHECKUP)
        await self.desk.show(asker, self.results.screens(asker.language).in_private(link))
        return True
