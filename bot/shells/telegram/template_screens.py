"""Screens made of templates: what those for curators and those for rooms have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from telegram import InlineKeyboardButton, Update

from bot.paging import Page
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.keyboards import Row, Screen, button, keyboard_of


@dataclass(frozen=True, kw_only=True)
class TemplateScreens:
    """Makes screens of templates and labels."""

    desk: Desk
    private_page: ClassVar[str] = "only_private"
    """What a group is told of what is only for a private chat."""

    def screen(self, name: str, language: str, rows: Sequence[Row] = (), /, **values: object) -> Screen:
        """The template *name* with buttons under it."""
        html = self.desk.parts.answerer.replies.page(name, language, **values)
        return Screen(html=html, keyboard=keyboard_of(rows))

    async def show(self, asker: Asker, name: str, rows: Sequence[Row] = (), /, **values: object) -> None:
        """Send the template *name* to whoever did something."""
        await self.desk.show(asker, self.screen(name, asker.language, rows, **values))

    def label(self, language: str, key: str) -> str:
        """A short text."""
        return self.desk.parts.templates.label(language, key)

    def button(self, language: str, key: str, press: Press) -> InlineKeyboardButton:
        """A button with the label *key*."""
        return button(self.label(language, key), press)

    def row(self, language: str, key: str, press: Press) -> Row:
        """A button with a line of its own."""
        return (self.button(language, key, press),)

    def turning(self, page: Page[Any], language: str, to: Callable[[int], Press]) -> Row:
        """Buttons to the pages before and after, where there are any."""
        return tuple(self.button(language, label, to(number)) for label, number in page.beside)

    def in_private(self, handler: Handler) -> Handler:
        """*handler*, but in a group just the way to the private chat."""

        async def on_message(update: Update, context: Context) -> None:
            asker = await self.desk.asker(update)
            if asker.asking.chat_kind == "private":
                await handler(update, context)
            else:
                await self.show(asker, self.private_page, username=self.desk.me.username)

        return on_message
