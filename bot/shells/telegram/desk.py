"""The desk: what every handler works with, and who stands before it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import ParamSpec, TypeVar

from telegram import Message, Update, User

from bot.assembly import Parts
from bot.records.conversation_log import Asking
from bot.records.opening import Records
from bot.settings import Settings
from bot.shells.telegram.sending import Place, Sender

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(kw_only=True)
class Handling:
    """An update that is being handled, and what went wrong with it, if anything did."""

    received_at: datetime
    error: Exception | None = None


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who does something, where, and the language to answer in where the words themselves do not say."""

    asking: Asking
    place: Place
    chosen_language: str | None
    client_language: str | None
    language: str

    def language_for(self, written_in: str) -> str:
        """The language for a press of a button under a message *written_in* some language."""
        return self.chosen_language or written_in


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Records have a thread of their own, so that a slow disk never holds up the conversation; so has thinking."""

    settings: Settings
    parts: Parts
    records: Records
    sender: Sender
    me: User
    handling: dict[int, Handling] = field(default_factory=dict)
    _keeping: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "records"))
    _thinking: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "answering"))

    async def keep(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do some *work* with the records."""
        return await asyncio.get_running_loop().run_in_executor(self._keeping, partial(work, *arguments, **named))

    async def think(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Do some *work* that keeps a processor busy."""
        return await asyncio.get_running_loop().run_in_executor(self._thinking, partial(work, *arguments, **named))

    def close(self) -> None:
        """Wait for what is being written and close the records."""
        self._thinking.shutdown()
        self._keeping.shutdown()
        self.records.close()

    async def asker(self, update: Update) -> Asker:
        """Who sent *update*."""
        message = update.effective_message
        chat = update.effective_chat
        if chat is None:
            raise ValueError("an update without a chat came to a handler of messages")
        user = update.effective_user
        person = self.records.names.person(chat.id if user is None else user.id)
        chosen = await self.keep(self.records.people.chosen_language, person)
        client = None if user is None else user.language_code
        asking = Asking(
            update_id=update.update_id,
            person=person,
            chat=self.records.names.chat(chat.id),
            chat_kind=chat.type,
            message_id=None if update.callback_query or message is None else message.message_id,
            asked_at=self.handling[update.update_id].received_at,
        )
        spoken = self.parts.templates.languages
        return Asker(
            asking=asking,
            place=_place(update, chat.id, message),
            chosen_language=chosen if chosen in spoken else None,
            client_language=client,
            language=next((code for code in (chosen, (client or "").partition("-")[0]) if code in spoken), spoken[0]),
        )


def _place(update: Update, chat_id: int, message: Message | None) -> Place:
    """In a private chat it is clear what we reply to; elsewhere the asking message is named."""
    if not isinstance(message, Message):
        return Place(chat_id=chat_id)
    thread_id = message.message_thread_id if message.is_topic_message else None
    if message.chat.type == "private" or update.callback_query is not None:
        return Place(chat_id=chat_id, thread_id=thread_id)
    return Place(chat_id=chat_id, thread_id=thread_id, reply_to=message.message_id)
