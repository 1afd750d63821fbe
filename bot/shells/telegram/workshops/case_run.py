"""Exercises on their way to the people in a room, and the trainer's message kept up to date; see ``quiz_run``."""

import logging
from dataclasses import dataclass

from telegram.error import BadRequest

from bot.logs import where
from bot.pages.cases import CaseResult
from bot.records.room_cases import RoomCase
from bot.records.room_members import Member
from bot.shells.telegram.delivery.deliveries import Blocked, Place, Sent
from bot.shells.telegram.delivery.live_messages import LiveMessages
from bot.shells.telegram.delivery.pacing import Priority
from bot.shells.telegram.delivery.side_by_side import all_of
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.workshops.case_screens import CaseScreens
from bot.shells.telegram.workshops.quiz_run import AT_ONCE
from bot.workshops.cases import Choices
from bot.workshops.rooms import Room

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class CaseRun:
    """Sends what is to be sent."""

    desk: Desk
    screens: CaseScreens
    live: LiveMessages

    async def go_on(self) -> bool:
        """Do a part of what is to be done; False if nothing is left."""
        rooms = [self._send_some(given) for given in await self.desk.keep(self.desk.records.room_cases.all_open)]
        return any(await all_of(rooms))

    async def _send_some(self, given: RoomCase) -> bool:
        await self._keep_control(given)
        waiting = await self.desk.keep(self.desk.records.room_cases.waiting, given, AT_ONCE)
        await all_of(self._send_to(given, member) for member in waiting)
        return bool(waiting)

    async def _send_to(self, given: RoomCase, member: Member) -> None:
        case = self.desk.parts.knowledge.case_by_id.get(given.case)
        is_out = False
        await self.desk.keep(self.desk.records.room_cases.expect, given, member.person)
        if case is not None:
            language = await _language(self.desk, given, member.person)
            screen = self.screens.task(case, given, Choices(stage="challenges"), language)
            place = Place(chat_id=member.chat_id)
            try:
                sent = await self.desk.sender.send(place, screen.html, screen.keyboard, priority=Priority.BROADCAST)
                if isinstance(sent, Blocked):
                    return  # Who lets us write again meanwhile gets it then.
                is_out = isinstance(sent, Sent)
            except BadRequest as error:
                logger.warning("somebody could not be sent an exercise: %s", where(error))
        await self.desk.surely(self.desk.records.room_cases.note_sent, given, member.person, is_out=is_out)

    async def _keep_control(self, given: RoomCase) -> None:
        if given.chat_id is None or given.control_id is None:
            return
        is_there = await self.live.bring(
            given.chat_id, given.control_id, lambda: control(self.desk, self.screens, given)
        )
        if not is_there:
            await self.desk.keep(self.desk.records.room_cases.put_control, given.id, given.chat_id, None)


async def control(desk: Desk, screens: CaseScreens, given: RoomCase, language: str | None = None) -> Screen | None:
    """What the trainer of an exercise sees now; None if its room or the exercise itself is gone."""
    room = await desk.keep(desk.records.workshops.room, given.workshop)
    case = desk.parts.knowledge.case_by_id.get(given.case)
    if room is None or case is None:
        return None
    if language is None and given.chat_id is not None:
        language = await _language(desk, given, desk.records.names.person(given.chat_id))
    counts = await desk.keep(desk.records.room_cases.counts, given)
    return screens.control(room, case, given, counts, language or desk.parts.templates.spoken(room.language))


async def results_in(desk: Desk, room: Room) -> tuple[CaseResult, ...]:
    """How *room* chose in the exercises it has had, in its language."""
    language, results = desk.parts.templates.spoken(room.language), []
    for given in await desk.keep(desk.records.room_cases.given_in, room.id):
        case = desk.parts.knowledge.case_by_id.get(given.case)
        if case is not None:
            counts = await desk.keep(desk.records.room_cases.counts, given)
            results.append(CaseScreens(desk=desk).pages.result(case, counts, language))
    return tuple(results)


async def _language(desk: Desk, given: RoomCase, person: str) -> str:
    room = await desk.keep(desk.records.workshops.room, given.workshop)
    return await desk.language_of(person, None if room is None else room.language)
