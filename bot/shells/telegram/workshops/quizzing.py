"""/quiz: a trainer makes a quiz, looks at it, and sends it question by question."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Message, Update

from bot.records.quizzes import Quiz
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.delivery.deliveries import Place, Sent
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import send_photo
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.workshops.own_rooms import own_room, rooms_of
from bot.shells.telegram.workshops.quiz_buttons import DraftQuiz, QuizAction
from bot.shells.telegram.workshops.quiz_run import control, quiz_pages, rounds_of
from bot.shells.telegram.workshops.quiz_screens import QuizScreens
from bot.workshops.quizzes import USUAL_QUESTIONS, another, quiz, wanted_questions
from bot.workshops.rooms import Room
from bot.workshops.scores import Score, leaderboard

_SEEDS = 2**31


@dataclass(frozen=True, kw_only=True)
class Quizzing:
    """Leads quizzes."""

    desk: Desk
    screens: QuizScreens

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {DraftQuiz: self.on_draft, QuizAction: self.on_action}

    @property
    def _actions(self) -> dict[str, Callable[[Room, Quiz, int, Pressed], Awaitable[bool]]]:
        return {
            "page": self._to_page,
            "change": self._change,
            "names": self._turn_names,
            "send": self._begin,
            "discard": self._discard,
            "results": self._results,
            "next": self._next,
            "end": self._end,
        }

    async def on_quiz(self, update: Update, context: Context) -> None:
        """A trainer wants a quiz of so many questions."""
        asker = await self.desk.asker(update)
        count = wanted_questions(" ".join(context.args or ()))
        there = await rooms_of(self.desk, asker)
        if len(there) == 1:
            await self.desk.show(asker, await self._drafted(there[0], count, asker, asker.language))
        else:
            await self.desk.show(asker, self.screens.which(there, count, asker.language))

    async def quiz(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants a quiz for *room*."""
        if room.is_ended:
            return False
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, await self._drafted(room, USUAL_QUESTIONS, pressed.asker, pressed.language))
        return True

    async def on_draft(self, press: DraftQuiz, pressed: Pressed) -> bool:
        """A trainer says for which room the quiz is."""
        room = await own_room(self.desk, pressed.asker, press.room)
        if room is None or room.is_ended:
            return False
        count = wanted_questions(str(press.count))
        return await turn_to(self.desk, await self._drafted(room, count, pressed.asker, pressed.language), pressed)

    async def on_action(self, press: QuizAction, pressed: Pressed) -> bool:
        """A trainer does something with a quiz, if its room is theirs."""
        found = await self.desk.keep(self.desk.records.quizzes.quiz, press.quiz)
        room = None if found is None else await own_room(self.desk, pressed.asker, found.workshop)
        if found is None or room is None:
            return False
        return await self._actions[press.action](room, found, press.number, pressed)

    async def _drafted(self, room: Room, count: int, asker: Asker, language: str) -> Screen:
        """A new draft for *room*; where a quiz is under way there, its control."""
        quizzes = self.desk.records.quizzes
        running = await self.desk.keep(quizzes.running_in, room.id)
        if running is not None:
            return await control(self.desk, self.screens, running) or self.screens.screen("gone", language)
        used = await self.desk.keep(quizzes.keys_used, room.id)
        words = quiz_pages(self.desk).words(self.desk.parts.templates.spoken(room.language))
        questions = await self.desk.think(
            quiz,
            self.desk.parts.knowledge,
            words,
            count=count,
            seed=secrets.randbelow(_SEEDS),
            themes=room.themes,
            without=used,
        )
        if not questions:
            return self.screens.screen("quiz_none", language, name=room.name)
        drafted = await self.desk.keep(
            quizzes.draft,
            room.id,
            asker.asking.person,
            asker.place.chat_id,
            language=words.language,
            questions=questions,
        )
        return self.screens.draft(room, drafted, 1, language)

    async def _to_page(self, room: Room, found: Quiz, page: int, pressed: Pressed) -> bool:
        if found.state != "draft":
            return await self._to_control(found, pressed)
        return await turn_to(self.desk, self.screens.draft(room, found, page, pressed.language), pressed)

    async def _change(self, room: Room, found: Quiz, page: int, pressed: Pressed) -> bool:
        """Put another question in the place of this one; the one there stays if there is no other."""
        if found.state == "draft" and 1 <= page <= len(found.questions):
            used = await self.desk.keep(self.desk.records.quizzes.keys_used, room.id)
            without = (*used, *(question.key for question in found.questions))
            words = quiz_pages(self.desk).words(found.language)
            seed = secrets.randbelow(_SEEDS)
            knowledge = self.desk.parts.knowledge
            other = await self.desk.think(another, knowledge, words, seed=seed, themes=room.themes, without=without)
            if other is not None:
                questions = list(found.questions)
                questions[page - 1] = other
                await self.desk.keep(self.desk.records.quizzes.change, found.id, questions)
        return await self._to_page(room, await self._fresh(found), page, pressed)

    async def _turn_names(self, room: Room, found: Quiz, page: int, pressed: Pressed) -> bool:
        shown = not found.shows_names
        await self.desk.keep(self.desk.records.quizzes.show_names, found.id, shown=shown)
        return await self._to_page(room, await self._fresh(found), page, pressed)

    async def _discard(self, room: Room, found: Quiz, _page: int, pressed: Pressed) -> bool:
        if found.state != "draft":
            return await self._to_control(found, pressed)
        await self.desk.keep(self.desk.records.quizzes.discard, found.id)
        return await turn_to(
            self.desk, self.screens.screen("quiz_discarded", pressed.language, name=room.name), pressed
        )

    async def _begin(self, room: Room, found: Quiz, _page: int, pressed: Pressed) -> bool:
        """Send the first question; where a quiz is under way in the room already, show that."""
        if room.is_ended:
            return False
        await self.desk.keep(self.desk.records.quizzes.begin, found.id)
        running = await self.desk.keep(self.desk.records.quizzes.running_in, room.id)
        self.desk.room_due.set()
        return running is not None and await self._to_control(running, pressed)

    async def _results(self, room: Room, found: Quiz, number: int, pressed: Pressed) -> bool:
        if found.state != "running" or found.number != number:
            return await self._to_control(found, pressed)
        await self.desk.sender.answer_press(pressed.query.id)
        await self._close(room, found, pressed)
        return True

    async def _next(self, room: Room, found: Quiz, number: int, pressed: Pressed) -> bool:
        """Go on to the next question, with the results of this one if they have not been shown; or to the end."""
        if found.state != "running" or found.number != number:
            return await self._to_control(found, pressed)
        if number >= len(found.questions):
            return await self._end(room, found, number, pressed)
        await self.desk.sender.answer_press(pressed.query.id)
        await self._close(room, found, pressed)
        if await self.desk.keep(self.desk.records.quizzes.open_next, found.id, number):
            self.desk.room_due.set()
            await self._send_control(await self._fresh(found), pressed)
        return True

    async def _end(self, room: Room, found: Quiz, _number: int, pressed: Pressed) -> bool:
        await self.desk.sender.answer_press(pressed.query.id)
        if found.state == "running":
            await self._close(room, found, pressed)
            if await self.desk.keep(self.desk.records.quizzes.end, found.id):
                self.desk.room_due.set()
        ended = await self._fresh(found)
        rounds = await rounds_of(self.desk, ended)
        scores = await self.desk.keep(self.desk.records.quiz_answers.scores, ended)
        await self.desk.show(pressed.asker, self.screens.over(room, ended, rounds, scores, pressed.language))
        await self._show_leaders(room, ended, scores, pressed)
        return True

    async def _show_leaders(self, room: Room, ended: Quiz, scores: tuple[Score, ...], pressed: Pressed) -> None:
        """The leaderboard for the screen, if there is one."""
        standings = leaderboard(scores) if ended.shows_names else ()
        if standings:
            picture = await self.desk.draw(quiz_pages(self.desk).leaders, room, ended, standings)
            caption = self.screens.screen("quiz_leaders", pressed.language, room=room, standings=standings)
            await send_photo(self.desk.sender, pressed.asker.place, picture, caption.html)

    async def _close(self, room: Room, found: Quiz, pressed: Pressed) -> None:
        """Take no more answers to the present question, and show how it was answered; once."""
        quizzes = self.desk.records.quizzes
        if not await self.desk.keep(quizzes.close_round, found.id, found.number):
            return
        closed = await self._fresh(found)
        await self._end_control(closed)
        counts = await self.desk.keep(self.desk.records.quiz_answers.counts, closed, closed.number)
        pages = quiz_pages(self.desk)
        round_ = pages.round(closed, closed.number, counts)
        picture = await self.desk.draw(pages.picture, room, closed, round_)
        screen = self.screens.results(closed, round_, pressed.language)
        await send_photo(self.desk.sender, pressed.asker.place, picture, screen.html, screen.keyboard)
        await self.desk.surely(quizzes.mark_shown, closed.id, closed.number)
        self.desk.room_due.set()

    async def _end_control(self, closed: Quiz) -> None:
        """The control of a closed question stays with its last numbers, without buttons."""
        screen = await control(self.desk, self.screens, closed)
        if closed.chat_id is not None and closed.control_id is not None and screen is not None:
            place = Place(chat_id=closed.chat_id)
            await self.desk.sender.edit(place, closed.control_id, screen.html)

    async def _to_control(self, found: Quiz, pressed: Pressed) -> bool:
        """Put the control of a running quiz in the place of this message, and keep it up to date from now on."""
        message = pressed.query.message
        if found.state != "running" or message is None:
            return False
        if isinstance(message, Message) and message.photo:
            await self.desk.sender.answer_press(pressed.query.id)
            await self._send_control(found, pressed)
            return True
        chat_id = pressed.asker.place.chat_id
        await self.desk.keep(self.desk.records.quizzes.put_control, found.id, chat_id, message.message_id)
        return await turn_to(self.desk, await control(self.desk, self.screens, found), pressed)

    async def _send_control(self, found: Quiz, pressed: Pressed) -> None:
        place = pressed.asker.place
        screen = await control(self.desk, self.screens, replace(found, chat_id=place.chat_id))
        if screen is None:
            return
        sent = await self.desk.sender.send(place, screen.html, screen.keyboard)
        if isinstance(sent, Sent):
            await self.desk.keep(self.desk.records.quizzes.put_control, found.id, place.chat_id, sent.message_ids[-1])

    async def _fresh(self, found: Quiz) -> Quiz:
        return await self.desk.keep(self.desk.records.quizzes.quiz, found.id) or found
