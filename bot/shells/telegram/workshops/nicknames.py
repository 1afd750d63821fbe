"""Nicknames as trainers see them: one that offends is struck, and given back, while the quiz goes on."""

import logging
from dataclasses import dataclass

from telegram.error import BadRequest

from bot.logs import where
from bot.paging import page_of
from bot.records.quiz_names import Masked
from bot.records.quizzes import Quiz
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.delivery.pacing import Priority
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.workshops.own_rooms import own_room
from bot.shells.telegram.workshops.quiz_buttons import DecideNickname, ShowNicknames
from bot.shells.telegram.workshops.quiz_screens import QuizScreens
from bot.workshops.rooms import Room

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Nicknames:
    """Lets trainers look through the nicknames of a room."""

    desk: Desk
    screens: QuizScreens

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {ShowNicknames: self.on_show, DecideNickname: self.on_decide}

    async def nicknames(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants to see the nicknames in *room*, in a message of their own."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, await self._screen(room, 1, pressed.language))
        return True

    async def on_show(self, press: ShowNicknames, pressed: Pressed) -> bool:
        """A trainer turns the page."""
        room = await own_room(self.desk, pressed.asker, press.room)
        return room is not None and await self._show(room, press.page, pressed)

    async def on_decide(self, press: DecideNickname, pressed: Pressed) -> bool:
        """A trainer strikes a nickname, so that leaderboards show a mask, or gives it back."""
        room, names = await own_room(self.desk, pressed.asker, press.room), self.desk.records.quiz_names
        if room is None:
            return False
        if press.decision == "give_back":
            await self.desk.keep(names.give_back, room.id, press.mark)
        else:
            mask = self.screens.label(self.desk.parts.templates.spoken(room.language), "quiz_mask")
            await self.desk.keep(names.strike, room.id, press.mark, mask)
            await self._tell_struck(room)
        return await self._show(room, press.page, pressed)

    async def _tell_struck(self, room: Room) -> None:
        """Tell those who do not know yet that their nickname was struck; also what was cut off before."""
        names = self.desk.records.quiz_names
        for masked in await self.desk.keep(names.to_tell, room.id):
            try:
                await self._tell(room, masked)
            except BadRequest as error:
                # It would be refused again and again, and hold up all others.
                logger.warning("somebody could not be told of a nickname: %s", where(error))
            await self.desk.surely(names.mark_told, room.id, masked.person)

    async def _tell(self, room: Room, masked: Masked) -> None:
        language = await self.desk.language_of(masked.person, room.language)
        screen = self.screens.name("struck", masked.shown or "", language)
        await self.desk.sender.send(Place(chat_id=masked.chat_id), screen.html, priority=Priority.BROADCAST)

    async def _show(self, room: Room, page: int, pressed: Pressed) -> bool:
        return await turn_to(self.desk, await self._screen(room, page, pressed.language), pressed)

    async def _screen(self, room: Room, page: int, language: str) -> Screen:
        names = await self.desk.keep(self.desk.records.quiz_names.in_room, room.id)
        return self.screens.nicknames(room, page_of(names, page), await self._with_leaders(room), language)

    async def _with_leaders(self, room: Room) -> Quiz | None:
        """The last quiz of *room*, if it is over and has a leaderboard."""
        played = await self.desk.keep(self.desk.records.quizzes.played_in, room.id)
        last = played[-1] if played else None
        return last if last is not None and last.state != "running" and last.shows_names else None
