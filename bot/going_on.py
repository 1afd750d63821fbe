"""Questions that go on with the topic before them: "and for hats?", "how long does that take?"."""

from collections.abc import Callable
from dataclasses import replace

from bot.advice.certainty import LIKELY, SURE
from bot.advice.conversation import FollowUpAsk
from bot.advice.deciding import Advice, Choice, Decision, NoAdvice, Smalltalk, decide
from bot.advice.knowledge import KnowledgeBase
from bot.advice.matching import Candidate, Match, Matcher
from bot.advice.normalising import comparable
from bot.advice.own_words import OwnWords, is_one_word
from bot.advice.title_words import TitleWords
from bot.advice.turns import GoingOn
from bot.asides import Asides
from bot.saying_little import THING_ELSEWHERE, Found, is_weak

Decide = Callable[[str, str, tuple[str, ...]], Found]
"""What is found for a question, in a language, after others, and what is done with it."""

_MAY_MEAN_ANOTHER: tuple[FollowUpAsk, ...] = ("challenge", "opportunity")
"""All else can be asked of every topic; for its bad or good sides another one may be meant."""
_CLEARLY_ELSEWHERE = 25.0
"""From this score on, "what about visas?" needs nothing before it to be known as none of ours."""


class GoingOnWith:
    """Understands questions that go on; *decide* tells again what was understood before them."""

    def __init__(
        self, knowledge: KnowledgeBase, own_words: OwnWords, matcher: Matcher, asides: Asides, decide: Decide
    ) -> None:
        self._knowledge = knowledge
        self._matcher = matcher
        self._asides = asides
        self._decide = decide
        self._titles = TitleWords(title for topic in knowledge.topics for title in topic.title.values())
        self._own_words = own_words

    def found(self, match: Match, language: str, after: tuple[str, ...]) -> Found | None:
        """What a question means that goes on; None if it says enough alone."""
        return (
            self._more(match, language, after)
            or self._further(match, language, after)
            or self._another(match, language, after)
        )

    def before(self, language: str, after: tuple[str, ...]) -> tuple[Match | None, Decision | None]:
        """What the last of the questions *after* that was more than a pleasantry was understood as."""
        if not after:
            return None, None
        match, decision = self._decide(after[-1], language, after[:-1])
        if isinstance(decision, Smalltalk):
            return self.before(language, after[:-1])
        opened = self._asides.topics_opened(after[-1])
        candidates = tuple(candidate for candidate in match.topics if candidate.label.id in opened)
        if len(candidates) > 1:
            return match, Choice(candidates=candidates)
        return match, Advice(candidate=candidates[0]) if candidates else decision

    def _more(self, match: Match, language: str, after: tuple[str, ...]) -> Found | None:
        """More on the topic that the last reply was about, if the question names no subject and none is surer."""
        if match.going_on is None or match.going_on.ask in _MAY_MEAN_ANOTHER or isinstance(decide(match), Advice):
            return None
        _, before = self.before(language, after)
        match before:
            case Advice(candidate=candidate):
                return self._on_it(match, candidate, match.going_on.ask)
            case Choice():
                return match, replace(before, ask=match.going_on.ask)
            case _:
                return None

    def _further(self, match: Match, language: str, after: tuple[str, ...]) -> Found | None:
        """The topic before for "and for hats?", which names nothing that we have a topic on."""
        introduced = self._asides.introduced(match.text)
        named = introduced[1] if introduced else self._named_further(match, after)
        if named is None or (introduced and self._is_sure(match)):
            return None
        found, before = self.before(language, after)
        if self._is_subject(named, language, least=self._least_for_another(match, named, before)):
            return None
        elsewhere = None if introduced else self._elsewhere(match, named, language)
        if elsewhere is not None:
            return elsewhere
        match before:
            case Advice(candidate=candidate):
                return self._on_it(match, candidate, "further")
            case Choice() if found is not None:
                return found, replace(before, ask="further")
            case None | NoAdvice() if introduced:
                return match, introduced[0]
            case NoAdvice(elsewhere=str()) if found is not None:
                return found, before
            case None | NoAdvice() if self._asks_further(match.text):
                return match, NoAdvice(subjectless=True)
            case _:
                return None

    def _elsewhere(self, match: Match, named: str, language: str) -> Found | None:
        """That what is *named* lies elsewhere, if it clearly does; after questions of ours it may not look so."""
        least = THING_ELSEWHERE if self._own_words.is_thing(named) else _CLEARLY_ELSEWHERE
        for found in (match, self._matcher.match(named, language=language)):
            match decide(found):
                case NoAdvice(elsewhere=str()) as decision if found.others[0].score >= least:
                    return found, decision
        return None

    def _another(self, match: Match, language: str, after: tuple[str, ...]) -> Found | None:
        """Another subject than before: "and hiring people?" after freight, which the freight would outweigh."""
        further = self._knowledge.cues.named_further(match.text)
        rest = (further or self._added(match.text)) if 0 < match.share_of_earlier < 1 else ""
        _, before = self.before(language, after) if rest and not self._knowledge.cues.lean(rest) else (None, None)
        match before:
            case Advice(candidate=candidate):
                spoken_of: tuple[Candidate, ...] = (candidate,)
            case Choice(candidates=candidates) if further is not None:
                spoken_of = candidates
            case _:
                return None
        alone = self._matcher.match(rest, language=language)
        decision = decide(alone)
        if not isinstance(decision, Advice | Choice) or alone.surest is None:
            return None
        is_named = isinstance(decision, Advice) or alone.surest.confidence >= LIKELY or self._titles.name(rest)
        is_akin = any(self._are_akin(alone.surest.label.id, candidate.label.id) for candidate in spoken_of)
        if not is_named or is_akin:
            return None
        if (
            self._knowledge.cues.narrow(match.text)
            and isinstance(decision, Advice)
            and isinstance(decide(match), Choice)
        ):
            # "And for skills?" may still ask of the state, as was asked before.
            return _both(alone, decision.candidate, spoken_of[0])
        return alone, decision

    def _added(self, text: str) -> str:
        """What *text* (comparable) adds: "staff", in "and staff"."""
        added = self._knowledge.need_cues.cut.match(text)
        return comparable(text[added.end() :]) if added else ""

    def _named_further(self, match: Match, after: tuple[str, ...]) -> str | None:
        """What a question asks about further; *after* another a thing alone does so, too."""
        is_thing = bool(after) and is_one_word(match.text) and self._own_words.is_thing(match.text)
        if is_thing and not isinstance(decide(match), Smalltalk):
            return match.text
        return self._knowledge.cues.named_further(match.text)

    def _are_akin(self, one: str, other: str) -> bool:
        first, second = self._knowledge.topic_by_id[one], self._knowledge.topic_by_id[other]
        are_related = one in second.related or other in first.related
        return one == other or are_related or not set(first.covers).isdisjoint(second.covers)

    def _on_it(self, match: Match, before: Candidate, ask: FollowUpAsk) -> Found:
        """*match* with the topic *before* first, of which *ask* is asked."""
        topic = before.label.id
        candidate = next((candidate for candidate in match.topics if candidate.label.id == topic), before)
        kept = replace(candidate, confidence=max(candidate.confidence, match.thresholds.answer))
        topics = (kept, *(other for other in match.topics if other.label.id != topic))
        return replace(match, topics=topics, going_on=GoingOn(topic=topic, ask=ask)), Advice(candidate=kept)

    def _least_for_another(self, match: Match, named: str, before: Decision | None) -> float:
        """The confidence from which what is *named* is another subject than *before*."""
        if not self._asks_further(match.text) or self._knowledge.cues.narrow(match.text):
            # Where it is not clear yet what is spoken of, another one is likelier.
            return LIKELY if isinstance(before, Choice) or self._own_words.has(named) else SURE
        return 0.0

    def _asks_further(self, text: str) -> bool:
        return self._knowledge.cues.named_further(text) is not None

    def _is_subject(self, named: str, language: str, *, least: float) -> bool:
        """Whether *named* is something that we have a topic on, by its title or by how sure we are of it alone."""
        if self._titles.name(named):
            return True
        match = self._matcher.match(named, language=language, explain=True)
        is_clear = match.surest is not None and match.surest.confidence >= least and not is_weak(match.surest)
        return is_clear and isinstance(decide(match), Advice | Choice)

    def _is_sure(self, match: Match) -> bool:
        decision = decide(match)
        return isinstance(decision, Advice) and decision.candidate.confidence >= SURE


def _both(match: Match, *candidates: Candidate) -> Found:
    """A choice of *candidates*, which stand first in *match* then."""
    kept = {candidate.label.id: candidate for candidate in candidates}
    others = (topic for topic in match.topics if topic.label.id not in kept)
    return replace(match, topics=(*kept.values(), *others)), Choice(candidates=tuple(kept.values()))
