"""The message in which a trainer approves what waits, kept up to date.

It lists the questions that have waited longest, so nothing moves under a finger but by the trainers' own decisions. It
is changed in place; only when nothing had been waiting, a new one comes, so that the phone tells of it.
"""

import time
from dataclasses import dataclass

from bot.records.moderators import QueueMessage
from bot.shells.telegram.delivery.deliveries import Place, Sent
from bot.shells.telegram.delivery.side_by_side import all_of
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.workshops.moderation_screens import pile_screen
from bot.shells.telegram.workshops.room_screens import RoomScreens
from bot.workshops.rooms import Room

CALLS_AGAIN_AFTER_S = 60.0
"""A trainer's phone does not ring more often than that."""


@dataclass(frozen=True, kw_only=True)
class WaitingList:
    """How many questions wait, and the message that lists them."""

    count: int
    screen: Screen


class QueueKeeper:
    """Brings what waits to the trainers who approve it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._screens = RoomScreens(desk=desk)
        self._shown: dict[int, WaitingList] = {}
        self._called_at: dict[tuple[int, str], float] = {}

    async def keep_up(self) -> None:
        """Bring every queue up to date, once; those of ended rooms for the last time."""
        queues = await self._desk.keep(self._desk.records.moderators.queues)
        rooms = {queue.room.id: queue.room for queue in queues}
        waiting = {number: await self._waiting(room) for number, room in rooms.items()}
        await all_of(self._bring(queue, waiting[queue.room.id]) for queue in queues)

    async def _waiting(self, room: Room) -> WaitingList:
        counts = await self._desk.keep(self._desk.records.room_questions.counts, room.id)
        return WaitingList(count=counts.wall.waiting, screen=await pile_screen(self._screens, room, "waiting", 1))

    async def _bring(self, queue: QueueMessage, waiting: WaitingList) -> None:
        number = queue.message_id
        before = None if number is None else self._shown.get(number)
        if queue.room.is_ended:
            await self._change(queue, waiting)
            await self._drop(queue)
        elif number is None:
            if waiting.count:
                await self._call(queue, waiting)
        elif before != waiting:
            was_empty = before is not None and before.count == 0
            if was_empty and waiting.count and self._may_call(queue):
                await self._call(queue, waiting)
            else:
                await self._change(queue, waiting)

    def _may_call(self, queue: QueueMessage) -> bool:
        called_at = self._called_at.get((queue.room.id, queue.person))
        return called_at is None or time.monotonic() - called_at >= CALLS_AGAIN_AFTER_S

    async def _call(self, queue: QueueMessage, waiting: WaitingList) -> None:
        place = Place(chat_id=queue.chat_id)
        number = await send_queue(self._desk, queue.room, queue.person, place, waiting.screen)
        self._called_at[queue.room.id, queue.person] = time.monotonic()
        if number is None:
            await self._drop(queue)
        else:
            self._shown[number] = waiting

    async def _change(self, queue: QueueMessage, waiting: WaitingList) -> None:
        if queue.message_id is None:
            return
        place, screen = Place(chat_id=queue.chat_id), waiting.screen
        is_there = await self._desk.sender.edit(place, queue.message_id, screen.html, screen.keyboard)
        self._shown[queue.message_id] = waiting
        if not is_there:
            await self._drop(queue)

    async def _drop(self, queue: QueueMessage) -> None:
        self._shown.pop(queue.message_id or 0, None)
        self._called_at.pop((queue.room.id, queue.person), None)
        await self._desk.keep(self._desk.records.moderators.drop, queue)


async def send_queue(desk: Desk, room: Room, person: str, place: Place, screen: Screen) -> int | None:
    """Send *screen* as the queue of a trainer, in the place of the one before; None if they cannot be written to."""
    sent = await desk.sender.send(place, screen.html, screen.keyboard)
    if not isinstance(sent, Sent):
        return None
    number = sent.message_ids[-1]
    before = await desk.keep(desk.records.moderators.put, room.id, person, number)
    if before is not None:
        await desk.sender.delete(place, before)
    return number
