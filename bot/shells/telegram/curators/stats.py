"""/stats: the figures of 7, 30 or 90 days, for curators; as a message that changes, as pictures, and as a page.

They are counted by a connection of their own in a thread of their own, so that answers do not wait for them.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated

from telegram import Update

from bot.curation.figure_pages import FigurePages
from bot.curation.log_figures import PERIODS, LogFigures, figures_in
from bot.records.log_counts import last_days
from bot.shells.telegram.callbacks import Language, Press, button_kind
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import Document, send_document, send_photo
from bot.shells.telegram.keyboards import Screen, button, keyboard_of
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.roles import Role

Period = Annotated[int, "|".join(map(str, PERIODS))]


@button_kind("st")
@dataclass(frozen=True, kw_only=True)
class ShowStats(Press):
    """Show the figures of so many days instead."""

    role = Role.ADMIN
    language: Language
    days: Period


@button_kind("si")
@dataclass(frozen=True, kw_only=True)
class SendStatsPictures(Press):
    """Send the figures of so many days as pictures."""

    role = Role.ADMIN
    language: Language
    days: Period


@button_kind("sp")
@dataclass(frozen=True, kw_only=True)
class SendStatsPage(Press):
    """Send the figures of so many days as a page."""

    role = Role.ADMIN
    language: Language
    days: Period


@dataclass(frozen=True, kw_only=True)
class Stats:
    """Shows figures; they are counted and drawn for one curator at a time."""

    desk: Desk
    curators: Curators
    _counting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {
            ShowStats: self.on_show,
            SendStatsPictures: self.on_pictures,
            SendStatsPage: self.on_page,
        }

    async def on_stats(self, update: Update, context: Context) -> None:
        """A curator wants to know how much the bot is used and how well it serves; `/stats 30` names the days."""
        asker = await self.desk.asker(update)
        named = [days for days in PERIODS if str(days) in (context.args or ())]
        await self.desk.show(asker, await self._screen(asker, named[0] if named else PERIODS[0], asker.language))

    async def on_show(self, press: ShowStats, pressed: Pressed) -> bool:
        """A curator wants to see other days."""
        return await turn_to(self.desk, await self._screen(pressed.asker, press.days, pressed.language), pressed)

    async def on_pictures(self, press: SendStatsPictures, pressed: Pressed) -> bool:
        """A curator wants pictures."""
        await self.desk.sender.answer_press(pressed.query.id)
        figures, pages = await self._figures(pressed.asker, press.days), self._pages()
        async with self._counting:
            pictures = await self.desk.draw(pages.pictures, figures, pressed.language)
        for picture in pictures:
            await send_photo(self.desk.sender, pressed.asker.place, picture.png, picture.html)
        return True

    async def on_page(self, press: SendStatsPage, pressed: Pressed) -> bool:
        """A curator wants the page to keep or to print."""
        await self.desk.sender.answer_press(pressed.query.id)
        figures, pages, language = await self._figures(pressed.asker, press.days), self._pages(), pressed.language
        async with self._counting:
            page = await asyncio.to_thread(pages.page, figures, language)
        name = f"{self.curators.label(language, 'stats_file')}-{figures.days.last}-{press.days}.html"
        html = self.curators.screen("stats_page", language, days=press.days).html
        await send_document(
            self.desk.sender, pressed.asker.place, Document(name=name, content=page.encode(), html=html)
        )
        return True

    async def _screen(self, asker: Asker, days: int, language: str) -> Screen:
        figures = await self._figures(asker, days)
        others = tuple(
            button(
                self.curators.label(language, "stats_last").format(days=other), ShowStats(language=language, days=other)
            )
            for other in PERIODS
            if other != days
        )
        files = (
            button(self.curators.label(language, "stats_pictures"), SendStatsPictures(language=language, days=days)),
            button(self.curators.label(language, "stats_as_page"), SendStatsPage(language=language, days=days)),
        )
        return Screen(html=self._pages().message(figures, language), keyboard=keyboard_of((others, files)))

    async def _figures(self, asker: Asker, days: int) -> LogFigures:
        """The figures of so many days until the one on which *asker* asks."""
        async with self._counting:
            wanted = last_days(days, asker.asking.asked_at.date())
            return await asyncio.to_thread(figures_in, self.desk.settings.data, wanted)

    def _pages(self) -> FigurePages:
        return FigurePages(self.desk.parts.knowledge, self.desk.parts.templates)
