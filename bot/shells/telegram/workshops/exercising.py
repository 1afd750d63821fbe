"""/case: a trainer gives the room an exercise, people choose, and the room sees how it chose."""

from dataclasses import dataclass

from telegram import Update

from bot.advice.knowledge import Case
from bot.records.room_cases import RoomCase
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import send_photo
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.workshops.case_buttons import CloseCase, GiveCase, ListCases, OpenCase, SendTicked, TickTopic
from bot.shells.telegram.workshops.case_run import control
from bot.shells.telegram.workshops.case_screens import CaseScreens
from bot.shells.telegram.workshops.own_rooms import own_room, rooms_of
from bot.workshops.cases import Choices, sent, toggled
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class Exercising:
    """Leads exercises."""

    desk: Desk
    screens: CaseScreens

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {
            ListCases: self.on_list,
            OpenCase: self.on_open,
            GiveCase: self.on_give,
            CloseCase: self.on_close,
            TickTopic: self.on_tick,
            SendTicked: self.on_send,
        }

    async def on_case(self, update: Update, _context: Context) -> None:
        """A trainer wants an exercise for the room they lead."""
        asker = await self.desk.asker(update)
        there = await rooms_of(self.desk, asker)
        is_one = len(there) == 1
        language = asker.language
        screen = await self._list(there[0], language) if is_one else self.screens.which(there, language)
        await self.desk.show(asker, screen)

    async def case(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants an exercise for *room*."""
        if room.is_ended:
            return False
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, await self._list(room, pressed.language))
        return True

    async def on_list(self, press: ListCases, pressed: Pressed) -> bool:
        """A trainer looks at all exercises."""
        room = await own_room(self.desk, pressed.asker, press.room)
        return room is not None and await turn_to(self.desk, await self._list(room, pressed.language), pressed)

    async def on_open(self, press: OpenCase, pressed: Pressed) -> bool:
        """A trainer looks at an exercise."""
        room, case = await own_room(self.desk, pressed.asker, press.room), self._case(press.case)
        if room is None or case is None:
            return False
        return await turn_to(self.desk, self.screens.preview(room, case, pressed.language), pressed)

    async def on_give(self, press: GiveCase, pressed: Pressed) -> bool:
        """A trainer gives an exercise to the room."""
        room = await own_room(self.desk, pressed.asker, press.room)
        case, message = self._case(press.case), pressed.query.message
        if room is None or room.is_ended or case is None or message is None:
            return False
        person, chat_id = pressed.asker.asking.person, pressed.asker.place.chat_id
        cases = self.desk.records.room_cases
        given = await self.desk.keep(cases.give, room.id, person, chat_id, case.id)
        await self.desk.keep(cases.put_control, given.id, chat_id, message.message_id)
        self.desk.room_due.set()
        return await turn_to(self.desk, await control(self.desk, self.screens, given, pressed.language), pressed)

    async def on_close(self, press: CloseCase, pressed: Pressed) -> bool:
        """A trainer shows how the room chose."""
        given = await self.desk.keep(self.desk.records.room_cases.given, press.given)
        room = None if given is None else await own_room(self.desk, pressed.asker, given.workshop)
        case = None if given is None else self._case(given.case)
        if given is None or room is None or case is None:
            return False
        await self.desk.keep(self.desk.records.room_cases.close, given.id)
        closed = await self.desk.keep(self.desk.records.room_cases.given, given.id) or given
        await turn_to(self.desk, await control(self.desk, self.screens, closed, pressed.language), pressed)
        await self._show(room, case, closed, pressed.asker)
        return True

    async def on_tick(self, press: TickTopic, pressed: Pressed) -> bool:
        """Somebody ticks a topic, or ticks it no longer."""
        given = await self.desk.keep(self.desk.records.room_cases.given, press.given)
        case = None if given is None else self._case(given.case)
        choices = await self._choices(given, pressed)
        if given is None or case is None or choices is None:
            return False
        options = self.screens.pages.options(case, choices.stage)
        return await self._put(case, given, toggled(choices, press.topic, options), pressed)

    async def on_send(self, press: SendTicked, pressed: Pressed) -> bool:
        """Somebody has chosen."""
        given = await self.desk.keep(self.desk.records.room_cases.given, press.given)
        case = None if given is None else self._case(given.case)
        choices = await self._choices(given, pressed)
        if given is None or case is None or choices is None:
            return False
        if not choices.ticked and choices.stage != "sent":
            notice = self.screens.label(pressed.language, "case_tick_first")
            await self.desk.sender.answer_press(pressed.query.id, notice)
            return True
        return await self._put(case, given, sent(choices), pressed)

    async def _put(self, case: Case, given: RoomCase, choices: Choices, pressed: Pressed) -> bool:
        """Keep *choices* as long as the exercise is open, and show them."""
        if not given.is_open:
            return await turn_to(self.desk, self.screens.screen("case_closed", pressed.language), pressed)
        await self.desk.keep(self.desk.records.room_cases.choose, given, pressed.asker.asking.person, choices)
        return await turn_to(self.desk, self.screens.task(case, given, choices, pressed.language), pressed)

    async def _show(self, room: Room, case: Case, given: RoomCase, asker: Asker) -> None:
        """The pictures and the words, in the language of the room."""
        language = self.desk.parts.templates.spoken(room.language)
        counts = await self.desk.keep(self.desk.records.room_cases.counts, given)
        pages = self.screens.pages
        result = pages.result(case, counts, language)
        pictures = await self.desk.draw(pages.pictures, room, result, language)
        for stage, picture in zip(("challenges", "measures"), pictures, strict=True):
            caption = self.screens.screen("case_caption", language, result=result, stage=stage)
            await send_photo(self.desk.sender, asker.place, picture, caption.html)
        await self.desk.show(asker, self.screens.result(result, language))

    async def _choices(self, given: RoomCase | None, pressed: Pressed) -> Choices | None:
        if given is None:
            return None
        return await self.desk.keep(self.desk.records.room_cases.choices, given, pressed.asker.asking.person)

    async def _list(self, room: Room, language: str) -> Screen:
        given = await self.desk.keep(self.desk.records.room_cases.given_in, room.id)
        return self.screens.cases(room, {one.case for one in given}, language)

    def _case(self, name: str) -> Case | None:
        return self.desk.parts.knowledge.case_by_id.get(name)
