"""The door: what comes too late or too fast is dealt with here, before any handler hears of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from telegram import Update
from telegram.ext import filters

from bot.advice.markup import plain_text
from bot.records.inbox import Waiting
from bot.shells.telegram.addressing import command_is_for_us, is_for_us
from bot.shells.telegram.commands import COMMANDS
from bot.shells.telegram.curators.pausing import rests
from bot.shells.telegram.delivery.lateness import said_at, waited
from bot.shells.telegram.delivery.limiting import PersonLimit, Verdict
from bot.shells.telegram.desk import Desk, Handling, who
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import NOTICE_LIMIT

_OUR_COMMANDS = frozenset(f"/{command.name}" for command in COMMANDS)
PRESSES_AT_ONCE = 4
PRESSES_EACH_PAUSE = 6
"""So many presses for one question: they cost little, and a dozen questions of a check get a dozen quick taps."""
QUERIES_BURST = 20
QUERIES_PAUSE = timedelta(seconds=0.5)
"""Inline queries come with every few letters typed, so they have a limit of their own, and no words are lost on it."""


class Door:
    """The door of one *desk*; ``at_telegram`` and ``here`` tell the time there and here."""

    def __init__(self, desk: Desk, *, at_telegram: Callable[[], datetime], here: Callable[[], datetime]) -> None:
        self._desk = desk
        self._at_telegram = at_telegram
        self._here = here
        pause = timedelta(seconds=desk.settings.person_pause_s)
        self._limit = PersonLimit(burst=desk.settings.person_burst, pause=pause)
        self._press_limit = PersonLimit(
            burst=PRESSES_AT_ONCE * desk.settings.person_burst, pause=pause / PRESSES_EACH_PAUSE
        )
        limits_queries = QUERIES_BURST if desk.settings.person_burst else 0
        self._query_limit = PersonLimit(burst=limits_queries, pause=QUERIES_PAUSE)

    async def admits(self, update: Update, waiting: Waiting, handling: Handling) -> bool:
        """Whether a handler shall hear of *update*; *handling* learns how late it is. If not, it is dealt with."""
        wait = waited(update, waiting.received_at, at_telegram=self._at_telegram(), here=self._here())
        handling.late_by = wait.span if wait.is_late and said_at(update) is not None else None
        if waiting.is_replay:
            return True
        if wait.is_too_old and _wants_an_answer(update):
            await self._excuse_once(update)
            return False
        return await self._is_in_time(update, waiting) and not await self._rests(update)

    async def _rests(self, update: Update) -> bool:
        """Whether the bot is paused for whoever does this; what is not for us is left alone as ever."""
        is_for_us = update.inline_query or update.callback_query or self._speaks_to_us(update)
        return bool(is_for_us) and await rests(self._desk, update)

    async def _is_in_time(self, update: Update, waiting: Waiting) -> bool:
        """Whether whoever does this is not too fast; they are told so once."""
        moment = said_at(update) or waiting.received_at
        if update.inline_query is not None:
            person = update.inline_query.from_user.id
            return self._query_limit.verdict(person, moment, update.update_id) is Verdict.SERVED
        chat = update.effective_chat
        if chat is None or not (update.callback_query or self._speaks_to_us(update)):
            return True
        limit = self._press_limit if update.callback_query else self._limit
        verdict = limit.verdict(who(update, chat.id), moment, update.update_id)
        if verdict is Verdict.ASKED_TO_WAIT:
            await self._ask_to_wait(update)
        return verdict is Verdict.SERVED

    async def _excuse_once(self, update: Update) -> None:
        """Say sorry for having been away, once in a chat, whatever number of messages it has waiting."""
        said, chat, chats = said_at(update), update.effective_chat, self._desk.records.chats
        if said is None or chat is None or update.message is None or not self._speaks_to_us(update):
            return
        excused_at = await self._desk.keep(chats.excused_at, chat.id)
        if excused_at is not None and excused_at >= said:
            return
        asker = await self._desk.asker(update)
        await self._desk.show(asker, Screen(html=self._page("away", asker.language)))
        await self._desk.keep(chats.mark_excused, chat.id, self._at_telegram())

    async def _ask_to_wait(self, update: Update) -> None:
        asker = await self._desk.asker(update)
        html = self._page("slow_down", asker.language)
        if update.callback_query is not None:
            await self._desk.sender.answer_press(update.callback_query.id, plain_text(html)[:NOTICE_LIMIT])
        else:
            await self._desk.show(asker, Screen(html=html))

    def _speaks_to_us(self, update: Update) -> bool:
        """Claim that a person says something that is meant for us: in groups most is said to others."""
        message = update.message or update.edited_message
        # What has words is no notice of the chat's standing, and that is quicker seen.
        if message is None or (message.text is None and filters.StatusUpdate.ALL.check_update(update)):
            return False
        words = (message.text or "").split(maxsplit=1)
        if words and words[0].startswith("/"):
            return words[0].lower() in _OUR_COMMANDS or command_is_for_us(message, self._desk.me)
        return is_for_us(message, self._desk.me)

    def _page(self, name: str, language: str) -> str:
        return self._desk.parts.answerer.replies.page(name, language)


def _wants_an_answer(update: Update) -> bool:
    """Claim that *update* is of use only while somebody waits; a vote or a block is good to know at any time."""
    asks = (update.message, update.edited_message, update.callback_query, update.inline_query)
    return any(kind is not None for kind in asks)
