"""Joining a room and leaving it: by link, by command, by the code alone, by button.

Before their first question in a room people have read what the room can see of it.
"""

from dataclasses import dataclass
from datetime import date

from telegram import Update
from telegram.constants import ChatType

from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed, turn_to
from bot.shells.telegram.workshops.room_buttons import LeaveRoom
from bot.shells.telegram.workshops.room_screens import RoomScreens
from bot.workshops.codes import codes_in
from bot.workshops.rooms import Ended, Full, Joined, Joining, Room, Unknown

_MOST_AROUND_CODE = 60
"""Characters of a message that is there for its code, such as a pasted link; a longer one is a question."""


@dataclass(frozen=True, kw_only=True)
class JoiningRooms:
    """Lets people in and out; ``on_question`` answers what is no code."""

    desk: Desk
    screens: RoomScreens
    on_question: Handler

    async def on_join(self, update: Update, context: Context) -> None:
        """Someone gives a code, or asks which room they are in."""
        asker = await self.desk.asker(update)
        words = " ".join(context.args or ())
        if words:
            await self._join(asker, words)
        else:
            await self.desk.show(asker, await self._where(asker))

    async def on_words(self, update: Update, context: Context) -> None:
        """Someone wrote the code of a room and little else, as it stands on the screen; or anything else."""
        message = update.effective_message
        words = "" if message is None or message.chat.type != ChatType.PRIVATE else message.text or ""
        is_short = len(words) <= _MOST_AROUND_CODE
        room = await self.desk.keep(self.desk.records.workshops.named_in, words) if is_short else None
        if room is None or self.desk.handling[update.update_id].before:
            await self.on_question(update, context)
        else:
            await self._join(await self.desk.asker(update), room.code)

    async def from_link(self, asker: Asker, code: str) -> bool:
        """Someone follows the link of a room."""
        if asker.asking.chat_kind != "private":
            return False
        await self._join(asker, code)
        return True

    async def on_leave(self, update: Update, _context: Context) -> None:
        """Someone leaves the room they are in."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, await self._left(asker, asker.language))

    async def on_leave_room(self, press: LeaveRoom, pressed: Pressed) -> bool:
        """Someone leaves by a button; one of another room than they are in takes them out of none."""
        room = await self.desk.keep(self.desk.records.room_members.room_of, pressed.asker.asking.person)
        if room is not None and room.id != press.room:
            return await turn_to(self.desk, await self._where(pressed.asker), pressed)
        return await turn_to(self.desk, await self._left(pressed.asker, pressed.language), pressed)

    async def _join(self, asker: Asker, words: str) -> None:
        room = await self.desk.keep(self.desk.records.workshops.named_in, words)
        joining: Joining = Unknown()
        members = self.desk.records.room_members
        if room is not None:
            joining = await self.desk.keep(members.join, asker.asking.person, asker.place.chat_id, room.code)
        match joining:
            case Joined(room=room, was_there=was_there, left=left):
                seen = {"room": room, "was_there": was_there, "left": left, "day": self._day(room, asker)}
                await self.screens.show(asker, "room_joined", self.screens.inside(room, asker.language), **seen)
                # A quiz may be under way.
                self.desk.room_due.set()
            case Full(room=room):
                await self.screens.show(asker, "room_closed", why="full", name=room.name, code=room.code)
            case Ended(room=room):
                await self.screens.show(asker, "room_closed", why="ended", name=room.name, code=room.code)
            case Unknown():
                await self.screens.show(asker, "room_closed", why="unknown", name="", code=_code_shown(words))

    async def _where(self, asker: Asker) -> Screen:
        room = await self.desk.keep(self.desk.records.room_members.room_of, asker.asking.person)
        if room is None:
            return self.screens.screen("room_none", asker.language)
        day = self._day(room, asker)
        values = {"room": room, "was_there": True, "left": None, "day": day}
        return self.screens.screen("room_joined", asker.language, self.screens.inside(room, asker.language), **values)

    async def _left(self, asker: Asker, language: str) -> Screen:
        room = await self.desk.keep(self.desk.records.room_members.leave, asker.asking.person)
        if room is None:
            return self.screens.screen("room_none", language)
        return self.screens.screen("room_left", language, name=room.name)

    def _day(self, room: Room, asker: Asker) -> tuple[str, str] | None:
        """For a room of another day, whether that is to come or past, and the day."""
        today = asker.asking.asked_at.date()
        if room.day is None or room.day == today:
            return None
        return "to_come" if room.day > today else "past", self._written(room.day, asker.language)

    def _written(self, day: date, language: str) -> str:
        return self.desk.parts.answerer.replies.page("day", language, day=day)


def _code_shown(words: str) -> str:
    """What somebody took for a code: the code itself, if it is clear which that is."""
    codes = codes_in(words)
    return codes[0] if len(codes) == 1 else words[:20]
