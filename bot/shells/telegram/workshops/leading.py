"""Workshops as their trainers lead them: opened, changed, copied, shared with co-trainers, and ended."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from telegram import Update

from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.roles import Role
from bot.shells.telegram.workshops.own_rooms import all_rooms_of, own_room, rooms_of
from bot.shells.telegram.workshops.room_buttons import ListRooms, NewRoom, RoomAction, ToggleTheme
from bot.shells.telegram.workshops.room_prompts import AnswersRoomPrompt, ask_for
from bot.shells.telegram.workshops.workshop_screens import WorkshopScreens
from bot.workshops.days import read_day
from bot.workshops.rooms import USUAL_SEATS, Room, seats_after, tidy_name

RoomAct = Callable[[Room, Pressed], Awaitable[bool]]
"""Does something with a room of whoever pressed."""


@dataclass(frozen=True, kw_only=True)
class LeadingRooms:
    """Leads trainers through their rooms.

    *more* are the actions of other capabilities with a button under the room; buttons of *elsewhere* stand elsewhere.
    """

    desk: Desk
    screens: WorkshopScreens
    prompts: AnswersRoomPrompt
    more: Mapping[str, RoomAct] = field(default_factory=dict)
    elsewhere: Mapping[str, RoomAct] = field(default_factory=dict)

    @property
    def actions(self) -> dict[str, RoomAct]:
        """What the buttons under a room do."""
        return {
            "open": self._to_room,
            "language": self._next_language,
            "seats": self._next_seats,
            "name": self._ask_name,
            "day": self._ask_day,
            "themes": self._to_themes,
            "co": self._to_co_trainers,
            "co_new": self._new_co_link,
            "end": self._to_end,
            "end_yes": self._end,
            "copy": self._copy,
            "copy_code": self._copy_code,
            **self.more,
            **self.elsewhere,
        }

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {
            ListRooms: self.on_list,
            NewRoom: self.on_new,
            RoomAction: self.on_action,
            ToggleTheme: self.on_toggle_theme,
        }

    async def on_workshop(self, update: Update, context: Context) -> None:
        """A trainer looks at their rooms, or opens one by its name."""
        asker = await self.desk.asker(update)
        name = tidy_name(" ".join(context.args or ()))
        if name and Role.TRAINER in asker.roles:
            await self.desk.show(asker, await self._screen(await self._open(asker, name), asker.language))
        else:
            await self.desk.show(asker, await self._list(asker, asker.language))

    async def on_end(self, update: Update, _context: Context) -> None:
        """A trainer wants to end the room they lead: they are asked once more."""
        asker = await self.desk.asker(update)
        there = await rooms_of(self.desk, asker)
        screens, language = self.screens, asker.language
        is_one = len(there) == 1
        screen = screens.sure_to_end(there[0], language) if is_one else screens.choice(there, "end", language)
        await self.desk.show(asker, screen)

    async def on_reply(self, update: Update, _context: Context) -> None:
        """A trainer says the name or the day that we asked for."""
        asker, message = await self.desk.asker(update), update.effective_message
        request = None if message is None else self.prompts.request(message)
        if message is None or request is None:
            return
        mine = await all_rooms_of(self.desk, asker)
        room = next((room for room in mine if room.code == request.code), None)
        if room is None:
            await self.screens.show(asker, "gone")
            return
        words = message.text or ""
        given = read_day(words) if request.wanted == "day" else tidy_name(words)
        if given:
            await self.desk.keep(self.desk.records.workshops.change, room.id, **{request.wanted: given})
            await self._show_room(asker, room)
        elif request.wanted == "day":
            await self.screens.show(asker, "workshop_no_day")
        else:
            await self._show_room(asker, room)

    async def from_link(self, asker: Asker, key: str) -> bool:
        """Someone becomes a co-trainer."""
        room = await self.desk.keep(self.desk.records.workshops.by_key, key)
        if room is None or asker.asking.chat_kind != "private":
            return False
        await self.desk.keep(self.desk.records.workshops.add_trainer, room.id, asker.asking.person, asker.place.chat_id)
        await self._show_room(asker, room)
        return True

    async def on_list(self, press: ListRooms, pressed: Pressed) -> bool:
        """A trainer goes back to all rooms, or turns a page of them."""
        return await turn_to(self.desk, await self._list(pressed.asker, pressed.language, press.page), pressed)

    async def on_new(self, _press: NewRoom, pressed: Pressed) -> bool:
        """A trainer opens a room, to be named later."""
        day = self.screens.day(pressed.asker.asking.asked_at.date(), pressed.language)
        name = self.screens.label(pressed.language, "workshop_new_name").format(day=day)
        return await self._to_room(await self._open(pressed.asker, name), pressed)

    async def on_action(self, press: RoomAction, pressed: Pressed) -> bool:
        """A trainer does something with a room, if it is theirs."""
        act = self.actions.get(press.action)
        room = await own_room(self.desk, pressed.asker, press.room)
        return act is not None and room is not None and await act(room, pressed)

    async def on_toggle_theme(self, press: ToggleTheme, pressed: Pressed) -> bool:
        """A trainer adds a theme or takes it off."""
        room = await own_room(self.desk, pressed.asker, press.room)
        themes = [theme.id for theme in self.desk.parts.knowledge.themes]
        if room is None or press.theme not in themes:
            return False
        ticked = {*room.themes} ^ {press.theme}
        chosen = [theme for theme in themes if theme in ticked]
        await self.desk.keep(self.desk.records.workshops.change, room.id, themes=chosen)
        return await self._to_themes(await self._fresh(room), pressed)

    async def _to_room(self, room: Room, pressed: Pressed) -> bool:
        return await turn_to(self.desk, await self._screen(room, pressed.language), pressed)

    async def _changed(self, room: Room, pressed: Pressed, **values: object) -> bool:
        await self.desk.keep(self.desk.records.workshops.change, room.id, **values)
        return await self._to_room(await self._fresh(room), pressed)

    async def _next_language(self, room: Room, pressed: Pressed) -> bool:
        spoken = self.desk.parts.templates.languages
        place = spoken.index(room.language) if room.language in spoken else -1
        return await self._changed(room, pressed, language=spoken[(place + 1) % len(spoken)])

    async def _next_seats(self, room: Room, pressed: Pressed) -> bool:
        return await self._changed(room, pressed, seats=seats_after(room.seats))

    async def _ask_name(self, room: Room, pressed: Pressed) -> bool:
        await self.desk.sender.answer_press(pressed.query.id)
        await ask_for(self.desk, pressed.asker, "name", room, pressed.language)
        return True

    async def _ask_day(self, room: Room, pressed: Pressed) -> bool:
        await self.desk.sender.answer_press(pressed.query.id)
        await ask_for(self.desk, pressed.asker, "day", room, pressed.language)
        return True

    async def _to_themes(self, room: Room, pressed: Pressed) -> bool:
        return await turn_to(self.desk, self.screens.themes(room, pressed.language), pressed)

    async def _to_co_trainers(self, room: Room, pressed: Pressed) -> bool:
        return await turn_to(self.desk, self.screens.co_trainers(room, pressed.language), pressed)

    async def _new_co_link(self, room: Room, pressed: Pressed) -> bool:
        await self.desk.keep(self.desk.records.workshops.new_key, room.id)
        return await self._to_co_trainers(await self._fresh(room), pressed)

    async def _to_end(self, room: Room, pressed: Pressed) -> bool:
        if room.is_ended:
            return await self._to_room(room, pressed)
        return await turn_to(self.desk, self.screens.sure_to_end(room, pressed.language), pressed)

    async def _end(self, room: Room, pressed: Pressed) -> bool:
        await self.desk.keep(self.desk.records.workshops.end, room.id)
        return await self._to_room(await self._fresh(room), pressed)

    async def _copy(self, room: Room, pressed: Pressed) -> bool:
        if Role.TRAINER not in pressed.asker.roles:
            return False
        return await self._to_room(await self._open(pressed.asker, room.name, like=room), pressed)

    async def _copy_code(self, room: Room, pressed: Pressed) -> bool:
        if Role.TRAINER not in pressed.asker.roles:
            return False
        return await self._to_room(await self._open(pressed.asker, room.name, like=room, code=room.code), pressed)

    async def _open(self, asker: Asker, name: str, *, like: Room | None = None, code: str | None = None) -> Room:
        """A new room, *like* another one or in the language of its trainer."""
        return await self.desk.keep(
            self.desk.records.workshops.open,
            asker.asking.person,
            asker.place.chat_id,
            name=name,
            code=code,
            language=asker.language if like is None else like.language,
            themes=() if like is None else like.themes,
            seats=USUAL_SEATS if like is None else like.seats,
            moderation="approve" if like is None else like.moderation,
        )

    async def _fresh(self, room: Room) -> Room:
        return await self.desk.keep(self.desk.records.workshops.room, room.id) or room

    async def _show_room(self, asker: Asker, room: Room) -> None:
        await self.desk.show(asker, await self._screen(await self._fresh(room), asker.language))

    async def _list(self, asker: Asker, language: str, number: int = 1) -> Screen:
        rooms = await all_rooms_of(self.desk, asker)
        return self.screens.rooms(rooms, number, language, may_open=Role.TRAINER in asker.roles)

    async def _screen(self, room: Room, language: str) -> Screen:
        people = await self.desk.keep(self.desk.records.room_members.count, room.id)
        return self.screens.room(room, language, people=people, more=tuple(self.more))
