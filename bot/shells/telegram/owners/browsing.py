"""Pages to look around in: commands, topics by theme, and languages."""

from dataclasses import dataclass

from telegram import Update

from bot.shells.telegram.addressing import command_is_for_us
from bot.shells.telegram.callbacks import ChooseLanguage, OpenTheme, OpenThemes, OpenTopic
from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.owners.card_buttons import OpenThemeFor, OpenThemesFor
from bot.shells.telegram.owners.finding import Finding
from bot.shells.telegram.owners.questions import Questions
from bot.shells.telegram.pressing import Pressed, turn_to
from bot.shells.telegram.screens import Screens


@dataclass(frozen=True, kw_only=True)
class Browsing:
    """Shows screens."""

    desk: Desk
    questions: Questions
    finding: Finding

    @property
    def screens(self) -> Screens:
        """Of the knowledge in force."""
        return Screens(self.desk.parts)

    async def on_help(self, update: Update, _context: Context) -> None:
        """Someone asks how this works."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, self.screens.help(asker.language, asker.roles))

    async def on_topics(self, update: Update, context: Context) -> None:
        """Someone wants to look around, or for a word."""
        asker = await self.desk.asker(update)
        if context.args:
            await self.finding.show_found(asker, " ".join(context.args))
        else:
            await self.desk.show(asker, self.screens.themes(asker.language))

    async def on_sources(self, update: Update, _context: Context) -> None:
        """Someone asks what it rests on."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, self.screens.sources(asker.language))

    async def on_language(self, update: Update, _context: Context) -> None:
        """Someone wants another language."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, self.screens.languages(asker.language))

    async def on_topic_command(self, update: Update, context: Context) -> None:
        """Someone follows a link such as /topic_online_fraud."""
        message = update.effective_message
        if message is None or not context.matches:
            return
        asker = await self.desk.asker(update)
        topic = str(context.matches[0]["topic"]).lower()
        if not await self.questions.open_topic(asker, topic, asker.language):
            await self.desk.show(asker, self.screens.page("unknown_command", asker.language))

    async def on_unknown_command(self, update: Update, _context: Context) -> None:
        """Someone gives a command we do not have, or that is not theirs to give."""
        message = update.effective_message
        if message is not None and command_is_for_us(message, self.desk.me):
            asker = await self.desk.asker(update)
            await self.desk.show(asker, self.screens.page("unknown_command", asker.language))

    async def on_open_topic(self, press: OpenTopic, pressed: Pressed) -> bool:
        """Someone chooses a topic."""
        if press.topic not in self.desk.parts.knowledge.topic_by_id:
            return False
        await self.desk.sender.answer_press(pressed.query.id)
        return await self.questions.open_topic(pressed.asker, press.topic, pressed.language)

    async def on_open_themes(self, press: OpenThemes, pressed: Pressed) -> bool:
        """Someone goes back to all themes, or finds that nothing offered fits."""
        answer = await self._answer_behind(press, pressed)
        return await turn_to(self.desk, self.screens.themes(pressed.language, answer), pressed)

    async def on_open_theme(self, press: OpenTheme, pressed: Pressed) -> bool:
        """Someone looks into a theme."""
        answer = await self._answer_behind(press, pressed)
        screen = self.screens.theme(press.theme, press.page, pressed.language, answer)
        return await turn_to(self.desk, screen, pressed)

    async def _answer_behind(self, press: OpenThemes | OpenTheme, pressed: Pressed) -> int | None:
        """The answer that did not fit, if somebody came from there and its question is still known."""
        if not isinstance(press, OpenThemesFor | OpenThemeFor):
            return None
        log, chat = self.desk.records.conversations, pressed.asker.asking.chat
        logged = await self.desk.keep(log.answer, press.answer, chat)
        return None if logged is None else press.answer

    async def on_choose_language(self, press: ChooseLanguage, pressed: Pressed) -> bool:
        """Someone settles the language."""
        chosen = press.chosen
        if chosen is not None and chosen not in self.desk.parts.templates.languages:
            return False
        await self.desk.keep(self.desk.records.people.choose_language, pressed.asker.asking.person, chosen)
        name, language = ("language_auto", pressed.asker.language) if chosen is None else ("language_set", chosen)
        return await turn_to(self.desk, self.screens.page(name, language), pressed)
