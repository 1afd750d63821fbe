"""What is done for rooms beside the conversation: boards and queues kept up to date, and the end of a room told.

Each has a turn of its own, so that none waits while hundreds are told of an end.

All of it is read from the records again and again, so a restart goes on where it was.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Never

from telegram.error import BadRequest

from bot.logs import where
from bot.records.room_members import Member
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.delivery.live_messages import LiveMessages
from bot.shells.telegram.delivery.pacing import Priority
from bot.shells.telegram.delivery.side_by_side import all_of
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.workshops.board import BoardKeeper
from bot.shells.telegram.workshops.case_run import CaseRun
from bot.shells.telegram.workshops.case_screens import CaseScreens
from bot.shells.telegram.workshops.queue_keeping import QueueKeeper
from bot.shells.telegram.workshops.quiz_run import QuizRun
from bot.shells.telegram.workshops.quiz_screens import QuizScreens
from bot.workshops.rooms import Room

LOOKS_EVERY_S = 2.0
QUEUES_EVERY_S = 3.0
"""Longer, since a chat takes no more than one message a second in all."""

logger = logging.getLogger(__name__)


async def keep_rooms(desk: Desk) -> Never:
    """Do what rooms need every few seconds, until cancelled."""
    async with asyncio.TaskGroup() as keeping:
        keeping.create_task(_again_and_again(BoardKeeper(desk).keep_up, LOOKS_EVERY_S))
        keeping.create_task(_again_and_again(QueueKeeper(desk).keep_up, QUEUES_EVERY_S))
        keeping.create_task(_again_and_again(partial(tell_of_ends, desk), LOOKS_EVERY_S))
    raise AssertionError("these never end")


async def _again_and_again(look: Callable[[], Awaitable[None]], every_s: float) -> Never:
    while True:
        try:
            await look()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end what is done for all rooms
            logger.warning("rooms could not be looked after (%s); next try soon", where(error))
        await asyncio.sleep(every_s)


async def give_to_rooms(desk: Desk) -> Never:
    """Send what rooms are to get, now and whenever ``desk.room_due`` is set, until cancelled."""
    live = LiveMessages(desk)
    quizzes = QuizRun(desk=desk, screens=QuizScreens(desk=desk), live=live)
    cases = CaseRun(desk=desk, screens=CaseScreens(desk=desk), live=live)
    while True:
        desk.room_due.clear()
        try:
            is_busy = await quizzes.go_on()
            if await cases.go_on() or is_busy:
                continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end what all rooms are to get
            logger.warning("rooms could not be given what is theirs (%s); next try soon", where(error))
            await asyncio.sleep(LOOKS_EVERY_S)
        # Somebody may come late, and numbers change, so it looks by itself, too.
        with suppress(TimeoutError):
            # Not wait_for: until Python 3.12 that forgets it was cancelled if the event comes at the same moment.
            async with asyncio.timeout(LOOKS_EVERY_S):
                await desk.room_due.wait()


async def tell_of_ends(desk: Desk) -> None:
    """Tell everybody whose room has ended; who cannot be reached is passed over."""
    for room, member in await desk.keep(desk.records.room_members.to_tell_of_the_end):
        await all_of([_tell_of_end(desk, room, member)])


async def _tell_of_end(desk: Desk, room: Room, member: Member) -> None:
    if not await desk.keep(desk.records.chats.is_blocked, member.chat_id):
        try:
            await _say_that_it_ended(desk, room, member)
        except BadRequest as error:
            # It would be refused again and again, and hold up all others.
            logger.warning("somebody could not be told of the end of a room: %s", where(error))
    await desk.surely(desk.records.room_members.mark_told, room.id, member.person)


async def _say_that_it_ended(desk: Desk, room: Room, member: Member) -> None:
    language = await desk.language_of(member.person, room.language)
    html = desk.parts.answerer.replies.page("room_over", language, name=room.name)
    await desk.sender.send(Place(chat_id=member.chat_id), html, priority=Priority.BROADCAST)
