"""Quizzes as people in a room take part: they answer polls, and say how a leaderboard shall name them."""

from dataclasses import dataclass

from telegram import Message, Update
from telegram.constants import ChatType

from bot.shells.telegram.desk import Asker, Context, Desk, Handler, who
from bot.shells.telegram.owners.questions import Questions
from bot.shells.telegram.pressing import Pressed, turn_to
from bot.shells.telegram.workshops.quiz_buttons import AskInstead, NameMe
from bot.shells.telegram.workshops.quiz_screens import QuizScreens
from bot.shells.telegram.workshops.room_prompts import AnswersRoomPrompt, ask_for
from bot.workshops.nicknames import may_be_nickname, may_be_question, nickname_in
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class QuizPeople:
    """Notes answers and nicknames; ``on_question`` answers what is none."""

    desk: Desk
    screens: QuizScreens
    prompts: AnswersRoomPrompt
    questions: Questions
    on_question: Handler

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
            return await turn_to(self.desk, self.screens.name("struck", "", pressed.language), pressed)
        if press.wish == "yes":
            await self.desk.sender.answer_press(pressed.query.id)
            await self._ask(pressed.asker, room, pressed.language)
            return True
        await self.desk.keep(self.desk.records.quiz_names.stay_unnamed, room.id, person)
        return await turn_to(self.desk, self.screens.name("unnamed", "", pressed.language), pressed)

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
        await self._name(asker, room, message.text or "")

    async def on_words(self, update: Update, context: Context) -> None:
        """Somebody who was asked for a nickname just says it; or anybody writes anything else."""
        message, person = update.effective_message, self.desk.records.names.person(who(update, 0))
        names = self.desk.records.quiz_names
        number = await self.desk.keep(names.awaited_in, person) if _is_plain(message) else None
        room = None if number is None else await self.desk.keep(self.desk.records.workshops.room, number)
        if room is None or message is None:
            await self.on_question(update, context)
        elif self.desk.handling[update.update_id].before or not await self._is_nickname(message.text or ""):
            await self.desk.keep(names.wait_no_more, room.id, person)
            await self.on_question(update, context)
        else:
            await self._name(await self.desk.asker(update), room, message.text or "", is_plain=True)

    async def on_ask_instead(self, press: AskInstead, pressed: Pressed) -> bool:
        """What we took for a nickname was a question."""
        names, person = self.desk.records.quiz_names, pressed.asker.asking.person
        words = await self.desk.keep(names.own, press.room, person)
        if words is None:
            return False
        await self.desk.keep(names.stay_unnamed, press.room, person)
        await turn_to(self.desk, self.screens.name("unnamed", "", pressed.language), pressed)
        await self.questions.ask_words(pressed.asker, words)
        return True

    async def _is_nickname(self, words: str) -> bool:
        """Claim that *words* are meant as a nickname: short, no pleasantry, and nothing we would surely advise on."""
        if not may_be_nickname(words):
            return False
        decision = (await self.desk.think(self.desk.parts.answerer.answer, words)).decision_name
        return decision != "smalltalk" and not (decision == "advice" and may_be_question(words))

    async def _ask(self, asker: Asker, room: Room, language: str) -> None:
        await ask_for(self.desk, asker, "nickname", room, language)
        await self.desk.keep(self.desk.records.quiz_names.wait_for, room.id, asker.asking.person)

    async def _name(self, asker: Asker, room: Room, words: str, *, is_plain: bool = False) -> None:
        """Call somebody so; who just said it in a *plain* message may have meant it as a question."""
        name, outcome = nickname_in(words), "empty"
        if name:
            outcome = await self.desk.keep(self.desk.records.quiz_names.choose, room.id, asker.asking.person, name)
        ask_instead = room if is_plain and outcome == "named" else None
        shown = "" if outcome == "struck" else name
        await self.desk.show(asker, self.screens.name(outcome, shown, asker.language, ask_instead))
        if outcome in {"empty", "taken"}:
            await self._ask(asker, room, asker.language)
        else:
            await self.desk.keep(self.desk.records.quiz_names.wait_no_more, room.id, asker.asking.person)


def _is_plain(message: Message | None) -> bool:
    """Claim that *message* is text in private that replies to nothing."""
    return (
        message is not None
        and message.chat.type == ChatType.PRIVATE
        and bool(message.text)
        and message.reply_to_message is None
    )
