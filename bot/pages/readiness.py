"""The readiness check in the words of the templates: its pages, its picture, and the hand-out to print."""

from base64 import b64encode
from datetime import date

from bot.advice.checkup import GIVEN, Given
from bot.advice.checkup_plan import CheckupCard, Finished, Item, Part, checkup_card
from bot.advice.knowledge import CheckupQuestion, KnowledgeBase
from bot.advice.markup import plain_text
from bot.files.templates import Templates
from bot.pictures.bars import Bar, BarChart, draw_bars
from bot.pictures.drawing import Tone

_SHARE: dict[Given, float] = {"yes": 1.0, "partly": 0.5, "no": 0.0, "unknown": 0.0}
_TONE: dict[Given, Tone] = {"yes": "good", "partly": "middling", "no": "bad", "unknown": "unknown"}


class Readiness:
    """Puts checks on *knowledge* into words with *templates*."""

    def __init__(self, knowledge: KnowledgeBase, templates: Templates) -> None:
        self.knowledge = knowledge
        self.templates = templates

    def question(self, question: CheckupQuestion, language: str, *, given: Given | None, resumed: bool) -> str:
        """A question, how far it is, and what was answered to it before somebody went back."""
        number = self.knowledge.checkup.index(question) + 1
        return self.templates.render(
            language,
            "checkup_question",
            number=number,
            count=len(self.knowledge.checkup),
            area=question.area[language],
            ask=question.ask[language],
            given=None if given is None else self.label(language, f"given_{given}"),
            resumed=resumed,
        )

    def result(self, finished: Finished, language: str) -> str:
        """Strengths, the gaps that matter most and why, and what changed."""
        return self._page("checkup_result", finished, language, "why")

    def plan(self, finished: Finished, language: str) -> str:
        """What to do about the gaps: the papers' advice and our first steps."""
        return self._page("checkup_plan", finished, language, "how")

    def caption(self, finished: Finished, language: str) -> str:
        """In words what the picture shows."""
        return self._page("checkup_caption", finished, language, "why")

    def picture(self, finished: Finished, language: str) -> bytes:
        """The answers as bars, as PNG; takes a fraction of a second."""
        return draw_bars(self.chart(finished, language))

    def chart(self, finished: Finished, language: str) -> BarChart:
        """What the picture shows."""
        card = self.card(finished, language, "why")
        numbers = {gap.area: str(gap.number) for gap in card.gaps}
        bars = [self._bar(item, numbers.get(item.area, ""), language) for item in card.items]
        notes = [self.label(language, "checkup_chart_numbers")] if card.gaps else []
        if any(bar.before is not None for bar in bars):
            notes.append(self.label(language, "checkup_chart_ring").format(day=self.day(card.day_before, language)))
        subtitle = self.label(language, "checkup_chart_subtitle").format(
            done=card.counts["yes"], count=card.count, day=self.day(card.day, language)
        )
        title = self.label(language, "checkup_title")
        return BarChart(title=title, subtitle=subtitle, bars=bars, notes=notes)

    def handout(self, finished: Finished, language: str, *, picture: bytes, username: str) -> bytes:
        """Everything on one page of HTML, with the *picture*, that needs nothing else and prints well."""
        values = self._values(finished, language, "all") | {
            "picture": b64encode(picture).decode(),
            "alt": plain_text(self.caption(finished, language)),
            "username": username,
        }
        return self.templates.render(language, "handout_checkup", **values).encode()

    def card(self, finished: Finished, language: str, part: Part) -> CheckupCard:
        """The card of a check."""
        return checkup_card(finished, self.knowledge, language, part)

    def day(self, day: date | None, language: str) -> str | None:
        """A day as people write it."""
        return None if day is None else self.templates.render(language, "day", day=day)

    def label(self, language: str, key: str) -> str:
        """A short text."""
        return self.templates.label(language, key)

    def _bar(self, item: Item, badge: str, language: str) -> Bar:
        share = _SHARE[item.given]
        before = None if item.was is None else _SHARE[item.was]
        return Bar(
            name=item.area,
            share=share,
            words=self.label(language, f"given_{item.given}"),
            tone=_TONE[item.given],
            before=None if before == share else before,
            badge=badge,
        )

    def _page(self, name: str, finished: Finished, language: str, part: Part) -> str:
        return self.templates.render(language, name, **self._values(finished, language, part))

    def _values(self, finished: Finished, language: str, part: Part) -> dict[str, object]:
        return {
            "card": self.card(finished, language, part),
            "day": self.day(finished.day, language),
            "day_before": self.day(finished.day_before, language),
            "given": {given: self.label(language, f"given_{given}") for given in GIVEN},
        }
