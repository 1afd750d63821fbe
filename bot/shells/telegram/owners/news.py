"""/news: people agree to get news, or stop it."""

from dataclasses import dataclass

from telegram import Update

from bot.records.news import Reader
from bot.shells.telegram.callbacks import Language, Press, button_kind
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.keyboards import Screen, keyboard_of, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to


@button_kind("ny")
@dataclass(frozen=True, kw_only=True)
class AgreeToNews(Press):
    """Send me news."""

    language: Language


@button_kind("nn")
@dataclass(frozen=True, kw_only=True)
class DeclineNews(Press):
    """Send me no news."""

    language: Language


@dataclass(frozen=True, kw_only=True)
class NewsReading:
    """Lets people decide."""

    desk: Desk

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {AgreeToNews: self.on_agree, DeclineNews: self.on_decline}

    async def on_news(self, update: Update, _context: Context) -> None:
        """Someone wants news, or none: they see what is so and can change it."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, await self._screen(asker, asker.language))

    async def on_agree(self, _press: AgreeToNews, pressed: Pressed) -> bool:
        """Someone agrees."""
        asker = pressed.asker
        if asker.asking.chat_kind != "private":
            return False
        reader = Reader(person=asker.asking.person, chat_id=asker.place.chat_id)
        await self.desk.keep(self.desk.records.news.agree, reader, pressed.language)
        return await turn_to(self.desk, await self._screen(asker, pressed.language), pressed)

    async def on_decline(self, _press: DeclineNews, pressed: Pressed) -> bool:
        """Someone has had enough."""
        await self.desk.keep(self.desk.records.news.decline, pressed.asker.asking.person)
        return await turn_to(self.desk, await self._screen(pressed.asker, pressed.language), pressed)

    async def _screen(self, asker: Asker, language: str) -> Screen:
        agreed = await self.desk.keep(self.desk.records.news.has_agreed, asker.asking.person)
        label = self.desk.parts.templates.label
        change = (
            row(label(language, "news_no"), DeclineNews(language=language))
            if agreed
            else row(label(language, "news_yes"), AgreeToNews(language=language))
        )
        html = self.desk.parts.answerer.replies.page("news", language, agreed=agreed)
        return Screen(html=html, keyboard=keyboard_of([change]))
