"""What people see of rooms: screens with the buttons under them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, Update

from bot.shells.telegram.callbacks import OpenTheme, Press
from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.keyboards import Row, Screen, button, keyboard_of, row
from bot.shells.telegram.payloads import ROOM, link_to
from bot.shells.telegram.workshops.room_buttons import LeaveRoom
from bot.shells.telegram.workshops.wall_buttons import ShowQuestions
from bot.workshops.paging import Page
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class RoomScreens:
    """Makes screens of the templates for rooms."""

    desk: Desk

    def screen(self, name: str, language: str, rows: tuple[Row, ...] | list[Row] = (), /, **values: object) -> Screen:
        """The template *name* with buttons under it."""
        html = self.desk.parts.answerer.replies.page(name, language, **values)
        return Screen(html=html, keyboard=keyboard_of(rows))

    async def show(self, asker: Asker, name: str, rows: tuple[Row, ...] | list[Row] = (), /, **values: object) -> None:
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

    def link(self, room: Room) -> str:
        """The address that brings people into *room*."""
        return link_to(self.desk.me, ROOM, room.code)

    def inside(self, room: Room, language: str) -> list[Row]:
        """What can be done in *room*: its themes, what others ask, and leaving it."""
        known = {theme.id: theme.title[language] for theme in self.desk.parts.knowledge.themes}
        rows = [
            row(known[theme], OpenTheme(language=language, theme=theme, page=1))
            for theme in room.themes
            if theme in known and self.desk.parts.knowledge.topics_of(theme)
        ]
        questions = ShowQuestions(language=language, order="newest", page=1)
        return [
            *rows,
            self.row(language, "room_to_questions", questions),
            self.row(language, "room_leave", LeaveRoom(language=language, room=room.id)),
        ]

    def turning(self, page: Page[Any], language: str, to: Callable[[int], Press]) -> Row:
        """Buttons to the pages before and after, where there are any."""
        return tuple(
            self.button(language, label, to(number))
            for label, number in (("previous_page", page.number - 1), ("next_page", page.number + 1))
            if 1 <= number <= page.pages
        )

    def in_private(self, handler: Handler) -> Handler:
        """*handler*, but in a group just the way to the private chat, where a room is joined and led."""

        async def on_message(update: Update, context: Context) -> None:
            asker = await self.desk.asker(update)
            if asker.asking.chat_kind == "private":
                await handler(update, context)
            else:
                await self.show(asker, "only_private", username=self.desk.me.username)

        return on_message
