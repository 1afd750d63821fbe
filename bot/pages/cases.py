"""Exercises put into words: how a room chose beside what the papers say, as text and as pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.advice.citing import Source, card_of
from bot.advice.knowledge import Case, KnowledgeBase
from bot.files.templates import Templates
from bot.pictures.choices import ChoiceBar, ChoicePicture, draw_choices
from bot.records.room_cases import CaseCounts
from bot.records.spreadsheets import csv_file
from bot.workshops.cases import Stage, options_of
from bot.workshops.counts import shown
from bot.workshops.rooms import Room
from bot.workshops.scores import Chosen, chosen

_COLUMNS = ("case", "name", "step", "choice", "fits", "chosen_by", "all_people")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the papers say on a topic that fits: one statement, and where it stands."""

    title: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """How a room chose, and what the papers say; ``answered`` is None where too few did to tell."""

    title: str
    story: str
    challenges: tuple[Chosen, ...]
    measures: tuple[Chosen, ...]
    observed: tuple[Said, ...]
    recommended: tuple[Said, ...]
    answered: int | None


class CasePages:
    """Puts exercises into words on *knowledge* with *templates*."""

    def __init__(self, knowledge: KnowledgeBase, templates: Templates) -> None:
        self.knowledge = knowledge
        self.templates = templates

    def options(self, case: Case, stage: Stage) -> tuple[str, ...]:
        """The topics to choose from that are still there."""
        return tuple(topic for topic in options_of(case, stage) if topic in self.knowledge.topic_by_id)

    def titles(self, topics: Sequence[str], language: str) -> tuple[str, ...]:
        """The titles of *topics*."""
        return tuple(self.knowledge.topic_by_id[topic].title[language] for topic in topics)

    def result(self, case: Case, counts: CaseCounts, language: str) -> CaseResult:
        """How the room chose beside what the papers say."""
        return CaseResult(
            title=case.title[language],
            story=case.story[language],
            challenges=self._chosen(case, "challenges", counts.challenges, language),
            measures=self._chosen(case, "measures", counts.measures, language),
            observed=self._said(case.challenges, language, recommends=False),
            recommended=self._said(case.measures, language, recommends=True),
            answered=shown(counts.answered),
        )

    def pictures(self, room: Room, result: CaseResult, language: str) -> tuple[bytes, bytes]:
        """The challenges and the measures for a projector, as PNG."""
        return (
            draw_choices(self.chart(room, result, "challenges", language)),
            draw_choices(self.chart(room, result, "measures", language)),
        )

    def chart(
        self, room: Room, result: CaseResult, stage: Literal["challenges", "measures"], language: str
    ) -> ChoicePicture:
        """What one of the pictures shows."""
        bars = [
            ChoiceBar(text=one.text, share=one.share, words=self._people(one.people, language), is_right=one.is_right)
            for one in (result.challenges if stage == "challenges" else result.measures)
        ]
        words = {"title": result.title, "answered": self._people(result.answered, language), "room": room.name}
        title = self._label(language, f"case_picture_{stage}").format(**words)
        note = self._label(language, "case_picture_note").format(**words)
        return ChoicePicture(title=title, bars=bars, note=note)

    def table(self, results: Sequence[CaseResult], language: str) -> bytes:
        """How a room chose in all its exercises as CSV; numbers that are too small to tell are left open."""
        rows = [
            (
                number,
                result.title,
                self._label(language, f"table_{stage}"),
                one.text,
                self._label(language, "table_yes" if one.is_right else "table_no"),
                one.people,
                result.answered,
            )
            for number, result in enumerate(results, start=1)
            for stage, options in (("challenges", result.challenges), ("measures", result.measures))
            for one in options
        ]
        return csv_file([self._label(language, f"table_{column}") for column in _COLUMNS], rows)

    def _chosen(self, case: Case, stage: Stage, counts: Mapping[str, int], language: str) -> tuple[Chosen, ...]:
        options = self.options(case, stage)
        right = case.challenges if stage == "challenges" else case.measures
        places = [place for place, topic in enumerate(options) if topic in right]
        return chosen(self.titles(options, language), places, [counts.get(topic, 0) for topic in options])

    def _said(self, topics: Sequence[str], language: str, *, recommends: bool) -> tuple[Said, ...]:
        """The first thing that the papers observe on each of *topics*, or recommend."""
        said = []
        for topic in (self.knowledge.topic_by_id[name] for name in topics if name in self.knowledge.topic_by_id):
            card = card_of(topic, self.knowledge, language)
            line = (card.recommend if recommends else card.observe)[0]
            sources = tuple(source for source in card.sources if source.number in line.numbers)
            said.append(Said(title=card.title, text=line.text, sources=sources))
        return tuple(said)

    def _people(self, people: int | None, language: str) -> str:
        return self._label(language, "board_few") if people is None else str(people)

    def _label(self, language: str, key: str) -> str:
        return self.templates.label(language, key)
