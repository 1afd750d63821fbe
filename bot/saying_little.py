"""Questions that say too little: "and then?" with nothing before it, or "hats", which names a thing and no need."""

from collections.abc import Callable
from typing import TypeAlias

from bot.advice.deciding import Advice, Choice, Decision, NoAdvice, Smalltalk, decide
from bot.advice.knowledge import KnowledgeBase
from bot.advice.matching import Candidate, Match, Matcher
from bot.advice.normalising import comparable
from bot.advice.own_words import OwnWords, is_one_word
from bot.asides import Asides

Found: TypeAlias = tuple[Match, Decision]
Before = Callable[[str, tuple[str, ...]], tuple[Match | None, Decision | None]]
"""What was understood before a question in a language, after others."""

THING_ELSEWHERE = 45.0
"""Up to this score, what lies elsewhere is only like a thing that is named: shoes are sold, too, not only worn."""
_WEAK_SCORE = 20.0
_WEAK_WORDING = 0.99
"""What scores less, or is but spelt like a phrasing to this share, is hardly what a single word means."""


class SayingLittle:
    """Hears that a question says too little to be answered; *before* tells what was understood before it."""

    def __init__(
        self, knowledge: KnowledgeBase, own_words: OwnWords, matcher: Matcher, asides: Asides, before: Before
    ) -> None:
        self._knowledge = knowledge
        self._own_words = own_words
        self._matcher = matcher
        self._asides = asides
        self._before = before

    def found(self, match: Match, language: str, after: tuple[str, ...]) -> Found | None:
        """That we do not know what is meant; None if we may."""
        return self._subjectless(match, language) or self._only_named(match, language, after)

    def _subjectless(self, match: Match, language: str) -> Found | None:
        """That we do not know what is meant by "and then?" or "the first one", if nothing before tells."""
        if self._asides.picks_a_place(match.text) and isinstance(decide(match), Choice | NoAdvice):
            return match, NoAdvice(subjectless=True)
        is_bare = self._knowledge.cues.is_bare
        if not is_bare(match.text):
            return None
        has_subject = not all(is_bare(self._matcher.form(said, language=language)) for said in match.said_before)
        match decide(match):
            case Advice():
                return None
            case Smalltalk(kind=kind) if has_subject or self._is_worded(kind, match.text):
                return None
            case Choice() | NoAdvice(elsewhere=str()) if has_subject:
                return None
            case _:
                return match, NoAdvice(subjectless=True)

    def _only_named(self, match: Match, language: str, after: tuple[str, ...]) -> Found | None:
        """That we do not know what is wanted of "hats", if that word is all there is and names no need."""
        if not is_one_word(match.text) or (match.share_of_earlier and self._before(language, after)[1] is not None):
            return None
        match decide(match):
            case NoAdvice(elsewhere=str()):
                is_mere = self._own_words.is_thing(match.text) and match.others[0].score < THING_ELSEWHERE
            case Advice() | Choice() if not self._own_words.has(match.text):
                alone = self._matcher.match(match.text, language=language, explain=True).surest
                is_mere = alone is None or is_weak(alone)
            case decision:
                is_mere = isinstance(decision, NoAdvice)
        return (match, NoAdvice(only_named=True)) if is_mere else None

    def _is_worded(self, smalltalk: str, text: str) -> bool:
        """Claim that *text* is, word for word, a way to say this pleasantry."""
        phrasings = self._knowledge.smalltalk_by_id[smalltalk].phrasings.values()
        return any(comparable(phrasing) == text for texts in phrasings for phrasing in texts)


def is_weak(surest: Candidate) -> bool:
    """Whether too little speaks for the *surest* topic of a word or two; it must have its evidence."""
    return surest.score < _WEAK_SCORE or surest.shares["wording"] > _WEAK_WORDING
