"""Cards: what of a topic is shown, with each statement's citations numbered and each source listed once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.advice.knowledge import Claim, KnowledgeBase, Statement, Topic
from bot.advice.normalising import has_han

_PLACE = re.compile(
    r"(?P<section>abstract|\d+(?:\.\d+)?(?:\(\d+\))?)(?: (?:p(?P<paragraph>\d+)|(?P<point>first|second|third)))?"
)
READ_AT_ONCE = 68
"""English words of answer and statements that the first screen has room for; with headings about ten seconds."""
_HAN_SHARE = 0.5
"""A Chinese character in English words, by the time it takes to read."""
_POINTS = {"first": 1, "second": 2, "third": 3}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a paper: a section ("3.1", "2(1)" or "abstract") and a paragraph or a counted point in it."""

    section: str
    paragraph: int | None = None
    point: int | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A statement as shown, with the numbers of the sources it rests on.

    If it gives a figure whose ``year`` is known, that is the latest the figure can be from.
    """

    text: str
    numbers: tuple[int, ...]
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """A numbered source: a claim, its paper, where it stands there and what it says, as of which ``year`` at most."""

    number: int
    claim: str
    paper: str
    title: str
    at: str
    places: tuple[Place, ...]
    says: str
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class PaperLines:
    """What one paper says, in one language: its names, what it is about, and the claims cited, as numbered sources."""

    paper: str
    title: str
    short: str
    about: str
    lines: tuple[Source, ...]

    @property
    def by_place(self) -> tuple[tuple[Source, ...], ...]:
        """The lines, those that stand at one place together."""
        together: dict[str, list[Source]] = {}
        for line in self.lines:
            together.setdefault(line.at, []).append(line)
        return tuple(tuple(lines) for lines in together.values())


@dataclass(frozen=True, kw_only=True)
class Card:
    """A topic in one language, ready for a template. Steps are the curator's own advice and carry no source.

    ``main`` are the statements that stand on the first screen, and ``cited`` the sources they rest on, by paper;
    ``sources`` are those of all statements, ``papers`` the same by paper.
    """

    topic: str
    title: str
    answer: str
    main: tuple[Line, ...]
    cited: tuple[PaperLines, ...]
    observe: tuple[Line, ...]
    recommend: tuple[Line, ...]
    steps: tuple[str, ...]
    limits: str
    sources: tuple[Source, ...]
    papers: tuple[PaperLines, ...]
    related: tuple[tuple[str, str], ...]


def card_of(topic: Topic, knowledge: KnowledgeBase, language: str) -> Card:
    """The card of *topic*, whose main statements are what the papers observe for background and chances, else advise.

    Sources are numbered as they are met: those of the main statements first.
    """
    is_told = topic.kind in {"background", "opportunity"} and topic.observe
    first, rest = (topic.observe, topic.recommend) if is_told else (topic.recommend, topic.observe)
    main = _readable_at_once(topic, first, language)
    numbered = _numbered(claim for statement in (*first, *rest) for claim in statement.claims)
    cited = dict.fromkeys(claim for statement in main for claim in statement.claims)
    return Card(
        topic=topic.id,
        title=topic.title[language],
        answer=topic.answer[language],
        main=_lines(main, numbered, knowledge, language),
        cited=_by_paper(cited, numbered, knowledge, language),
        observe=_lines(topic.observe, numbered, knowledge, language),
        recommend=_lines(topic.recommend, numbered, knowledge, language),
        steps=tuple(step[language] for step in topic.steps),
        limits=topic.limits[language],
        sources=tuple(source_of(knowledge, claim, language, number) for claim, number in numbered.items()),
        papers=_by_paper(numbered, numbered, knowledge, language),
        related=tuple((other, knowledge.topic_by_id[other].title[language]) for other in topic.related),
    )


def _readable_at_once(topic: Topic, statements: Sequence[Statement], language: str) -> tuple[Statement, ...]:
    """As many of *statements* as are read in a glance together with the short answer, at least one."""
    room = READ_AT_ONCE - _reading_length(topic.answer[language])
    kept: list[Statement] = []
    for statement in statements:
        room -= _reading_length(statement.text[language])
        if kept and room < 0:
            break
        kept.append(statement)
    return tuple(kept)


def _reading_length(text: str) -> float:
    """How long it takes to read *text*, in English words."""
    return _HAN_SHARE * len(text) if has_han(text) else len(text.split())


def lines_by_paper(claims: Sequence[str], knowledge: KnowledgeBase, language: str) -> tuple[PaperLines, ...]:
    """*claims* by paper, papers in the order of their first claim; places are numbered throughout.

    Claims that stand in one place share its number, so that a list of places names each once.
    """
    by_paper = _grouped(claims, knowledge)
    numbered = _numbered_places(knowledge.claim_by_id[claim] for own in by_paper.values() for claim in own)
    return _by_paper(claims, numbered, knowledge, language)


def _grouped(claims: Iterable[str], knowledge: KnowledgeBase) -> dict[str, list[str]]:
    by_paper: dict[str, list[str]] = {}
    for claim in dict.fromkeys(claims):
        by_paper.setdefault(knowledge.claim_by_id[claim].paper, []).append(claim)
    return by_paper


def _by_paper(
    claims: Iterable[str], numbered: dict[str, int], knowledge: KnowledgeBase, language: str
) -> tuple[PaperLines, ...]:
    return tuple(
        PaperLines(
            paper=paper.id,
            title=paper.title[language],
            short=paper.short[language],
            about=paper.about[language],
            lines=tuple(source_of(knowledge, claim, language, numbered[claim]) for claim in own),
        )
        for paper, own in ((knowledge.paper_by_id[paper], own) for paper, own in _grouped(claims, knowledge).items())
    )


def source_of(knowledge: KnowledgeBase, claim_id: str, language: str, number: int) -> Source:
    """The claim *claim_id* as source *number*."""
    claim = knowledge.claim_by_id[claim_id]
    return Source(
        number=number,
        claim=claim.id,
        paper=claim.paper,
        title=knowledge.paper_by_id[claim.paper].title[language],
        at=claim.at,
        places=places_of(claim.at),
        says=claim.says[language],
        year=claim.year,
    )


def places_of(at: str) -> tuple[Place, ...]:
    """The places that a claim's ``at`` names, such as "3.2 first; 4.2"."""
    places = []
    for part in at.split("; "):
        found = _PLACE.fullmatch(part)
        if found is None:
            places.append(Place(section=part))
        else:
            paragraph, point = found["paragraph"], found["point"]
            places.append(
                Place(
                    section=found["section"],
                    paragraph=int(paragraph) if paragraph else None,
                    point=_POINTS[point] if point else None,
                )
            )
    return tuple(places)


def _numbered(claims: Iterable[str]) -> dict[str, int]:
    return {claim: number for number, claim in enumerate(dict.fromkeys(claims), start=1)}


def _numbered_places(claims: Iterable[Claim]) -> dict[str, int]:
    """The number of each claim's place, by claim."""
    numbers: dict[tuple[str, str], int] = {}
    return {claim.id: numbers.setdefault((claim.paper, claim.at), len(numbers) + 1) for claim in claims}


def _lines(
    statements: Iterable[Statement], numbered: dict[str, int], knowledge: KnowledgeBase, language: str
) -> tuple[Line, ...]:
    return tuple(
        Line(
            text=statement.text[language],
            numbers=tuple(numbered[claim] for claim in statement.claims),
            year=_figure_year(statement, knowledge, language),
        )
        for statement in statements
    )


def _figure_year(statement: Statement, knowledge: KnowledgeBase, language: str) -> int | None:
    """The year of the oldest figure that *statement* rests on, if it has one and itself names a number."""
    years = [year for claim in statement.claims if (year := knowledge.claim_by_id[claim].year)]
    names_number = years and any(character.isdigit() for character in statement.text[language])
    return min(years) if names_number else None
