"""What the bot knows: papers with their claims, topics that answer, and what lies elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bot.advice.asides import NO_ASIDES, AsideCues
from bot.advice.cantonese import NO_CANTONESE, Cantonese
from bot.advice.conversation import ConversationCues
from bot.advice.cues import NeedCues
from bot.advice.pinyin import NO_PINYIN, Pinyin
from bot.advice.shorthand import NO_SHORTHAND, Shorthand

Text = Mapping[str, str]
"""The same words by language code, such as {"en": ..., "zh": ...}."""

Phrasings = Mapping[str, tuple[str, ...]]
"""Ways people ask, by language code."""

TopicKind = Literal["challenge", "measure", "opportunity", "background"]
PaperPointer = Literal["same", "others", "rest", "where", "one", "origin", "section"]
"""How a question points back to papers: to those spoken of last, to the others (with no other words: the rest), to a
place in them, by a number, to who wrote them, or to the section that was cited first."""

PaperAsk = Literal[
    "origin", "section", "which", "figure", "challenge", "measure", "opportunity", "background", "summary", "subject"
]
"""What people ask about papers: where they come from, what stands in a section or which there are, which one says it, a
figure, all of a kind, a summary, or what is said on a subject."""

_KINDS: Mapping[str, TopicKind] = {"c": "challenge", "m": "measure", "o": "opportunity", "b": "background"}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One thing a paper says, in our words, and the place where it says it."""

    id: str
    paper: str
    at: str
    says: Text
    figure: bool = False
    """Whether it gives a figure."""
    year: int | None = None
    """The latest year that its figure can be from, where that is known."""

    @property
    def kind(self) -> TopicKind:
        """What kind of thing it says; the letter in its id."""
        return _KINDS[self.id.rpartition(".")[2][0]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section of a paper under a heading of our own; a note tells what is odd about it."""

    at: str
    title: Text
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper, what it is about, and what the supplied text of it lacks."""

    id: str
    title: Text
    short: Text
    about: Text
    lacks: Text
    names: Phrasings
    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A shelf on which topics stand when people browse."""

    id: str
    title: Text


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What papers say, with the ids of the claims that carry it (at least one)."""

    claims: tuple[str, ...]
    text: Text


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A piece of curated advice. ``steps`` are the curator's own; all else rests on claims."""

    id: str
    kind: TopicKind
    theme: str
    reviewed: str
    covers: tuple[str, ...]
    related: tuple[str, ...]
    title: Text
    answer: Text
    observe: tuple[Statement, ...]
    recommend: tuple[Statement, ...]
    steps: tuple[Text, ...]
    limits: Text
    phrasings: Phrasings


@dataclass(frozen=True, kw_only=True)
class CheckupQuestion:
    """A question of the readiness check, which "yes" answers best.

    ``area`` is what it is about in a word or two, ``good`` what a yes says, ``why`` why a gap matters. The gap counts
    for ``weight``, our own judgement from 1 to 5; first steps to close it are those of the ``topic``, but for the first
    ``skip_steps``, which are for whom it has happened already.
    """

    id: str
    weight: int
    topic: str
    skip_steps: int
    area: Text
    ask: Text
    good: Text
    why: Statement


@dataclass(frozen=True, kw_only=True)
class Case:
    """A business situation made up by us, with the topics that fit it and others to choose from."""

    id: str
    title: Text
    story: Text
    challenges: tuple[str, ...]
    measures: tuple[str, ...]
    other_challenges: tuple[str, ...]
    other_measures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ElsewhereKind:
    """A kind of question we do not answer, with a line on who does. ``near`` ones are about trade.

    What is not ``readable`` is no question at all, and its line says what to write instead.
    """

    id: str
    near: bool
    readable: bool = True
    title: Text
    line: Text
    phrasings: Phrasings


@dataclass(frozen=True, kw_only=True)
class SmalltalkKind:
    """A pleasantry and what we say back, also to a message that is only one of the ``signs``, such as a thumb.

    ``again`` is said instead to who says it twice running. By its words, whatever it is like, a message is one that is
    ``exactly`` one of those, or one of any length that is ``containing`` one of those. An ``opening`` and a few words
    after it ("I sell hats") are one if they name nothing that we have a topic on, ``unless`` it has one of these.
    """

    id: str
    reply: Text
    phrasings: Phrasings
    again: Text | None = None
    signs: tuple[str, ...] = ()
    exactly: Phrasings = field(default_factory=dict)
    containing: Phrasings = field(default_factory=dict)
    opening: Phrasings = field(default_factory=dict)
    unless: Phrasings = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SectionCues:
    """How people name a section: ``words`` for it, ``marks`` between word and number, and words for numbers.

    The first of the ``cardinals`` ("one") and ``ordinals`` ("first 1st") are those for 1, and so on. ``fillers`` may
    stand beside it and say nothing.
    """

    words: Phrasings
    marks: Phrasings
    cardinals: Phrasings
    ordinals: Phrasings
    fillers: Phrasings


NO_SECTIONS = SectionCues(words={}, marks={}, cardinals={}, ordinals={}, fillers={})


@dataclass(frozen=True, kw_only=True)
class PaperCues:
    """How people ask about the papers themselves, see ``knowledge/paper_questions.yaml``.

    ``words`` are lists that cues refer to; ``together`` are words for all papers; ``asks`` has the cues of each kind of
    request, surest first; ``follow_ups`` point to papers spoken of before; ``fillers`` say nothing about the subject;
    ``sections`` tell how a section is named.
    """

    words: Mapping[str, Phrasings]
    together: Phrasings
    asks: Mapping[PaperAsk, Phrasings]
    follow_ups: Mapping[PaperPointer, Phrasings]
    fillers: Phrasings
    sections: SectionCues = NO_SECTIONS


@dataclass(frozen=True, kw_only=True)
class KnowledgeBase:
    """All curated knowledge, checked, in file order. ``version`` changes whenever a text changes."""

    version: str
    papers: tuple[Paper, ...]
    themes: tuple[Theme, ...]
    topics: tuple[Topic, ...]
    elsewhere: tuple[ElsewhereKind, ...]
    smalltalk: tuple[SmalltalkKind, ...]
    cues: ConversationCues
    need_cues: NeedCues
    paper_cues: PaperCues
    checkup: tuple[CheckupQuestion, ...]
    cases: tuple[Case, ...] = ()
    shorthand: Shorthand = NO_SHORTHAND
    pinyin: Pinyin = NO_PINYIN
    cantonese: Cantonese = NO_CANTONESE
    aside_cues: AsideCues = NO_ASIDES

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def claim_by_id(self) -> Mapping[str, Claim]:
        return {claim.id: claim for paper in self.papers for claim in paper.claims}

    @cached_property
    def paper_by_id(self) -> Mapping[str, Paper]:
        return {paper.id: paper for paper in self.papers}

    @cached_property
    def case_by_id(self) -> Mapping[str, Case]:
        return {case.id: case for case in self.cases}

    @cached_property
    def elsewhere_by_id(self) -> Mapping[str, ElsewhereKind]:
        return {kind.id: kind for kind in self.elsewhere}

    @cached_property
    def smalltalk_by_id(self) -> Mapping[str, SmalltalkKind]:
        return {kind.id: kind for kind in self.smalltalk}

    def topics_of(self, theme: str) -> tuple[Topic, ...]:
        """The topics on one shelf, in file order."""
        return tuple(topic for topic in self.topics if topic.theme == theme)
