"""Looking for topics by a word: ``/topics freight``, or a button that asks for the word."""

from dataclasses import dataclass

from telegram import Bot, ForceReply, Message, Update
from telegram.ext.filters import MessageFilter

from bot.shells.telegram.callbacks import OpenThemes
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.keyboards import Screen, keyboard_of, offered, row
from bot.shells.telegram.pressing import Pressed
from bot.shells.telegram.screens import SearchTopics

MOST_FOUND = 8


class AnswersOurPrompt(MessageFilter):
    """Lets through messages that reply to our request for a word, which its words tell, also after a restart."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        is_bots = replied is not None and replied.from_user is not None and replied.from_user.is_bot
        templates = self._desk.parts.templates
        prompts = {templates.label(language, "search_prompt") for language in templates.languages}
        return is_bots and replied is not None and replied.text in prompts


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Finds topics."""

    desk: Desk

    async def on_word(self, update: Update, _context: Context) -> None:
        """Someone writes the word we asked for."""
        message = update.effective_message
        if message is not None:
            await self.show_found(await self.desk.asker(update), message.text or message.caption or "")

    async def on_search(self, _press: SearchTopics, pressed: Pressed) -> bool:
        """Someone wants to look for a word."""
        await self.desk.sender.answer_press(pressed.query.id)
        prompt = self.desk.parts.templates.label(pressed.language, "search_prompt")
        hint = self.desk.parts.templates.label(pressed.language, "search_hint")
        place = pressed.asker.place

        async def ask(bot: Bot) -> Message:
            return await bot.send_message(
                place.chat_id,
                prompt,
                message_thread_id=place.thread_id,
                reply_markup=ForceReply(selective=True, input_field_placeholder=hint),
            )

        await self.desk.sender.deliver(place, ask)
        return True

    async def show_found(self, asker: Asker, words: str) -> None:
        """Show the topics that *words* lead to."""
        find = self.desk.parts.search.find
        found = await self.desk.think(
            find, words, chosen_language=asker.chosen_language, client_language=asker.client_language
        )
        replies = self.desk.parts.answerer.replies
        offers = replies.offers(found.topics[:MOST_FOUND], found.language)
        html = replies.page("found", found.language, words=words[:64], offers=offers)
        label = self.desk.parts.templates.label
        rows = [
            *offered(offers, found.language),
            row(label(found.language, "search"), SearchTopics(language=found.language)),
            row(label(found.language, "themes"), OpenThemes(language=found.language)),
        ]
        await self.desk.show(asker, Screen(html=html, keyboard=keyboard_of(rows)))
