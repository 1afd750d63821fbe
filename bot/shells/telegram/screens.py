"""What people see beside answers: pages, and the buttons under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assembly import Parts
from bot.replies import Offer
from bot.shells.telegram.callbacks import ChooseLanguage, OpenTheme, OpenThemes, OpenTopic, Press, button_data

COMMANDS = ("start", "help", "topics", "sources", "language")
"""In the order of the menu; each has a label ``command_<name>``."""
TOPICS_A_PAGE = 8


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A message: its text, and what can be pressed under it."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None


class Screens:
    """Makes the screens of one set of parts."""

    def __init__(self, parts: Parts) -> None:
        self._replies = parts.answerer.replies
        self._templates = parts.templates
        self._knowledge = parts.knowledge

    def start(self, language: str) -> Screen:
        """What the bot is for."""
        return Screen(html=self._replies.page("start", language))

    def help(self, language: str) -> Screen:
        """How it is used."""
        commands = [(name, self._label(language, f"command_{name}")) for name in COMMANDS]
        return Screen(html=self._replies.page("help", language, commands=commands))

    def sources(self, language: str) -> Screen:
        """What it all rests on."""
        return Screen(html=self._replies.sources(language))

    def themes(self, language: str) -> Screen:
        """All themes to choose from."""
        rows = [
            _row(f"{title} ({count})", OpenTheme(language=language, theme=theme, page=1))
            for theme, title, count in self._replies.themes(language)
        ]
        return Screen(html=self._replies.page("themes", language), keyboard=InlineKeyboardMarkup(rows))

    def theme(self, theme_id: str, page: int, language: str) -> Screen | None:
        """A page of the topics of a theme; None if there is no such page any more."""
        theme = next((theme for theme in self._knowledge.themes if theme.id == theme_id), None)
        topics = self._knowledge.topics_of(theme_id)
        pages = -(-len(topics) // TOPICS_A_PAGE)
        if theme is None or not 1 <= page <= pages:
            return None
        shown = topics[(page - 1) * TOPICS_A_PAGE : page * TOPICS_A_PAGE]
        rows = [_row(topic.title[language], OpenTopic(language=language, topic=topic.id)) for topic in shown]
        turns = [
            _button(self._label(language, label), OpenTheme(language=language, theme=theme_id, page=other))
            for label, other in (("previous_page", page - 1), ("next_page", page + 1))
            if 1 <= other <= pages
        ]
        rows += [tuple(turns)] if turns else []
        rows.append(_row(self._label(language, "back"), OpenThemes(language=language)))
        html = self._replies.page("topics", language, theme=theme.title[language], page=page, pages=pages)
        return Screen(html=html, keyboard=InlineKeyboardMarkup(rows))

    def languages(self, language: str) -> Screen:
        """The languages to choose from, each by its own name."""
        rows = [
            _row(self._label(code, "language_name"), ChooseLanguage(language=code))
            for code in self._templates.languages
        ]
        rows.append(_row(self._label(language, "language_follow"), ChooseLanguage(language=None)))
        return Screen(html=self._replies.page("language", language), keyboard=InlineKeyboardMarkup(rows))

    def page(self, name: str, language: str, /, **values: object) -> Screen:
        """Another page, without buttons."""
        return Screen(html=self._replies.page(name, language, **values))

    def _label(self, language: str, key: str) -> str:
        return self._templates.label(language, key)


def offered(offers: Sequence[Offer], language: str) -> InlineKeyboardMarkup | None:
    """A button for each of the topics that a reply offers."""
    if not offers:
        return None
    return InlineKeyboardMarkup(
        [_row(offer.title, OpenTopic(language=language, topic=offer.topic)) for offer in offers]
    )


def _row(text: str, press: Press) -> tuple[InlineKeyboardButton, ...]:
    return (_button(text, press),)


def _button(text: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=button_data(press))
