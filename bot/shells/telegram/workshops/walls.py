"""``/wall``: a trainer gets the secret link to the page for the projector, or the page itself as a file."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import Update

from bot.settings import LOOPBACK
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import Document, send_document
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed, turn_to
from bot.shells.telegram.workshops.own_rooms import rooms_of
from bot.shells.telegram.workshops.room_buttons import RoomAction
from bot.shells.telegram.workshops.wall_view import wall_address, wall_now, wall_page
from bot.shells.telegram.workshops.workshop_screens import WorkshopScreens
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class TrainersWalls:
    """Opens walls, changes their links, and how questions come onto them."""

    desk: Desk
    screens: WorkshopScreens

    async def on_wall(self, update: Update, _context: Context) -> None:
        """A trainer wants the wall of the room they lead."""
        asker = await self.desk.asker(update)
        open_rooms = await rooms_of(self.desk, asker)
        if len(open_rooms) == 1:
            await self._open(open_rooms[0], asker, asker.language)
        else:
            await self.desk.show(asker, self.screens.choice(open_rooms, "wall", asker.language))

    async def wall(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants the wall of *room*."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self._open(room, pressed.asker, pressed.language)
        return True

    async def as_file(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants the page as it is now, to open or print it anywhere."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self._send_file(room, pressed.asker)
        return True

    async def new_link(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants another link; whoever has the one before sees nothing any more."""
        await self.desk.keep(self.desk.records.workshops.new_wall_key, room.id)
        return await turn_to(self.desk, await self._screen(await self._fresh(room), pressed.language), pressed)

    async def change_moderation(self, room: Room, pressed: Pressed) -> bool:
        """A trainer has questions wait for them, or no longer; what was asked before stays as it is."""
        moderation = "off" if room.moderation == "approve" else "approve"
        await self.desk.keep(self.desk.records.workshops.change, room.id, moderation=moderation)
        return await turn_to(self.desk, await self._screen(await self._fresh(room), pressed.language), pressed)

    async def _open(self, room: Room, asker: Asker, language: str) -> None:
        """Show what leads to the wall; from now on the trainer gets the questions that wait."""
        if room.is_ended:
            await self._send_file(room, asker)
            return
        if self.desk.settings.listen is None:
            await self._send_file(room, asker)
        elif room.wall_key is None:
            await self.desk.keep(self.desk.records.workshops.new_wall_key, room.id)
        await self.desk.keep(self.desk.records.moderators.begin, room.id, asker.asking.person)
        await self.desk.show(asker, await self._screen(await self._fresh(room), language))

    async def _send_file(self, room: Room, asker: Asker) -> None:
        language = self.desk.parts.templates.spoken(room.language)
        now = await wall_now(self.desk, room, "wall_over" if room.is_ended else None)
        page = await asyncio.to_thread(wall_page, self.desk, room, now)
        document = Document(
            name=f"{self.screens.label(language, 'room_file_wall')}-{room.code}.html",
            content=page,
            html=self.desk.parts.answerer.replies.page("wall_file", language, room=room),
        )
        await send_document(self.desk.sender, asker.place, document)

    async def _screen(self, room: Room, language: str) -> Screen:
        counts = await self.desk.keep(self.desk.records.room_questions.counts, room.id)
        link = wall_address(self.desk, room)
        labels = {"queue": "workshop_queue", "wall_rule": f"workshop_wall_rule_{room.moderation}"}
        if link is not None:
            labels |= {"wall_new": "workshop_wall_new", "wall_file": "workshop_wall_file"}
        labels["open"] = "workshop_back"
        rows = [
            self.screens.row(language, label, RoomAction(language=language, action=action, room=room.id))
            for action, label in labels.items()
        ]
        is_local = link is not None and urlsplit(link).hostname in LOOPBACK
        return self.screens.screen("wall", language, rows, room=room, link=link, is_local=is_local, counts=counts.wall)

    async def _fresh(self, room: Room) -> Room:
        return await self.desk.keep(self.desk.records.workshops.room, room.id) or room
