"""What the bot tells of itself: commands, names, descriptions, the menu button."""

from dataclasses import dataclass, field

from tests.bot_api.errors import Json

ScopeKey = tuple[str, str, str, str]
"""Scope type, chat id, user id and language code."""


@dataclass(kw_only=True)
class Profile:
    """Texts are kept by language code; "" is for everybody else."""

    commands: dict[ScopeKey, list[Json]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
