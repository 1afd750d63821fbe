"""The buttons of exercises. What those of trainers carry is checked against the rooms of whoever presses."""

from dataclasses import dataclass

from bot.shells.telegram.callbacks import Id, Language, Number, Press, button_kind
from bot.shells.telegram.roles import Role


@button_kind("cr")
@dataclass(frozen=True, kw_only=True)
class ListCases(Press):
    """Show the exercises for this room of mine."""

    role = Role.CO_TRAINER
    language: Language
    room: Number


@button_kind("cp")
@dataclass(frozen=True, kw_only=True)
class OpenCase(Press):
    """Show this exercise before I give it to my room."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    case: Id


@button_kind("cg")
@dataclass(frozen=True, kw_only=True)
class GiveCase(Press):
    """Give this exercise to my room."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    case: Id


@button_kind("ce")
@dataclass(frozen=True, kw_only=True)
class CloseCase(Press):
    """Show how my room chose, and take no more choices."""

    role = Role.CO_TRAINER
    language: Language
    given: Number


@button_kind("ct")
@dataclass(frozen=True, kw_only=True)
class TickTopic(Press):
    """Tick this topic, or tick it no longer."""

    language: Language
    given: Number
    topic: Id


@button_kind("cs")
@dataclass(frozen=True, kw_only=True)
class SendTicked(Press):
    """What I have ticked is my choice."""

    language: Language
    given: Number
