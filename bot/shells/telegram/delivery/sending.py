"""The one way out: every message goes through here, and Telegram's moods are met here.

What is expected is returned (the person blocked us, the message is gone); what is not is raised.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, MessageId
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.advice.markup import plain_text, split_html
from bot.shells.telegram.delivery import refusals
from bot.shells.telegram.delivery.calling import Calls
from bot.shells.telegram.delivery.deliveries import Blocked, Delivery, Place, Refused, Sent
from bot.shells.telegram.delivery.pacing import Pace, Pacer, Priority
from bot.shells.telegram.delivery.plain_buttons import plain_buttons
from bot.shells.telegram.delivery.watcher import Unwatched, Watcher

T = TypeVar("T")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends through *bot* at Telegram's *pace*, answers before broadcasts."""

    def __init__(self, bot: Bot, pace: Pace | None = None, on_retry: Callable[[], None] = lambda: None) -> None:
        self._bot = bot
        self._calls = Calls(Pacer(pace or Pace()), on_retry)
        self._watcher: Watcher = Unwatched()

    def be_watched(self, watcher: Watcher) -> None:
        """Tell *watcher* from now on."""
        self._watcher = watcher

    def succeeded_since(self, moment: float) -> bool:
        """Whether Telegram took anything from us after this *moment* of the monotonic clock."""
        return self._calls.succeeded_since(moment)

    def give_up(self, within_s: float) -> None:
        """Cancel what has to wait longer than *within_s* for its turn, since we stop."""
        self._calls.give_up(within_s)

    async def send(
        self,
        place: Place,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        priority: Priority = Priority.ANSWER,
    ) -> Delivery:
        """Send *html*, in as many messages as it needs, the *keyboard* under the last.

        What many people get at once is a BROADCAST and waits for the answers that somebody is waiting for.
        """
        pieces = split_html(html)
        sent: list[int] = []
        for number, piece in enumerate(pieces, start=1):
            under = keyboard if number == len(pieces) else None
            outcome = await _with_buttons_known(partial(self._send_piece, place, piece, priority), under)
            if not isinstance(outcome, Sent):
                return outcome
            sent += outcome.message_ids
            place = replace(place, reply_to=None)
        return Sent(message_ids=tuple(sent))

    async def deliver(
        self,
        place: Place,
        send: Callable[[Bot], Awaitable[Message | MessageId]],
        *,
        priority: Priority = Priority.ANSWER,
    ) -> Delivery:
        """Send a file, a poll or the like to *place*."""

        async def message_id() -> int:
            message = await self._calls.message(lambda: send(self._bot), place.chat_id, priority)
            return message.message_id

        async def nowhere(moved: Place) -> Delivery:
            return Refused(reason=f"the chat has moved to {moved.chat_id}")

        return await self._outcome(message_id, place, nowhere)

    async def aside(self, call: Callable[[Bot], Awaitable[T]]) -> T:
        """Make a call that shows nothing in a chat and that no limit counts, such as the answer to an inline query."""
        return await self._calls.aside(lambda: call(self._bot))

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
        self,
        place: Place,
        message_id: int,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        priority: Priority = Priority.ANSWER,
    ) -> bool:
        """Change one message; False if it can't be changed any more. What must not be old is LIVE."""
        return await _with_buttons_known(lambda keys: self._edit(place, message_id, html, keys, priority), keyboard)

    async def _edit(
        self, place: Place, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None, priority: Priority
    ) -> bool:
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
            await self._in_html_or_plain(change, html, place.chat_id, priority)
        except Forbidden:
            return False
        except BadRequest as error:
            if refusals.is_no_change(error):
                return True
            if refusals.is_gone(error) or refusals.is_closed(error):
                return False
            raise
        return True

    async def delete(self, place: Place, message_id: int) -> None:
        """Remove one of our messages, if it still can be."""
        try:
            await self._calls.aside(lambda: self._bot.delete_message(place.chat_id, message_id), place.chat_id)
        except Forbidden:
            pass
        except BadRequest as error:
            if not (refusals.is_gone(error) or refusals.is_closed(error)):
                raise

    async def answer_press(self, query_id: str, notice: str | None = None, *, alert: bool = False) -> None:
        """Tell the app that the press was heard, so that the button stops turning; too late is no error.

        An *alert* must be closed by hand, a mere *notice* goes by itself.
        """
        try:
            await self._calls.aside(lambda: self._bot.answer_callback_query(query_id, notice, show_alert=alert))
        except BadRequest as error:
            if not refusals.is_too_late(error):
                raise

    async def show_typing(self, place: Place) -> None:
        """Let it be seen that we are there; if that fails, nothing is lost."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id)

    async def _anew(
        self, place: Place, message_ids: tuple[int, ...], html: str, keyboard: InlineKeyboardMarkup | None
    ) -> Delivery:
        outcome = await self.send(place, html, keyboard)
        if isinstance(outcome, Sent):
            for message_id in message_ids:
                await self.delete(place, message_id)
        return outcome

    async def _send_piece(
        self, place: Place, piece: str, priority: Priority, keyboard: InlineKeyboardMarkup | None
    ) -> Delivery:
        def message(text: str, mode: str | None) -> Callable[[], Awaitable[int]]:
            async def send() -> int:
                message = await self._bot.send_message(
                    place.chat_id,
                    text,
                    parse_mode=mode,
                    message_thread_id=place.thread_id,
                    reply_parameters=place.reply_parameters,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
                return message.message_id

            return send

        return await self._outcome(
            lambda: self._in_html_or_plain(message, piece, place.chat_id, priority),
            place,
            lambda moved: self._send_piece(moved, piece, priority, keyboard),
        )

    async def _outcome(
        self, send: Callable[[], Awaitable[int]], place: Place, again: Callable[[Place], Awaitable[Delivery]]
    ) -> Delivery:
        """What becomes of *send*; where the chat has moved, of *again*, there."""
        try:
            message_id = await send()
        except Forbidden:
            await self._watcher.blocked(place.chat_id)
            return Blocked()
        except ChatMigrated as error:
            return await again(Place(chat_id=error.new_chat_id))
        except BadRequest as error:
            if refusals.is_closed(error):
                return Refused(reason=error.message)
            raise
        await self._watcher.reached(place.chat_id)
        return Sent(message_ids=(message_id,))

    async def _in_html_or_plain(
        self, call: Callable[[str, str | None], Callable[[], Awaitable[T]]], html: str, chat_id: int, priority: Priority
    ) -> T:
        """Make the call with *html*, and without markup if Telegram cannot read it: the words matter more."""
        try:
            return await self._calls.message(call(html, ParseMode.HTML), chat_id, priority)
        except BadRequest as error:
            if not refusals.is_unreadable(error):
                raise
            result = await self._calls.message(call(plain_text(html), None), chat_id, priority)
            await self._watcher.unreadable(html, error.message)
            return result


async def _with_buttons_known(
    send: Callable[[InlineKeyboardMarkup | None], Awaitable[T]], keyboard: InlineKeyboardMarkup | None
) -> T:
    """Send with *keyboard*; where the server is too old for some of its buttons, without those."""
    try:
        return await send(keyboard)
    except BadRequest as error:
        if keyboard is None or not refusals.is_unknown_button(error):
            raise
        return await send(plain_buttons(keyboard))
