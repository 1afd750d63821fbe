"""What people see of rooms."""

from dataclasses import dataclass

from bot.shells.telegram.callbacks import OpenTheme
from bot.shells.telegram.keyboards import Row, row
from bot.shells.telegram.payloads import ROOM, link_to
from bot.shells.telegram.template_screens import TemplateScreens
from bot.shells.telegram.workshops.room_buttons import LeaveRoom
from bot.shells.telegram.workshops.wall_buttons import ShowQuestions
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class RoomScreens(TemplateScreens):
    """Makes the screens that all in a room may see; a room is joined and led in a private chat."""

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
