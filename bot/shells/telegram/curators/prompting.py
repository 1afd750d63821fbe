"""Asking a curator for words. What they are for stands in our request as a tag, so it outlasts a restart.

Which topic? Reply with a word of it.      <-  replied to with: freight
#word_c12
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import Bot, ForceReply, Message, Update
from telegram.constants import ParseMode
from telegram.ext.filters import MessageFilter

from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.roles import Role

_TAG = re.compile(r"#(?P<purpose>[a-z]+)_(?P<item>[cl][0-9]{1,15})$")

WordsHandler = Callable[[Asker, Update, str, str], Awaitable[None]]
"""Takes what was asked for: who, the update, the item of the tag, and the words."""


class AnswersCuratorsPrompt(MessageFilter):
    """Lets through messages that reply to one of our requests with a tag."""

    def filter(self, message: Message) -> bool:
        return _tag(message) is not None


@dataclass(frozen=True, kw_only=True)
class Prompting:
    """Asks, and hands on what comes to the handler of its purpose."""

    desk: Desk
    curators: Curators
    on_words: Mapping[str, WordsHandler]

    async def ask(self, asker: Asker, language: str, purpose: str, item: str) -> None:
        """Ask for words; the template is ``ask_<purpose>``."""
        html = f"{self.curators.screen(f'ask_{purpose}', language).html}\n\n#{purpose}_{item}"
        place = asker.place

        async def ask(bot: Bot) -> Message:
            return await bot.send_message(place.chat_id, html, ParseMode.HTML, reply_markup=ForceReply())

        await self.desk.sender.deliver(place, ask)

    def on_reply(self, otherwise: Handler) -> Handler:
        """Takes a curator's reply to a request; anybody else's goes on to *otherwise*."""

        async def on_message(update: Update, context: Context) -> None:
            message = update.effective_message
            tag = None if message is None else _tag(message)
            asker = await self.desk.asker(update)
            if message is None or tag is None or Role.ADMIN not in asker.roles or tag["purpose"] not in self.on_words:
                await otherwise(update, context)
                return
            await self.on_words[tag["purpose"]](asker, update, tag["item"], (message.text or "").strip())

        return on_message


def _tag(message: Message) -> re.Match[str] | None:
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or not replied.from_user.is_bot:
        return None
    return _TAG.search(replied.text or "")
