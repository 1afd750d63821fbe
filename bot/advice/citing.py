"""Cards: what of a topic is shown, with each statement's citations numbered and each source listed once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.advice.knowledge import KnowledgeBase, Statement, Topic

_PLACE = re.compile(
    r"(?P<section>abstract|\d+(?:\.\d+)?(?:\(\d+\))?)(?: (?:p(?P<paragraph>\d+)|(?P<point>first|second|third)))?"
)
_POINTS = {"first": 1, "second": 2, "third": 3}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a paper: a section ("3.1", "2(1)" or "abstract") and a paragraph or a counted point in it."""

    section: str
    paragraph: int | None = None
    point: int | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A statement as shown, with the numbers of the sources it rests on."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A numbered source: a claim, its paper, where it stands there and what it says."""

    number: int
    claim: str
    paper: str
    title: str
    at: str
    places: tuple[Place, ...]
    says: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """A topic in one language, ready for a template. Steps are the curator's own advice and carry no source."""

    topic: str
    title: str
    answer: str
    observe: tuple[Line, ...]
    recommend: tuple[Line, ...]
    steps: tuple[str, ...]
    limits: str
    sources: tuple[Source, ...]
    related: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PaperLines:
    """What one paper says, in one language: its names, what it is about, and the claims cited, as numbered sources."""

    paper: str
    title: str
    short: str
    about: str
    lines: tuple[Source, ...]


def card_of(topic: Topic, knowledge: KnowledgeBase, language: str, *, whole: bool = False) -> Card:
    """The card of *topic*. What the papers observe stands in it for background and chances, or in the *whole* card."""
    observe = topic.observe if whole or topic.kind in {"background", "opportunity"} else ()
    numbered = _numbered(claim for statement in (*observe, *topic.recommend) for claim in statement.claims)
    return Card(
        topic=topic.id,
        title=topic.title[language],
        answer=topic.answer[language],
        observe=_lines(observe, numbered, language),
        recommend=_lines(topic.recommend, numbered, language),
        steps=tuple(step[language] for step in topic.steps),
        limits=topic.limits[language],
        sources=tuple(source_of(knowledge, claim, language, number) for claim, number in numbered.items()),
        related=tuple((other, knowledge.topic_by_id[other].title[language]) for other in topic.related),
    )


def lines_by_paper(claims: Iterable[str], knowledge: KnowledgeBase, language: str) -> tuple[PaperLines, ...]:
    """*claims* by paper, papers in the order of their first claim; sources are numbered throughout."""
    by_paper: dict[str, list[str]] = {}
    for claim in claims:
        by_paper.setdefault(knowledge.claim_by_id[claim].paper, []).append(claim)
    numbered = _numbered(claim for own in by_paper.values() for claim in own)
    return tuple(
        PaperLines(
            paper=paper.id,
            title=paper.title[language],
            short=paper.short[language],
            about=paper.about[language],
            lines=tuple(source_of(knowledge, claim, language, numbered[claim]) for claim in own),
        )
        for paper, own in ((knowledge.paper_by_id[paper], own) for paper, own in by_paper.items())
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


def _lines(statements: Iterable[Statement], numbered: dict[str, int], language: str) -> tuple[Line, ...]:
    return tuple(
        Line(text=statement.text[language], numbers=tuple(numbered[claim] for claim in statement.claims))
        for statement in statements
    )
