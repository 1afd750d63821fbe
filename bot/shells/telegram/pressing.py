"""Presses of buttons: read, checked, and handed to whoever knows what they do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.advice.markup import plain_text
from bot.shells.telegram.callbacks import Press, read_button_data
from bot.shells.telegram.desk import Asker, Context, Desk, asking_message
from bot.shells.telegram.keyboards import Screen

NOTICE_LIMIT = 200
"""Characters in the notice that answers a press."""


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """The circumstances of a press: by whom, under which message, and the language to go on in."""

    query: CallbackQuery
    asker: Asker
    language: str


PressHandler = Callable[[Any, Pressed], Awaitable[bool]]
"""Does what a kind of button says; False if it leads nowhere any more."""


class Pressing:
    """Hands each kind of press to its handler in *on_press*."""

    def __init__(self, desk: Desk, on_press: Mapping[type[Press], PressHandler]) -> None:
        self._desk = desk
        self._on_press = on_press

    async def on_button(self, update: Update, _context: Context) -> None:
        """Someone presses a button, maybe an old one, maybe not one of ours."""
        query = update.callback_query
        if query is None:
            return
        if query.message is None:
            # Under a message that was sent through us to a chat where we are not: a notice is all we can give.
            await self._desk.sender.answer_press(query.id, self._gone_notice(self._desk.parts.templates.languages[0]))
            return
        press = read_button_data(query.data or "")
        asker = await self._desk.asker(update)
        if press is not None and not press.is_for_all and not await is_theirs(self._desk, query, asker):
            await self._desk.sender.answer_press(query.id, self._notice("not_yours", asker.language), alert=True)
            return
        if press is None or not await self._follow(press, query, asker):
            await self._desk.sender.answer_press(query.id, self._gone_notice(asker.language))
            html = self._desk.parts.answerer.replies.page("gone", asker.language)
            await self._desk.show(asker, Screen(html=html))

    async def _follow(self, press: Press, query: CallbackQuery, asker: Asker) -> bool:
        written_in = getattr(press, "language", asker.language)
        language = asker.language_for(written_in)
        if press.role not in asker.roles or language not in self._desk.parts.templates.languages:
            return False
        return await self._on_press[type(press)](press, Pressed(query=query, asker=asker, language=language))

    def _gone_notice(self, language: str) -> str:
        return self._notice("gone", language)

    def _notice(self, page: str, language: str) -> str:
        return plain_text(self._desk.parts.answerer.replies.page(page, language))[:NOTICE_LIMIT]


async def is_theirs(desk: Desk, query: CallbackQuery, asker: Asker) -> bool:
    """Claim that whoever pressed asked for the message with the button; what nobody asked for is everybody's."""
    message = query.message
    if message is None or message.chat.type == ChatType.PRIVATE:
        return True
    asking = asking_message(message) if isinstance(message, Message) else None
    if asking is not None:
        # A press says who the person is, even where they spoke in the name of the group or of a channel.
        user = asking.from_user
        return asking.sender_chat is not None or user is None or user.id == query.from_user.id
    replied_to = await desk.keep(desk.records.conversations.of_reply, asker.asking.chat, message.message_id)
    return replied_to is None or replied_to.person == asker.asking.person


async def turn_to(desk: Desk, screen: Screen | None, pressed: Pressed) -> bool:
    """Put *screen* in the place of the message whose button was pressed; False where there is no screen."""
    message = pressed.query.message
    if screen is None or message is None:
        return False
    await desk.sender.answer_press(pressed.query.id)
    is_there = isinstance(message, Message)
    if not is_there or not await desk.sender.edit(
        pressed.asker.place, message.message_id, screen.html, screen.keyboard
    ):
        await desk.show(pressed.asker, screen)
    return True
