"""Figures in the words of the templates: as a message, as pictures, and as a page."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from bot.advice.knowledge import KnowledgeBase
from bot.advice.markup import plain_text
from bot.curation.log_figures import Counted, LogFigures, RoomFigures, Span
from bot.files.templates import Templates
from bot.pictures.bars import Bar, BarChart, draw_bars
from bot.pictures.columns import Column, ColumnChart, draw_columns
from bot.pictures.drawing import Tone
from bot.workshops.counts import bar_of

MOST_IN_MESSAGE, MOST_IN_PICTURE, MOST_ON_PAGE = 5, 10, 25
"""How many of each list are shown: in a message and under a picture, in the picture, on the page."""
LONGEST_IN_MESSAGE, LONGEST_ON_PAGE = 100, 300
"""Characters of a question or a name."""
MOST_LINES, MOST_COLUMNS, MOST_ROWS = 7, 92, 31
"""More days than these are shown week by week: in a message, a picture and a table."""

Named = TypeVar("Named", Counted, RoomFigures)
Shown = Literal["days", "topics", "languages", "rooms"]
"""What a picture shows."""
_PARTS: tuple[tuple[Tone, Literal["answered", "asked_back", "refused"]], ...] = (
    ("good", "answered"),
    ("middling", "asked_back"),
    ("bad", "refused"),
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as PNG, and in words what it shows."""

    shows: Shown
    png: bytes
    html: str


class FigurePages:
    """Puts figures on *knowledge* into words with *templates*."""

    def __init__(self, knowledge: KnowledgeBase, templates: Templates) -> None:
        self.knowledge = knowledge
        self.templates = templates

    def message(self, figures: LogFigures, language: str) -> str:
        """The figures as a message."""
        named = _first(self.named(figures, language), MOST_IN_MESSAGE, LONGEST_IN_MESSAGE)
        spans = _with_bars(_spans(figures, MOST_LINES))
        return self.templates.render(language, "stats", figures=named, spans=spans)

    def pictures(self, figures: LogFigures, language: str) -> tuple[Picture, ...]:
        """The figures as pictures, leaving out those with nothing to show; takes most of a second."""
        named = _first(self.named(figures, language), MOST_IN_PICTURE, LONGEST_IN_MESSAGE)
        told = _first(named, MOST_IN_MESSAGE, LONGEST_IN_MESSAGE)
        drawn: list[tuple[Shown, bool, Callable[[], bytes]]] = [
            ("days", True, lambda: draw_columns(self.columns(figures, language))),
            ("topics", bool(named.topics), lambda: draw_bars(self.bars(named, "topics", language))),
            ("languages", bool(named.languages), lambda: draw_bars(self.bars(named, "languages", language))),
            ("rooms", bool(named.rooms), lambda: draw_bars(self.bars(named, "rooms", language))),
        ]
        return tuple(
            Picture(
                shows=shows,
                png=draw(),
                html=self.templates.render(language, "stats_caption", figures=told, shows=shows),
            )
            for shows, is_there, draw in drawn
            if is_there
        )

    def page(self, figures: LogFigures, language: str) -> str:
        """The figures as a page of HTML that needs nothing else, with the pictures."""
        pictures = {
            picture.shows: (b64encode(picture.png).decode(), plain_text(picture.html))
            for picture in self.pictures(figures, language)
        }
        named = _first(self.named(figures, language), MOST_ON_PAGE, LONGEST_ON_PAGE)
        spans = _with_bars(_spans(figures, MOST_ROWS))
        return self.templates.render(language, "handout_stats", figures=named, spans=spans, pictures=pictures)

    def named(self, figures: LogFigures, language: str) -> LogFigures:
        """*figures* with names in the place of ids: of topics and languages that have one, and of personal data."""
        topics, labels = self.knowledge.topic_by_id, self.templates.labels(language)
        return replace(
            figures,
            topics=tuple(
                replace(one, name=topics[one.name].title[language] if one.name in topics else one.name)
                for one in figures.topics
            ),
            unanswered=tuple(
                replace(one, name=self.templates.with_marks_named(language, one.name)) for one in figures.unanswered
            ),
            languages=tuple(
                replace(one, name=labels.get(f"asked_in_{one.name}", one.name)) for one in figures.languages
            ),
        )

    def columns(self, figures: LogFigures, language: str) -> ColumnChart:
        """What the picture of the days shows."""
        total, spans = figures.all_days, _spans(figures, MOST_COLUMNS)
        return ColumnChart(
            title=self._label("stats_days" if len(spans) == figures.days.count else "stats_weeks", language),
            subtitle=self._subtitle(figures, language),
            parts=[(tone, self._part(total, part, language)) for tone, part in _PARTS],
            columns=[
                Column(name=f"{span.days.first:%m-%d}", parts=[getattr(span, part) for _, part in _PARTS])
                for span in spans
            ],
        )

    def bars(self, figures: LogFigures, shows: Literal["topics", "languages", "rooms"], language: str) -> BarChart:
        """What the picture of topics, of languages or of workshops shows."""
        counted: dict[str, Sequence[Counted | RoomFigures]] = {
            "topics": figures.topics,
            "languages": figures.languages,
            "rooms": figures.rooms,
        }
        bars = [
            Bar(name=one.name, share=one.share, words=self._people(one.people, language), tone="plain")
            for one in counted[shows]
        ]
        title = self._label(f"stats_{shows}", language)
        return BarChart(title=title, subtitle=self._subtitle(figures, language), bars=bars)

    def _part(self, total: Span, part: Literal["answered", "asked_back", "refused"], language: str) -> str:
        count: int = getattr(total, part)
        share = count / total.questions if total.questions else 0
        return self._label(f"stats_{part}", language).format(count=count, share=f"{share:.0%}")

    def _people(self, people: int | None, language: str) -> str:
        if people is None:
            return self._label("board_few", language)
        return self._label("stats_people", language).format(people=people)

    def _subtitle(self, figures: LogFigures, language: str) -> str:
        first, last = (
            self.templates.render(language, "day", day=day) for day in (figures.days.first, figures.days.last)
        )
        return self._label("stats_period", language).format(first=first, last=last)

    def _label(self, key: str, language: str) -> str:
        return self.templates.label(language, key)


def _first(figures: LogFigures, most: int, longest: int) -> LogFigures:
    """*figures* with the first few of each list, and no longer names than *longest*."""
    return replace(
        figures,
        topics=[_with_name(one, longest) for one in figures.topics[:most]],
        unanswered=[_with_name(one, longest) for one in figures.unanswered[:most]],
        languages=[_with_name(one, longest) for one in figures.languages[:most]],
        rooms=[_with_name(one, longest) for one in figures.rooms[:most]],
    )


def _with_name(one: Named, longest: int) -> Named:
    return one if len(one.name) <= longest else replace(one, name=one.name[: longest - 1].rstrip() + "…")


def _spans(figures: LogFigures, most: int) -> Sequence[Span]:
    return figures.by_day if len(figures.by_day) <= most else figures.weeks


def _with_bars(spans: Sequence[Span]) -> list[tuple[Span, str]]:
    most = max(span.questions for span in spans)
    return [(span, bar_of(span.questions / most) if span.questions else bar_of(0, fewest=0)) for span in spans]
