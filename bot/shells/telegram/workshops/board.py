"""The board of a room: a message in a trainer's chat that keeps itself up to date, and a picture for the projector."""

from dataclasses import dataclass

from telegram import Update

from bot.pages.rooms import RoomPages
from bot.records.workshops import LiveBoard
from bot.shells.telegram.delivery.deliveries import Place, Sent
from bot.shells.telegram.delivery.pacing import Priority
from bot.shells.telegram.delivery.side_by_side import all_of
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import send_photo
from bot.shells.telegram.pressing import Pressed
from bot.shells.telegram.workshops.own_rooms import rooms_of
from bot.shells.telegram.workshops.workshop_screens import WorkshopScreens
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class Boards:
    """Shows boards."""

    desk: Desk
    screens: WorkshopScreens

    async def on_board(self, update: Update, _context: Context) -> None:
        """A trainer wants the picture of the room they lead."""
        asker = await self.desk.asker(update)
        open_rooms = await rooms_of(self.desk, asker)
        if len(open_rooms) == 1:
            await self._send_picture(open_rooms[0], asker)
        else:
            await self.desk.show(asker, self.screens.choice(open_rooms, "board", asker.language))

    async def picture(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants the picture of *room*."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self._send_picture(room, pressed.asker)
        return True

    async def live(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants the board of *room* as a message; the one they had stays as it is."""
        await self.desk.sender.answer_press(pressed.query.id)
        html = await live_board(self.desk, room)
        sent = await self.desk.sender.send(pressed.asker.place, html)
        if isinstance(sent, Sent) and not room.is_ended:
            workshops, person = self.desk.records.workshops, pressed.asker.asking.person
            await self.desk.keep(workshops.put_board, room.id, person, sent.message_ids[-1])
        return True

    async def _send_picture(self, room: Room, asker: Asker) -> None:
        counts = await self.desk.keep(self.desk.records.room_questions.counts, room.id)
        pages, language = room_pages(self.desk), self.desk.parts.templates.spoken(room.language)
        picture = await self.desk.draw(pages.board_picture, room, counts, language)
        await send_photo(self.desk.sender, asker.place, picture, pages.caption(room, counts, language))


class BoardKeeper:
    """Keeps boards up to date: what has changed is put in the place of what was shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: dict[tuple[int, int], str] = {}

    async def keep_up(self) -> None:
        """Bring every board up to date, once; those of ended rooms for the last time."""
        boards = await self._desk.keep(self._desk.records.workshops.live_boards)
        html = {room.id: await live_board(self._desk, room) for room in {board.room for board in boards}}
        await all_of(self._bring(board, html[board.room.id]) for board in boards)

    async def _bring(self, board: LiveBoard, html: str) -> None:
        message = board.chat_id, board.message_id
        if self._shown.get(message) != html:
            is_there = await self._desk.sender.edit(
                Place(chat_id=board.chat_id), board.message_id, html, priority=Priority.LIVE
            )
            self._shown[message] = html
            if not is_there:
                await self._drop(board)
        if board.room.is_ended:
            await self._drop(board)

    async def _drop(self, board: LiveBoard) -> None:
        self._shown.pop((board.chat_id, board.message_id), None)
        await self._desk.keep(self._desk.records.workshops.drop_board, board)


async def live_board(desk: Desk, room: Room) -> str:
    """The board of *room* as a message."""
    counts = await desk.keep(desk.records.room_questions.counts, room.id)
    return room_pages(desk).live_board(room, counts, desk.parts.templates.spoken(room.language))


def room_pages(desk: Desk) -> RoomPages:
    """The pages of rooms on the knowledge in force."""
    return RoomPages(desk.parts.knowledge, desk.parts.templates)
