"""The desk: what every handler works with, and who stands before it."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ParamSpec, TypeVar

from telegram import Message, Update, User
from telegram.ext import CallbackContext, ExtBot

from bot.assembly import Parts
from bot.records.conversation_log import Asking
from bot.records.database import hurry
from bot.records.opening import Records
from bot.settings import Settings
from bot.shells.telegram.addressing import sender_of
from bot.shells.telegram.background import Background
from bot.shells.telegram.delivery.backoff import pauses
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.delivery.sending import Sender
from bot.shells.telegram.delivery.signs import Signs
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.roles import Role, roles_of
from bot.shells.telegram.served import Served

P = ParamSpec("P")
T = TypeVar("T")
Context = CallbackContext[ExtBot[None], None, None, None]
"""What the library hands to a handler beside the update; of ours there is nothing in it."""
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
"""Hears of an update."""

logger = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Handling:
    """An update that is being handled, and what went wrong with it, if anything did."""

    received_at: datetime
    before: tuple[Message, ...] = ()
    """Messages that this one goes on with, see ``bursts``."""
    late_by: timedelta | None = None
    """How long somebody waited for us, if it was too long."""
    error: Exception | None = None


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who does something, where, and the language to answer in where the words themselves do not say."""

    asking: Asking
    place: Place
    roles: frozenset[Role]
    chosen_language: str | None
    client_language: str | None
    language: str
    late_by: timedelta | None = None

    def language_for(self, written_in: str) -> str:
        """The language for a press of a button under a message *written_in* some language."""
        return self.chosen_language or written_in


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Records have a thread of their own, so that a slow disk never holds up the conversation; so have thinking and
    drawing.
    """

    settings: Settings
    served: Served
    records: Records
    sender: Sender
    me: User
    signs: Signs = field(default_factory=Signs)
    background: Background = field(default_factory=Background)
    handling: dict[int, Handling] = field(default_factory=dict)
    broadcast_due: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a broadcast is to be sent."""
    room_due: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a room is to get something, such as a question of a quiz."""
    telling: set[int] = field(default_factory=set)
    """The left questions whose answer is on its way to whoever left them."""
    _keeping: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "records"))
    _thinking: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "answering"))
    _drawing: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "drawing"))

    @property
    def parts(self) -> Parts:
        """What to answer the update at hand with, see ``served``."""
        return self.served.parts

    async def keep(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do some *work* with the records."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._keeping, partial(work, *arguments, **named))
        except sqlite3.Error as error:
            self.signs.records_failed(error)
            raise

    async def surely(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do some *work* with the records, for as long as it takes: what it writes has happened already."""
        for pause in pauses():
            try:
                return await self.keep(work, *arguments, **named)
            except sqlite3.Error as error:
                logger.error("the records cannot be written (%s); next try in %.1f s", error, pause)  # noqa: TRY400 - the kind says all
                await asyncio.sleep(pause)
        raise AssertionError("there is always another pause")

    async def think(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do some *work* that keeps a processor busy."""
        return await asyncio.get_running_loop().run_in_executor(self._thinking, partial(work, *arguments, **named))

    async def draw(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do some *work* that draws pictures: one after the other, so that they never pile up in memory."""
        return await asyncio.get_running_loop().run_in_executor(self._drawing, partial(work, *arguments, **named))

    def hurry(self) -> None:
        """Do not wait long for other programs that write, since we stop."""
        self._keeping.submit(hurry, self.records.database)

    def close(self) -> None:
        """Wait for what is being written and close the records."""
        self._thinking.shutdown()
        self._drawing.shutdown()
        self._keeping.shutdown()
        self.records.close()

    async def show(self, asker: Asker, screen: Screen) -> None:
        """Send *screen* to whoever did something."""
        await self.sender.send(asker.place, screen.html, screen.keyboard)

    async def roles_of(self, user: User | None) -> frozenset[Role]:
        """What *user* is to us."""
        number, records = None if user is None else user.id, self.records
        return await self.keep(roles_of, number, self.settings, records.team, records.workshops)

    async def language_of(self, person: str, *otherwise: str | None) -> str:
        """The language that *person* chose, else the first of *otherwise* that we speak, else our first."""
        chosen = await self.keep(self.records.people.chosen_language, person)
        return self.parts.templates.spoken(chosen, *otherwise)

    def _language_and_roles(self, person: str, user: User | None) -> tuple[str | None, frozenset[Role]]:
        """The language that *person* chose, and what they are to us."""
        number, records = None if user is None else user.id, self.records
        roles = roles_of(number, self.settings, records.team, records.workshops)
        return records.people.chosen_language(person), roles

    async def asker(self, update: Update) -> Asker:
        """Who sent *update*."""
        message = update.effective_message
        chat = update.effective_chat
        if chat is None:
            raise ValueError("an update without a chat came to a handler of messages")
        user, handling = speaker(update), self.handling[update.update_id]
        person = self.records.names.person(who(update, chat.id))
        chosen, roles = await self.keep(self._language_and_roles, person, user)
        client = None if user is None else user.language_code
        asking = Asking(
            update_id=update.update_id,
            person=person,
            chat=self.records.names.chat(chat.id),
            chat_kind=chat.type,
            message_id=None if update.callback_query or message is None else message.message_id,
            # What was said hours apart and came at once is no one conversation.
            asked_at=handling.received_at - (handling.late_by or timedelta(0)),
        )
        templates = self.parts.templates
        return Asker(
            asking=asking,
            place=_place(update, chat.id, message, is_late=handling.late_by is not None),
            late_by=handling.late_by,
            roles=roles,
            chosen_language=chosen if chosen in templates.languages else None,
            client_language=client,
            language=templates.spoken(chosen, (client or "").partition("-")[0]),
        )


def speaker(update: Update) -> User | None:
    """The person behind *update*; None for who speaks in the name of a channel or a group."""
    message = update.effective_message
    if update.callback_query is None and isinstance(message, Message) and message.sender_chat is not None:
        return None
    return update.effective_user


def who(update: Update, chat_id: int) -> int:
    """The id of who speaks; a channel or a group has one, too."""
    message = update.effective_message
    if update.callback_query is None and isinstance(message, Message):
        return sender_of(message)
    user = update.effective_user
    return chat_id if user is None else user.id


def _place(update: Update, chat_id: int, message: Message | None, *, is_late: bool) -> Place:
    """In a private chat it is clear what we reply to, unless we are late; elsewhere the asking message is named."""
    if not isinstance(message, Message):
        return Place(chat_id=chat_id)
    thread_id = message.message_thread_id if message.is_topic_message else None
    if message.chat.type == "private" and not is_late:
        return Place(chat_id=chat_id, thread_id=thread_id)
    asking = message if update.callback_query is None else asking_message(message)
    return Place(chat_id=chat_id, thread_id=thread_id, reply_to=None if asking is None else asking.message_id)


def asking_message(ours: Message) -> Message | None:
    """The message that *ours* replies to, if that is still known; a topic's first message is no such thing."""
    replied = ours.reply_to_message
    return None if replied is None or replied.forum_topic_created is not None else replied
