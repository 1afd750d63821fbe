"""The one place where the real parts are plugged together."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from threadpoolctl import threadpool_limits

from bot.advice.conversation import NO_CUES, ConversationCues
from bot.advice.examples import covers_overlap, examples_of, neighbours_of
from bot.advice.fitting import fit_index
from bot.advice.following_up import NO_NEIGHBOURS, Neighbours
from bot.advice.index import MatchingIndex
from bot.advice.knowledge import KnowledgeBase
from bot.advice.matching import Matcher
from bot.advice.meaning import Encoder
from bot.advice.shorthand import NO_SHORTHAND, Shorthand
from bot.advice.switches import ALL_ON, Switches
from bot.answering import Answerer
from bot.files.encoders import load_encoders
from bot.files.index_cache import KeptVectors, index_key, load_index, save_index
from bot.files.knowledge_reading import load_knowledge
from bot.files.language_data import common_english_words, detect_latin_language, simplifier
from bot.files.templates import Templates
from bot.replies import Replies
from bot.searching import TopicSearch
from bot.settings import Settings

_INDEX = "index"
"""The folder of what can be made anew, in the data folder."""
_FIRST_QUESTION = "el transporte cuesta demasiado"
"""In a language that we do not answer in, so that its detection is needed, too."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and of how much; 0 of 0 where that is not known."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What an answering bot is made of: ``encoders`` are at work, ``warnings`` tell what it must do without.

    ``loaded`` are the encoders themselves, by measure, to be used again for another version of the knowledge;
    ``folder`` is where the knowledge was read.
    """

    answerer: Answerer
    knowledge: KnowledgeBase
    templates: Templates
    encoders: tuple[str, ...]
    warnings: tuple[str, ...]
    loaded: Mapping[str, Encoder]
    folder: Path

    @cached_property
    def search(self) -> TopicSearch:
        """Finds topics while somebody types."""
        return TopicSearch(self.answerer)

    def warm_up(self) -> None:
        """Load what is loaded at first use: else the first who ask would wait a second for it."""
        self.answerer.answer(_FIRST_QUESTION)
        _ = self.search


def assemble(settings: Settings, progress: Progress = lambda *_: None, *, like: Parts | None = None) -> Parts:
    """All parts that answer questions, from the files that *settings* name; with the encoders of *like*, if given."""
    templates = Templates(settings.templates)
    knowledge = load_knowledge(settings.knowledge)
    encoders, warnings = load_encoders(settings.data / _INDEX) if like is None else (like.loaded, like.warnings)
    index = kept_index(knowledge, encoders, settings, progress)
    replies = Replies(knowledge, templates)
    answerer = Answerer(
        matcher=matcher_of(index, encoders, knowledge.cues, neighbours_of(knowledge), knowledge.shorthand),
        replies=replies,
        detect_latin=detect_latin_language,
        common_words=common_english_words(),
    )
    return Parts(
        answerer=answerer,
        knowledge=knowledge,
        templates=templates,
        encoders=tuple(encoder.name for encoder in encoders.values()),
        warnings=warnings,
        loaded=encoders,
        folder=settings.knowledge,
    )


def matcher_of(
    index: MatchingIndex,
    encoders: Mapping[str, Encoder],
    cues: ConversationCues = NO_CUES,
    neighbours: Neighbours = NO_NEIGHBOURS,
    shorthand: Shorthand = NO_SHORTHAND,
    switches: Switches = ALL_ON,
) -> Matcher:
    """A matcher on *index* that tells by *cues* which questions lean on those before, and by *neighbours* where to.

    It writes out *shorthand*.
    """
    return Matcher(
        index=index,
        encoders=encoders,
        simplify=simplifier(),
        common_words=common_english_words(),
        cues=cues,
        neighbours=neighbours,
        shorthand=shorthand,
        switches=switches,
    )


def kept_index(
    knowledge: KnowledgeBase,
    encoders: Mapping[str, Encoder],
    settings: Settings,
    progress: Progress,
    switches: Switches = ALL_ON,
) -> MatchingIndex:
    """The index of *knowledge*, from the data folder where it is kept, else fitted and kept there."""
    folder = settings.data / _INDEX
    examples, helps = examples_of(knowledge), covers_overlap(knowledge)
    covers = [f"{topic.id} {' '.join(topic.covers)}" for topic in knowledge.topics]
    key = index_key(examples, covers, encoders, settings.caution, switches)
    index = load_index(folder, key)
    if index is None:
        vectors = {measure: KeptVectors(folder, measure, encoder, progress) for measure, encoder in encoders.items()}
        # Answering uses one thread; fitting may have all the machine has.
        with threadpool_limits(limits=os.cpu_count()):
            index = fit_index(
                examples,
                vectors,
                simplify=simplifier(),
                helps=helps,
                caution=settings.caution,
                progress=lambda what: progress(what, 0, 0),
                switches=switches,
            )
        save_index(folder, key, index)
    return index
