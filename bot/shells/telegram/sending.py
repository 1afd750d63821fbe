"""The one way out: every message goes through here, and Telegram's moods are met here.

What is expected is returned (the person blocked us, the message is gone); what is not is raised.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.advice.markup import plain_text, split_html
from bot.shells.telegram.backoff import pauses
from bot.shells.telegram.client import CONNECTIONS

T = TypeVar("T")

MOST_TRIES = 6
_FLOOD_SLACK_S = 0.2
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_SAME = "message is not modified"
_TOO_LATE = ("query is too old", "query id is invalid")
_GONE = ("message to edit not found", "message can't be edited", "message to delete not found", "message_id_invalid")
_CLOSED = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "topic_closed",
    "message thread not found",
    "chat_write_forbidden",
    "need administrator rights",
    "user is deactivated",
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message goes: the chat, its topic, and the message it replies to."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """It is out, in these messages."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """The person or the chat does not let us write, and that is their right."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """There is no writing to this chat, for a reason that trying again does not mend."""

    reason: str


Delivery = Sent | Blocked | Refused


class Sender:
    """Sends through *bot*; a wait that Telegram asks for holds up nothing but the chat it was asked for."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._connections = asyncio.Semaphore(CONNECTIONS - 2)
        self._last_success = 0.0

    def succeeded_since(self, moment: float) -> bool:
        """Whether Telegram took anything from us after this *moment* of the monotonic clock."""
        return self._last_success > moment

    async def send(self, place: Place, html: str, keyboard: InlineKeyboardMarkup | None = None) -> Delivery:
        """Send *html*, in as many messages as it needs, the *keyboard* under the last."""
        pieces = split_html(html)
        sent: list[int] = []
        for number, piece in enumerate(pieces, start=1):
            under = keyboard if number == len(pieces) else None
            outcome = await self._send_piece(place, piece, under)
            if not isinstance(outcome, Sent):
                return outcome
            sent += outcome.message_ids
            place = replace(place, reply_to=None)
        return Sent(message_ids=tuple(sent))

    async def replace(
        self, place: Place, message_ids: tuple[int, ...], html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> Delivery:
        """Put *html* in the place of the messages we sent before; what is gone or too few is sent anew."""
        pieces = split_html(html)
        if len(pieces) > len(message_ids):
            return await self._anew(place, message_ids, html, keyboard)
        for number, (message_id, piece) in enumerate(zip(message_ids, pieces, strict=False), start=1):
            under = keyboard if number == len(pieces) else None
            if not await self.edit(place, message_id, piece, under):
                return await self._anew(place, message_ids, html, keyboard)
        for message_id in message_ids[len(pieces) :]:
            await self.delete(place, message_id)
        return Sent(message_ids=message_ids[: len(pieces)])

    async def edit(
        self, place: Place, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> bool:
        """Change one message; False if it can't be changed any more."""

        def change(text: str, mode: str | None) -> Callable[[], Awaitable[object]]:
            return lambda: self._bot.edit_message_text(
                text,
                chat_id=place.chat_id,
                message_id=message_id,
                parse_mode=mode,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )

        try:
            await self._in_html_or_plain(change, html)
        except Forbidden:
            return False
        except BadRequest as error:
            if _SAME in error.message.lower():
                return True
            if _says(error, _GONE + _CLOSED):
                return False
            raise
        return True

    async def delete(self, place: Place, message_id: int) -> None:
        """Remove one of our messages, if it still can be."""
        try:
            await self._call(lambda: self._bot.delete_message(place.chat_id, message_id))
        except Forbidden:
            pass
        except BadRequest as error:
            if not _says(error, (*_GONE, *_CLOSED, "message can't be deleted")):
                raise

    async def answer_press(self, query_id: str, notice: str | None = None) -> None:
        """Tell the app that the press was heard, so that the button stops turning; too late is no error."""
        try:
            await self._call(lambda: self._bot.answer_callback_query(query_id, notice))
        except BadRequest as error:
            if not _says(error, _TOO_LATE):
                raise

    async def _anew(
        self, place: Place, message_ids: tuple[int, ...], html: str, keyboard: InlineKeyboardMarkup | None
    ) -> Delivery:
        outcome = await self.send(place, html, keyboard)
        if isinstance(outcome, Sent):
            for message_id in message_ids:
                await self.delete(place, message_id)
        return outcome

    async def _send_piece(self, place: Place, piece: str, keyboard: InlineKeyboardMarkup | None) -> Delivery:
        def message(text: str, mode: str | None) -> Callable[[], Awaitable[int]]:
            async def send() -> int:
                message = await self._bot.send_message(
                    place.chat_id,
                    text,
                    parse_mode=mode,
                    message_thread_id=place.thread_id,
                    reply_parameters=_reply_to(place),
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
                return message.message_id

            return send

        try:
            return Sent(message_ids=(await self._in_html_or_plain(message, piece),))
        except Forbidden:
            return Blocked()
        except ChatMigrated as error:
            return await self._send_piece(Place(chat_id=error.new_chat_id), piece, keyboard)
        except BadRequest as error:
            if _says(error, _CLOSED):
                return Refused(reason=error.message)
            raise

    async def _in_html_or_plain(self, call: Callable[[str, str | None], Callable[[], Awaitable[T]]], html: str) -> T:
        """Make the call with *html*, and without markup if Telegram cannot read it: the words matter more."""
        try:
            return await self._call(call(html, ParseMode.HTML))
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            logger.warning("Telegram could not read our HTML; sent as plain text: a template needs mending")
            return await self._call(call(plain_text(html), None))

    async def _call(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call, wait where Telegram asks for it, and try again what failed on the way."""
        for tries, pause in enumerate(pauses(), start=1):
            try:
                async with self._connections:
                    result = await call()
            except RetryAfter as error:
                # Telegram's own word, so it does not count as a failure.
                await asyncio.sleep(_seconds(error) + _FLOOD_SLACK_S)
            except BadRequest:
                raise  # it is a NetworkError to the library, but trying again helps nobody
            except NetworkError:
                if tries >= MOST_TRIES:
                    raise
                await asyncio.sleep(pause)
            else:
                self._last_success = time.monotonic()
                return result
        raise AssertionError("there is always another pause")


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _reply_to(place: Place) -> ReplyParameters | None:
    if place.reply_to is None:
        return None
    return ReplyParameters(message_id=place.reply_to, allow_sending_without_reply=True)


def _says(error: BadRequest, words: tuple[str, ...]) -> bool:
    message = error.message.lower()
    return any(word in message for word in words)
