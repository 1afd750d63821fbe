"""Quizzes as people in a room take part: they answer polls, and say how a leaderboard shall name them."""

from dataclasses import dataclass

from telegram import Message, Update

from bot.shells.telegram.desk import Desk
from bot.shells.telegram.owners.questions import Context
from bot.shells.telegram.pressing import Pressed, turn_to
from bot.shells.telegram.workshops.quiz_buttons import NameMe
from bot.shells.telegram.workshops.quiz_screens import QuizScreens
from bot.shells.telegram.workshops.room_prompts import AnswersRoomPrompt, ask_for
from bot.workshops.rooms import tidy_name
from bot.workshops.scores import MOST_NICKNAME


@dataclass(frozen=True, kw_only=True)
class QuizPeople:
    """Notes answers and nicknames."""

    desk: Desk
    screens: QuizScreens
    prompts: AnswersRoomPrompt

    async def on_answer(self, update: Update, _context: Context) -> None:
        """Somebody answers a poll; whether it counts is seen when answers are counted."""
        answer = update.poll_answer
        if answer is None or answer.user is None or not answer.option_ids:
            return
        person, option = self.desk.records.names.person(answer.user.id), answer.option_ids[0]
        at = self.desk.handling[update.update_id].received_at
        await self.desk.keep(self.desk.records.quiz_answers.note, answer.poll_id, person, option, at)

    async def on_name_me(self, press: NameMe, pressed: Pressed) -> bool:
        """Somebody wants to be named on leaderboards, or not."""
        person = pressed.asker.asking.person
        room = await self.desk.keep(self.desk.records.room_members.room_of, person)
        if room is None or room.id != press.room:
            return False
        if press.wish == "yes" and await self.desk.keep(self.desk.records.quiz_names.is_struck, room.id, person):
            screen = self.screens.screen("quiz_name", pressed.language, outcome="struck", name="")
            return await turn_to(self.desk, screen, pressed)
        if press.wish == "yes":
            await self.desk.sender.answer_press(pressed.query.id)
            await ask_for(self.desk, pressed.asker, "nickname", room, pressed.language)
            return True
        await self.desk.keep(self.desk.records.quiz_names.stay_unnamed, room.id, person)
        screen = self.screens.screen("quiz_name", pressed.language, outcome="unnamed", name="")
        return await turn_to(self.desk, screen, pressed)

    async def on_nickname(self, update: Update, _context: Context) -> None:
        """Somebody says the nickname that we asked for."""
        asker, message = await self.desk.asker(update), update.effective_message
        request = self.prompts.request(message) if isinstance(message, Message) else None
        room = await self.desk.keep(self.desk.records.room_members.room_of, asker.asking.person)
        if message is None or request is None:
            return
        if room is None or room.code != request.code:
            await self.screens.show(asker, "room_none")
            return
        name = tidy_name(message.text or "")[:MOST_NICKNAME].strip()
        outcome = "empty"
        if name:
            outcome = await self.desk.keep(self.desk.records.quiz_names.choose, room.id, asker.asking.person, name)
        shown = "" if outcome == "struck" else name
        await self.screens.show(asker, "quiz_name", outcome=outcome, name=shown)
        if outcome in {"empty", "taken"}:
            await ask_for(self.desk, asker, "nickname", room, asker.language)
