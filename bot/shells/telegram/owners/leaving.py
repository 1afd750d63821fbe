"""When nothing we offer fits: topics by theme, and then the question can be left for the curators."""

from dataclasses import dataclass

from bot.records.conversation_log import LoggedAnswer
from bot.records.left_questions import Address
from bot.shells.telegram.callbacks import OpenThemes
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen, keyboard_of, row
from bot.shells.telegram.owners.card_buttons import LeaveQuestion, OfferLeaving, OpenThemesFor
from bot.shells.telegram.pressing import Pressed, turn_to


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Takes questions for the curators."""

    desk: Desk

    async def on_offer_leaving(self, press: OfferLeaving, pressed: Pressed) -> bool:
        """Someone considers leaving a question: they are told what is kept."""
        logged = await self._logged(press.answer, pressed)
        if logged is None:
            return False
        if await self.desk.keep(self.desk.records.left_questions.was_left, press.answer):
            return await turn_to(self.desk, self._left(logged, pressed.language), pressed)
        rows = [
            row(self._label("leave_yes", pressed), LeaveQuestion(language=pressed.language, answer=press.answer)),
            row(self._label("leave_no", pressed), OpenThemesFor(language=pressed.language, answer=press.answer)),
        ]
        html = self._page("leave", pressed.language, question=logged.question)
        return await turn_to(self.desk, Screen(html=html, keyboard=keyboard_of(rows)), pressed)

    async def on_leave_question(self, press: LeaveQuestion, pressed: Pressed) -> bool:
        """Someone leaves a question."""
        logged = await self._logged(press.answer, pressed)
        if logged is None:
            return False
        place = pressed.asker.place
        address = Address(chat_id=place.chat_id, thread_id=place.thread_id, reply_to=logged.message_id)
        await self.desk.keep(
            self.desk.records.left_questions.leave,
            press.answer,
            logged.person,
            logged.question,
            pressed.language,
            address,
        )
        return await turn_to(self.desk, self._left(logged, pressed.language), pressed)

    async def _logged(self, answer: int, pressed: Pressed) -> LoggedAnswer | None:
        return await self.desk.keep(self.desk.records.conversations.answer, answer, pressed.asker.asking.chat)

    def _left(self, logged: LoggedAnswer, language: str) -> Screen:
        themes = row(self.desk.parts.templates.label(language, "themes"), OpenThemes(language=language))
        return Screen(html=self._page("left", language, question=logged.question), keyboard=keyboard_of([themes]))

    def _label(self, key: str, pressed: Pressed) -> str:
        return self.desk.parts.templates.label(pressed.language, key)

    def _page(self, name: str, language: str, **values: object) -> str:
        return self.desk.parts.answerer.replies.page(name, language, **values)
