"""Commands, buttons, and what is neither: everything people do beside asking."""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.advice.markup import plain_text
from bot.shells.telegram.addressing import command_is_for_us, is_for_us
from bot.shells.telegram.callbacks import ChooseLanguage, OpenTheme, OpenThemes, OpenTopic, Press, read_button_data
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.questions import Context, Questions
from bot.shells.telegram.screens import Screen, Screens

NOTICE_LIMIT = 200
"""Characters in the notice that answers a press."""


@dataclass(frozen=True, kw_only=True)
class Browsing:
    """Shows screens."""

    desk: Desk
    questions: Questions

    @property
    def screens(self) -> Screens:
        """Of the knowledge in force."""
        return Screens(self.desk.parts)

    async def on_start(self, update: Update, _context: Context) -> None:
        """Someone comes in."""
        asker = await self.desk.asker(update)
        await self._show(asker, self.screens.start(asker.language))

    async def on_help(self, update: Update, _context: Context) -> None:
        """Someone asks how this works."""
        asker = await self.desk.asker(update)
        await self._show(asker, self.screens.help(asker.language))

    async def on_topics(self, update: Update, _context: Context) -> None:
        """Someone wants to look around."""
        asker = await self.desk.asker(update)
        await self._show(asker, self.screens.themes(asker.language))

    async def on_sources(self, update: Update, _context: Context) -> None:
        """Someone asks what it rests on."""
        asker = await self.desk.asker(update)
        await self._show(asker, self.screens.sources(asker.language))

    async def on_language(self, update: Update, _context: Context) -> None:
        """Someone wants another language."""
        asker = await self.desk.asker(update)
        await self._show(asker, self.screens.languages(asker.language))

    async def on_topic_command(self, update: Update, context: Context) -> None:
        """Someone follows a link such as /topic_online_fraud."""
        message = update.effective_message
        if message is None or not context.matches:
            return
        asker = await self.desk.asker(update)
        topic = str(context.matches[0]["topic"]).lower()
        if not await self.questions.open_topic(asker, topic, asker.language):
            await self._show(asker, self.screens.page("unknown_command", asker.language))

    async def on_unknown_command(self, update: Update, _context: Context) -> None:
        """Someone gives a command we do not have."""
        message = update.effective_message
        if message is not None and command_is_for_us(message, self.desk.me):
            asker = await self.desk.asker(update)
            await self._show(asker, self.screens.page("unknown_command", asker.language))

    async def on_other_content(self, update: Update, _context: Context) -> None:
        """Someone sends what we cannot read."""
        message = update.effective_message
        if message is not None and is_for_us(message, self.desk.me):
            asker = await self.desk.asker(update)
            await self._show(asker, self.screens.page("not_text", asker.language))

    async def on_button(self, update: Update, _context: Context) -> None:
        """Someone presses a button, maybe an old one, maybe not one of ours."""
        query = update.callback_query
        if query is None:
            return
        press = read_button_data(query.data or "")
        if query.message is None:
            # Under a message that was sent through us to a chat where we are not: a notice is all we can give.
            await self.desk.sender.answer_press(query.id, self._gone_notice(self.desk.parts.templates.languages[0]))
            return
        asker = await self.desk.asker(update)
        if press is None or not await self._follow(press, query, asker):
            await self.desk.sender.answer_press(query.id, self._gone_notice(asker.language))
            await self._show(asker, self.screens.page("gone", asker.language))

    async def _follow(self, press: Press, query: CallbackQuery, asker: Asker) -> bool:
        """Do what the button says; False if it leads nowhere any more."""
        language = asker.language if isinstance(press, ChooseLanguage) else asker.language_for(press.language)
        if language not in self.desk.parts.templates.languages:
            return False
        match press:
            case OpenTopic(topic=topic):
                if topic not in self.desk.parts.knowledge.topic_by_id:
                    return False
                await self.desk.sender.answer_press(query.id)
                return await self.questions.open_topic(asker, topic, language)
            case OpenThemes():
                return await self._turn_to(self.screens.themes(language), query, asker)
            case OpenTheme(theme=theme, page=page):
                return await self._turn_to(self.screens.theme(theme, page, language), query, asker)
            case ChooseLanguage(language=chosen):
                return await self._choose_language(chosen, query, asker)

    async def _turn_to(self, screen: Screen | None, query: CallbackQuery, asker: Asker) -> bool:
        """Put *screen* in the place of the message whose button was pressed."""
        if screen is None or query.message is None:
            return False
        await self.desk.sender.answer_press(query.id)
        is_there = isinstance(query.message, Message)
        if not is_there or not await self.desk.sender.edit(
            asker.place, query.message.message_id, screen.html, screen.keyboard
        ):
            await self._show(asker, screen)
        return True

    async def _choose_language(self, chosen: str | None, query: CallbackQuery, asker: Asker) -> bool:
        if chosen is not None and chosen not in self.desk.parts.templates.languages:
            return False
        await self.desk.keep(self.desk.records.people.choose_language, asker.asking.person, chosen)
        name, language = ("language_auto", asker.language) if chosen is None else ("language_set", chosen)
        return await self._turn_to(self.screens.page(name, language), query, asker)

    async def _show(self, asker: Asker, screen: Screen) -> None:
        await self.desk.sender.send(asker.place, screen.html, screen.keyboard)

    def _gone_notice(self, language: str) -> str:
        return plain_text(self.screens.page("gone", language).html)[:NOTICE_LIMIT]
