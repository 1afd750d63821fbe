"""What trainers see of their rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from telegram import InlineKeyboardButton

from bot.paging import page_of
from bot.shells.telegram.keyboards import Row, Screen, button, row
from bot.shells.telegram.payloads import CO_TRAINER, link_to
from bot.shells.telegram.workshops.room_buttons import ListRooms, NewRoom, RoomAction, ToggleTheme
from bot.shells.telegram.workshops.room_screens import RoomScreens
from bot.workshops.counts import shown
from bot.workshops.rooms import Room

ROOMS_A_PAGE = 12
AFTER_THE_END = ("board", "wall", "report")
"""What other capabilities still do for a room that has ended."""
_NAME_SHOWN = 48


@dataclass(frozen=True, kw_only=True)
class WorkshopScreens(RoomScreens):
    """Makes the screens of trainers."""

    def rooms(self, rooms: Sequence[Room], number: int, language: str, *, may_open: bool) -> Screen:
        """The page of this *number* of all rooms of a trainer; co-trainers may not open one."""
        page = page_of(rooms, number, ROOMS_A_PAGE)
        over = self.label(language, "workshop_over")
        rows = [
            row(
                over.format(name=room.name[:_NAME_SHOWN])
                if room.is_ended
                else f"{room.name[:_NAME_SHOWN]} · {room.code}",
                RoomAction(language=language, action="open", room=room.id),
            )
            for room in page.items
        ]
        rows.append(self.turning(page, language, lambda other: ListRooms(language=language, page=other)))
        if may_open:
            rows.append(self.row(language, "workshop_new", NewRoom(language=language)))
        return self.screen("workshops", language, rows, count=len(rooms), may_open=may_open)

    def choice(self, rooms: Sequence[Room], action: str, language: str) -> Screen:
        """Rooms of a trainer, to choose one to do something with: the newest of many, and the way to all."""
        rows = [
            row(f"{room.name[:_NAME_SHOWN]} · {room.code}", RoomAction(language=language, action=action, room=room.id))
            for room in rooms[:ROOMS_A_PAGE]
        ]
        if len(rooms) > ROOMS_A_PAGE:
            rows.append(self._to_list(language))
        return self.screen("workshop_which", language, rows, count=len(rooms))

    def room(self, room: Room, language: str, *, people: int, more: Sequence[str]) -> Screen:
        """A room, and what can be done with it; *more* are the actions of other capabilities."""
        themes = [theme.title[language] for theme in self.desk.parts.knowledge.themes if theme.id in room.themes]
        return self.screen(
            "workshop_room",
            language,
            self._rows(room, language, more),
            room=room,
            link=self.link(room),
            day=None if room.day is None else self.day(room.day, language),
            language_name=self._language_name(room),
            themes=themes,
            people=shown(people),
        )

    def themes(self, room: Room, language: str) -> Screen:
        """The themes, to be ticked."""
        rows = [
            row(
                f"{'✓ ' if theme.id in room.themes else ''}{theme.title[language]}",
                ToggleTheme(language=language, room=room.id, theme=theme.id),
            )
            for theme in self.desk.parts.knowledge.themes
        ]
        return self.screen("workshop_themes", language, [*rows, self._back(room, language)], name=room.name)

    def co_trainers(self, room: Room, language: str) -> Screen:
        """The link that makes co-trainers."""
        rows = [(self._button(room, language, "co_new"),), self._back(room, language)]
        link = link_to(self.desk.me, CO_TRAINER, room.key)
        return self.screen("workshop_co_trainers", language, rows, name=room.name, link=link)

    def sure_to_end(self, room: Room, language: str) -> Screen:
        """The question whether a room shall end."""
        rows = [(self._button(room, language, "end_yes"),), self._back(room, language)]
        return self.screen("workshop_end", language, rows, name=room.name)

    def day(self, day: date, language: str) -> str:
        """A day as people write it."""
        return self.desk.parts.answerer.replies.page("day", language, day=day)

    def _rows(self, room: Room, language: str, more: Sequence[str]) -> list[Row]:
        if room.is_ended:
            more = [action for action in more if action in AFTER_THE_END]
        pairs: list[Sequence[str]] = [more[start : start + 2] for start in range(0, len(more), 2)]
        if room.is_ended:
            pairs += [("copy",), ("copy_code",)]
        else:
            pairs = [("name", "day"), ("language", "seats"), ("themes", "co"), *pairs, ("end",)]
        rows: list[Row] = [tuple(self._button(room, language, action) for action in pair) for pair in pairs]
        return [*rows, self._to_list(language)]

    def _to_list(self, language: str) -> Row:
        return self.row(language, "workshop_list", ListRooms(language=language, page=1))

    def _language_name(self, room: Room) -> str:
        """The language that *room* is spoken to in; the one chosen for it may be gone."""
        return self.label(self.desk.parts.templates.spoken(room.language), "language_name")

    def _back(self, room: Room, language: str) -> Row:
        return (self._button(room, language, "open", "workshop_back"),)

    def _button(self, room: Room, language: str, action: str, label: str | None = None) -> InlineKeyboardButton:
        words = self.label(language, label or f"workshop_{action}")
        words = words.format(name=self._language_name(room), seats=room.seats)
        return button(words, RoomAction(language=language, action=action, room=room.id))
