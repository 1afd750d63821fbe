"""What people see beside answers: pages, and the buttons under them."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.assembly import Parts
from bot.paging import page_of
from bot.replies import Replies
from bot.shells.telegram.callbacks import (
    ChooseLanguage,
    Language,
    Number,
    OpenTheme,
    OpenThemes,
    OpenTopic,
    Press,
    button_kind,
)
from bot.shells.telegram.commands import CURATORS_MENU, MENU, TRAINERS_MENU
from bot.shells.telegram.keyboards import Row, Screen, button, keyboard_of, row
from bot.shells.telegram.owners.card_buttons import OfferLeaving, OpenThemeFor, OpenThemesFor
from bot.shells.telegram.roles import Role

TOPICS_A_PAGE = 8
EXAMPLES = (1, 2, 3)


@button_kind("x")
@dataclass(frozen=True, kw_only=True)
class AskExample(Press):
    """Ask this example question."""

    language: Language
    number: Number


@button_kind("lo")
@dataclass(frozen=True, kw_only=True)
class OpenLanguages(Press):
    """Show the languages to choose from."""

    language: Language


@button_kind("s")
@dataclass(frozen=True, kw_only=True)
class SearchTopics(Press):
    """Ask for a word to look for."""

    language: Language


class Screens:
    """Makes the screens of one set of parts."""

    def __init__(self, parts: Parts) -> None:
        self._replies = parts.answerer.replies
        self._templates = parts.templates
        self._knowledge = parts.knowledge

    def start(self, language: str) -> Screen:
        """What the bot is for, with examples that ask at a tap."""
        rows = [
            row(self._label(language, f"example_{number}"), AskExample(language=language, number=number))
            for number in EXAMPLES
        ]
        rows.append(
            (
                button(self._label(language, "themes"), OpenThemes(language=language)),
                button(self._label(language, "choose_language"), OpenLanguages(language=language)),
            )
        )
        return Screen(html=self._replies.page("start", language), keyboard=keyboard_of(rows))

    def help(self, language: str, roles: Collection[Role] = ()) -> Screen:
        """How it is used; trainers and curators see their own commands, too."""
        names = MENU
        if Role.CO_TRAINER in roles:
            names += TRAINERS_MENU
        if Role.ADMIN in roles:
            names += CURATORS_MENU
        commands = [(name, self._label(language, f"command_{name}")) for name in names]
        return Screen(html=self._replies.page("help", language, commands=commands))

    def sources(self, language: str) -> Screen:
        """What it all rests on."""
        return Screen(html=self._replies.sources(language))

    def themes(self, language: str, answer: int | None = None) -> Screen:
        """All themes to choose from; for who came from an *answer* that did not fit, its question can be left."""
        rows = theme_rows(self._replies, language, answer)
        rows.append(row(self._label(language, "search"), SearchTopics(language=language)))
        if answer is not None:
            rows.append(row(self._label(language, "leave_question"), OfferLeaving(language=language, answer=answer)))
        page = "themes" if answer is None else "none_fits"
        return Screen(html=self._replies.page(page, language), keyboard=keyboard_of(rows))

    def theme(self, theme_id: str, number: int, language: str, answer: int | None = None) -> Screen | None:
        """The page of this *number* of the topics of a theme; None if there is no such page any more."""
        theme = next((theme for theme in self._knowledge.themes if theme.id == theme_id), None)
        page = page_of(self._knowledge.topics_of(theme_id), number, TOPICS_A_PAGE)
        if theme is None or not page.items or page.number != number:
            return None
        rows = [row(topic.title[language], OpenTopic(language=language, topic=topic.id)) for topic in page.items]
        rows.append(
            tuple(
                button(self._label(language, label), theme_press(language, theme_id, other, answer))
                for label, other in page.beside
            )
        )
        rows.append(row(self._label(language, "back"), themes_press(language, answer)))
        values = {"theme": theme.title[language], "page": page.number, "pages": page.pages}
        html = self._replies.page("topics", language, **values)
        return Screen(html=html, keyboard=keyboard_of(rows))

    def languages(self, language: str) -> Screen:
        """The languages to choose from, each by its own name."""
        rows = [
            row(self._label(code, "language_name"), ChooseLanguage(chosen=code)) for code in self._templates.languages
        ]
        rows.append(row(self._label(language, "language_follow"), ChooseLanguage(chosen=None)))
        return Screen(html=self._replies.page("language", language), keyboard=keyboard_of(rows))

    def page(self, name: str, language: str, /, **values: object) -> Screen:
        """Another page, without buttons."""
        return Screen(html=self._replies.page(name, language, **values))

    def _label(self, language: str, key: str) -> str:
        return self._templates.label(language, key)


def theme_rows(replies: Replies, language: str, answer: int | None) -> list[Row]:
    """A button for each theme, on the way from an *answer* that did not fit or just so."""
    return [
        row(f"{title} ({count})", theme_press(language, theme, 1, answer))
        for theme, title, count in replies.themes(language)
    ]


def themes_press(language: str, answer: int | None) -> OpenThemes:
    """A press that shows all themes, on the way from an *answer* that did not fit or just so."""
    return OpenThemes(language=language) if answer is None else OpenThemesFor(language=language, answer=answer)


def theme_press(language: str, theme: str, page: int, answer: int | None) -> OpenTheme:
    """A press that shows a page of *theme*, on the way from an *answer* that did not fit or just so."""
    if answer is None:
        return OpenTheme(language=language, theme=theme, page=page)
    return OpenThemeFor(language=language, theme=theme, page=page, answer=answer)
