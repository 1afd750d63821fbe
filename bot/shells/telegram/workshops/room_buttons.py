"""The buttons of rooms. What those of trainers carry is checked against the rooms of whoever presses."""

from dataclasses import dataclass
from typing import Annotated

from bot.shells.telegram.callbacks import Id, Language, Number, Press, button_kind
from bot.shells.telegram.roles import Role

Action = Annotated[str, r"[a-z_]{1,16}"]


@button_kind("wg")
@dataclass(frozen=True, kw_only=True)
class LeaveRoom(Press):
    """Take me out of this room."""

    language: Language
    room: Number


@button_kind("wl")
@dataclass(frozen=True, kw_only=True)
class ListRooms(Press):
    """Show a page, from 1, of my rooms."""

    role = Role.CO_TRAINER
    language: Language
    page: Number


@button_kind("wn")
@dataclass(frozen=True, kw_only=True)
class NewRoom(Press):
    """Open a new room."""

    role = Role.TRAINER
    language: Language


@button_kind("wa")
@dataclass(frozen=True, kw_only=True)
class RoomAction(Press):
    """Do this with a room of mine."""

    role = Role.CO_TRAINER
    language: Language
    action: Action
    room: Number


@button_kind("wt")
@dataclass(frozen=True, kw_only=True)
class ToggleTheme(Press):
    """Add this theme to a room of mine, or take it off."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    theme: Id
