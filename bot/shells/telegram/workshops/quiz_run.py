"""Quizzes on their way to the people in a room, and the control of the trainer kept up to date.

All of it is read from the records again and again: a restart, somebody who comes late and somebody who leaves need
nothing of their own.
"""

import logging
from dataclasses import dataclass
from typing import Any

from telegram import Bot, MessageId, Poll
from telegram.error import BadRequest

from bot.logs import where
from bot.pages.quizzes import QuizPages, Round
from bot.records.quiz_polls import OpenPoll
from bot.records.quizzes import Quiz
from bot.records.room_members import Member
from bot.shells.telegram.delivery.deliveries import Blocked, Delivery, Place, Sent
from bot.shells.telegram.delivery.live_messages import LiveMessages
from bot.shells.telegram.delivery.pacing import Priority
from bot.shells.telegram.delivery.side_by_side import all_of
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.workshops.quiz_screens import QuizScreens
from bot.workshops.rooms import Room
from bot.workshops.scores import Score

AT_ONCE = 8
"""People to whom something is on its way at the same time; a crash may send so many a second time, and nobody none."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class QuizRun:
    """Sends what is to be sent."""

    desk: Desk
    screens: QuizScreens
    live: LiveMessages

    async def go_on(self) -> bool:
        """Do a part of what is to be done; False if nothing is left."""
        quizzes = self.desk.records.quizzes
        await self.desk.keep(quizzes.end_those_of_ended_rooms)
        rooms = [self._send_some(quiz) for quiz in await self.desk.keep(quizzes.under_way)]
        return any(await all_of(rooms)) or await self._shut_some()

    async def _send_some(self, quiz: Quiz) -> bool:
        quizzes = self.desk.records.quizzes
        await self._keep_control(quiz)
        if quiz.state == "running" and not quiz.is_open:
            return False
        room = await self.desk.keep(self.desk.records.workshops.room, quiz.workshop)
        waiting = await self.desk.keep(self.desk.records.quiz_polls.waiting, quiz, AT_ONCE)
        is_over = quiz.state == "telling" and bool(waiting)
        scores = await self.desk.keep(self.desk.records.quiz_answers.scores, quiz) if is_over else ()
        if room is not None:
            await all_of(self._send_to(room, quiz, member, scores) for member in waiting)
        if not waiting and quiz.state == "telling":
            await self.desk.keep(quizzes.finish, quiz.id)
        return bool(waiting)

    async def _send_to(self, room: Room, quiz: Quiz, member: Member, scores: tuple[Score, ...]) -> None:
        try:
            if quiz.state == "running":
                await self._send_question(room, quiz, member)
            else:
                await self._send_score(quiz, member, scores)
        except BadRequest as error:
            # It would be refused again and again, and hold up all others.
            logger.warning("somebody could not be sent a quiz: %s", where(error))
            await self.desk.surely(self.desk.records.quiz_polls.note_sent, quiz, member.person)

    async def _send_question(self, room: Room, quiz: Quiz, member: Member) -> None:
        polls, names = self.desk.records.quiz_polls, self.desk.records.quiz_names
        if not await self.desk.keep(names.is_asked, room.id, member.person):
            language = await self.desk.language_of(member.person, quiz.language)
            intro = self.screens.intro(room.id, room.name, quiz, language)
            if isinstance(await self._say(member, intro), Blocked):
                return  # Who lets us write again meanwhile gets it then.
            await self.desk.surely(names.mark_asked, room.id, member.person)
        delivery, poll_id = await send_poll(self.desk, member, quiz)
        if isinstance(delivery, Blocked):
            return
        message_id = delivery.message_ids[-1] if isinstance(delivery, Sent) else None
        await self.desk.surely(polls.note_sent, quiz, member.person, poll_id, message_id)

    async def _send_score(self, quiz: Quiz, member: Member, scores: tuple[Score, ...]) -> None:
        language = await self.desk.language_of(member.person, quiz.language)
        await self._say(member, self.screens.done(quiz, member.person, scores, language))
        await self.desk.surely(self.desk.records.quiz_polls.note_sent, quiz, member.person)

    async def _say(self, member: Member, screen: Screen) -> Delivery:
        place = Place(chat_id=member.chat_id)
        return await self.desk.sender.send(place, screen.html, screen.keyboard, priority=Priority.BROADCAST)

    async def _keep_control(self, quiz: Quiz) -> None:
        """Bring the numbers in the trainer's control up to date, every few seconds while answers come."""
        if quiz.chat_id is None or quiz.control_id is None or not quiz.is_open:
            return
        is_there = await self.live.bring(quiz.chat_id, quiz.control_id, lambda: control(self.desk, self.screens, quiz))
        if not is_there:
            await self.desk.keep(self.desk.records.quizzes.put_control, quiz.id, quiz.chat_id, None)

    async def _shut_some(self) -> bool:
        """Shut polls that nobody answered in time, so that nobody answers in vain."""
        polls = await self.desk.keep(self.desk.records.quiz_polls.to_close, AT_ONCE)
        await all_of(self._shut(poll) for poll in polls)
        return bool(polls)

    async def _shut(self, poll: OpenPoll) -> None:
        async def stop(bot: Bot) -> MessageId:
            await _raw(bot, "stopPoll", {"chat_id": poll.chat_id, "message_id": poll.message_id})
            return MessageId(poll.message_id)

        try:
            await self.desk.sender.deliver(Place(chat_id=poll.chat_id), stop, priority=Priority.BROADCAST)
        except BadRequest as error:
            # It is shut already, or gone.
            logger.info("a poll could not be shut: %s", where(error))
        await self.desk.keep(self.desk.records.quiz_polls.mark_shut, poll.poll_id)


async def control(desk: Desk, screens: QuizScreens, quiz: Quiz) -> Screen | None:
    """What the trainer of a quiz sees now, in their language; None if its room is gone."""
    room = await desk.keep(desk.records.workshops.room, quiz.workshop)
    if room is None:
        return None
    counts = await desk.keep(desk.records.quiz_answers.counts, quiz, quiz.number)
    reached = await desk.keep(desk.records.quiz_polls.reached, quiz, quiz.number)
    language = quiz.language
    if quiz.chat_id is not None:
        language = await desk.language_of(desk.records.names.person(quiz.chat_id), quiz.language)
    return screens.round(room, quiz, reached=reached, answered=sum(counts), language=language)


async def send_poll(desk: Desk, member: Member, quiz: Quiz) -> tuple[Delivery, str | None]:
    """Send the question that *quiz* is at, and return what became of it, and the poll's id.

    Each try is noted before, for it may get through without our knowing.
    """
    question = quiz.question
    polls: list[str] = []

    async def send(bot: Bot) -> MessageId:
        await desk.keep(desk.records.quiz_polls.expect, quiz, member.person)
        sent = await _raw(
            bot,
            "sendPoll",
            {
                "chat_id": member.chat_id,
                "question": question.ask,
                "options": [{"text": option} for option in question.options],
                "is_anonymous": False,
                "type": Poll.QUIZ,
                "correct_option_ids": [question.right],
                "correct_option_id": question.right,
                "explanation": question.explanation,
                # A forwarded poll would bring answers of people who are not in the room.
                "protect_content": True,
            },
        )
        polls.append(sent["poll"]["id"])
        return MessageId(sent["message_id"])

    delivery = await desk.sender.deliver(Place(chat_id=member.chat_id), send, priority=Priority.BROADCAST)
    return delivery, polls[-1] if polls else None


async def _raw(bot: Bot, method: str, parameters: dict[str, Any]) -> Any:
    """What *method* gives, as it came: the library cannot read a poll of a server before Bot API 10."""
    return await bot._post(method, parameters)  # noqa: SLF001 - the library has no other way to call a method it knows


def quiz_pages(desk: Desk) -> QuizPages:
    """The pages of quizzes on the knowledge in force."""
    return QuizPages(desk.parts.knowledge, desk.parts.templates)


async def rounds_of(desk: Desk, quiz: Quiz) -> tuple[Round, ...]:
    """How a room answered each question it got."""
    rounds = []
    for number in range(1, quiz.number + 1):
        counts = await desk.keep(desk.records.quiz_answers.counts, quiz, number)
        rounds.append(quiz_pages(desk).round(quiz, number, counts))
    return tuple(rounds)


async def played_in(desk: Desk, room: Room) -> tuple[tuple[Round, ...], ...]:
    """The quizzes that *room* has had, as far as they were played."""
    quizzes = await desk.keep(desk.records.quizzes.played_in, room.id)
    return tuple([await rounds_of(desk, quiz) for quiz in quizzes])
