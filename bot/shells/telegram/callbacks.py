"""What a button carries: at most 64 bytes that come back to us, from anywhere and at any time, so they are checked.

t:zh:online_fraud     a topic, in the language of the message the button stands under
m:zh                  all themes
m:zh:logistics:2      page 2 of a theme
l:zh, l:auto          a language, or that of each question
"""

import re
from dataclasses import dataclass

DATA_LIMIT = 64
"""Bytes."""

_LANGUAGE = r"(?P<language>[a-z]{2,3})"
_ID = r"[a-z][a-z0-9_]{0,47}"
_TOPIC = re.compile(rf"t:{_LANGUAGE}:(?P<topic>{_ID})")
_THEMES = re.compile(rf"m:{_LANGUAGE}")
_THEME = re.compile(rf"m:{_LANGUAGE}:(?P<theme>{_ID}):(?P<page>[1-9][0-9]{{0,2}})")
_CHOSEN = re.compile(r"l:(?:auto|(?P<language>[a-z]{2,3}))")


@dataclass(frozen=True, kw_only=True)
class OpenTopic:
    """Show this topic."""

    language: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class OpenThemes:
    """Show all themes."""

    language: str


@dataclass(frozen=True, kw_only=True)
class OpenTheme:
    """Show the topics of this theme."""

    language: str
    theme: str
    page: int


@dataclass(frozen=True, kw_only=True)
class ChooseLanguage:
    """Answer in this language from now on; None: in that of each question."""

    language: str | None


Press = OpenTopic | OpenThemes | OpenTheme | ChooseLanguage


def button_data(press: Press) -> str:
    """What the button for *press* carries."""
    match press:
        case OpenTopic(language=language, topic=topic):
            data = f"t:{language}:{topic}"
        case OpenThemes(language=language):
            data = f"m:{language}"
        case OpenTheme(language=language, theme=theme, page=page):
            data = f"m:{language}:{theme}:{page}"
        case ChooseLanguage(language=language):
            data = f"l:{language or 'auto'}"
    if len(data.encode()) > DATA_LIMIT or read_button_data(data) != press:
        raise ValueError(f"this does not fit on a button: {data}")
    return data


def read_button_data(data: str) -> Press | None:
    """What a press of the button with *data* asks for; None if the button is not one of ours."""
    if found := _TOPIC.fullmatch(data):
        return OpenTopic(language=found["language"], topic=found["topic"])
    if found := _THEMES.fullmatch(data):
        return OpenThemes(language=found["language"])
    if found := _THEME.fullmatch(data):
        return OpenTheme(language=found["language"], theme=found["theme"], page=int(found["page"]))
    if found := _CHOSEN.fullmatch(data):
        return ChooseLanguage(language=found["language"])
    return None
