"""What people say to a reply of ours, turned into what they want: a choice, a correction, another language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.advice.conversation import share_of_earlier
from bot.advice.cues import any_of
from bot.advice.deciding import Advice, Choice, Chosen, Decision, NoAdvice, Smalltalk, WhichPart
from bot.advice.knowledge import KnowledgeBase
from bot.advice.matching import Candidate, Match
from bot.advice.normalising import cleaned, comparable, word_count
from bot.advice.picking import places_picked

Decide = Callable[[str, tuple[str, ...]], tuple[Match, Decision]]
"""What is found for a question after others, and what is done with it."""

_BETWEEN_TITLES = " + "
_LONGEST_INTRODUCED = 5
"""Words after "we sell" or the like; more of them tell more than that."""


@dataclass(frozen=True, kw_only=True)
class Aside:
    """What is done about words that are no question of their own, and the question or topic that they stand for."""

    match: Match
    decision: Decision
    stands_for: str


class Asides:
    """Understands what is said to our replies; *decide* tells again what a reply was."""

    def __init__(self, knowledge: KnowledgeBase, decide: Decide) -> None:
        self._cues = knowledge.aside_cues
        self._conversation = knowledge.cues
        self._knowledge = knowledge
        self._decide = decide
        self._topic_titled = {cleaned(title): topic.id for topic in knowledge.topics for title in topic.title.values()}
        kinds = knowledge.smalltalk
        self._exactly = {
            comparable(said): kind.id for kind in kinds for texts in kind.exactly.values() for said in texts
        }
        self._contained = {kind.id: any_of(kind.containing) for kind in kinds if kind.containing}
        self._opened = [(kind.id, any_of(kind.opening), any_of(kind.unless)) for kind in kinds if kind.opening]
        self._any_language = next(iter(knowledge.topics[0].title))

    def spelt_out(self, after: Sequence[str]) -> tuple[str, ...]:
        """The questions *after*, oldest first; instead of words that chose a topic, its title, as if it were opened.

        Of a correction only what was meant remains, and nothing of what we misunderstood; who somebody is, is left out.
        """
        said: tuple[str, ...] = ()
        for question in map(cleaned, after):
            aside = self.meaning(question, said, self._any_language)
            if aside is None and not self._only_introduces(question, said):
                meant, said = self.corrected(question, said)
                said = (*said, meant)
            elif aside is not None:
                said = (*said, aside.stands_for)
        return said

    def meaning(self, text: str, after: tuple[str, ...], language: str) -> Aside | None:
        """What *text* means *after* others if it is no question of its own; a topic it chose is named in *language*."""
        is_wanted_again = self.language_wanted(text) is not None or self._cues.wants_repetition(comparable(text))
        if after and is_wanted_again:
            match, decision = self._decide(after[-1], after[:-1])
            return Aside(match=match, decision=decision, stands_for=after[-1])
        if after and self._cues.rejects(comparable(text)):
            return self._rejected(after)
        return self._picked(text, after, language)

    def _rejected(self, after: tuple[str, ...]) -> Aside | None:
        """That none of what the last reply showed or offered fits; None if it had none of our topics."""
        match, decision = self._decide(after[-1], after[:-1])
        if not isinstance(decision, Advice | Choice | Chosen | WhichPart):
            return None
        return Aside(match=match, decision=NoAdvice(none_fits=True), stands_for=after[-1])

    def _picked(self, text: str, after: tuple[str, ...], language: str) -> Aside | None:
        """What *text* chooses from what the last reply offered; None if it chooses nothing."""
        said = self._cues.picks.said(comparable(text)) if after else ()
        if not said:
            return None
        asked, opened = self._last_asked(after)
        if asked is None:
            return None
        match, decision = self._decide(after[asked], after[:asked])
        offered = _offered(decision)
        topics = [candidate.label.id for candidate in offered]
        if not offered or not set(opened) <= set(topics):
            return None
        surest = max(offered, key=lambda candidate: candidate.confidence)
        taken = [topics.index(topic) for topic in opened]
        places = places_picked(said, len(offered), taken, surest=offered.index(surest))
        if places is None:
            # Asked once more, unless it is long chosen.
            again = Aside(match=match, decision=decision, stands_for=after[asked])
            return None if opened else again
        return self._chosen(after[asked], match, [offered[place] for place in places], language)

    def language_wanted(self, text: str) -> str | None:
        """The language in which *text* wants the last reply, if it wants no more than that."""
        return self._cues.language_wanted(comparable(text))

    def corrected(self, text: str, after: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """*text* without "no, I meant", and the questions *after* which it then is: none that was misunderstood."""
        meant = self._cues.without_correction(cleaned(text)) if after else None
        if meant is None or not comparable(meant):
            instead = self._meant_instead(text, has_reply=bool(after))
            return (text, after) if instead is None else (instead, ())
        return meant, after if self._leans(meant) else ()

    def _meant_instead(self, text: str, *, has_reply: bool) -> str | None:
        """What *text* sets against what we understood, if that alone makes sense: in "no, too late" it does not."""
        meant = self._cues.instead(cleaned(text), has_reply=has_reply)
        if not meant or self._leans(meant):
            return None
        _, decision = self._decide(meant, ())
        return meant if isinstance(decision, Advice | Choice) else None

    def _leans(self, text: str) -> bool:
        return share_of_earlier(comparable(text), clarity=1.0, cues=self._conversation) > 0

    def subject_named(self, match: Match, decision: Decision) -> tuple[Match, Decision] | None:
        """What is known of the subject that is named and no more ("it is about my staff"), if that helps more."""
        subject = None if isinstance(decision, Advice | Smalltalk) else self._cues.subject_named(match.text)
        if subject is None or self._leans(subject):
            return None
        alone, known = self._decide(subject, ())
        if not isinstance(known, Advice | Choice):
            return None
        is_surer = alone.surest and match.surest and alone.surest.confidence > match.surest.confidence
        return (alone, known) if isinstance(decision, NoAdvice) or isinstance(known, Advice) or is_surer else None

    def online_anywhere(self, match: Match, decision: Decision) -> tuple[Match, Decision] | None:
        """What is known of "online scam" for "WhatsApp scam", of which nothing is known: we know no such places."""
        said = self._cues.any_place_online(match.text) if decision == NoAdvice() else None
        if said is None:
            return None
        known = self._decide(said, ())
        return known if isinstance(known[1], Advice | Choice) else None

    def sign(self, text: str) -> Smalltalk | None:
        """The pleasantry that *text*, which has no words, stands for: thanks, for a thumb."""
        kinds = (kind.id for kind in self._knowledge.smalltalk if any(sign in text for sign in kind.signs))
        return next((Smalltalk(kind=kind) for kind in kinds), None)

    def heard(self, text: str) -> Smalltalk | None:
        """The pleasantry that *text* (comparable, simplified) is by its words, if it is one."""
        for kind, words in self._contained.items():
            if words.search(text):
                return Smalltalk(kind=kind)
        kind_said = self._exactly.get(text)
        return None if kind_said is None else Smalltalk(kind=kind_said)

    def introduced(self, text: str) -> tuple[Smalltalk, str] | None:
        """The pleasantry of who tells in *text* (comparable) what they sell or who they are, and what that is."""
        for kind, opening, unless in self._opened:
            begun = opening.match(text)
            rest = comparable(text[begun.end() :]) if begun else ""
            if rest and word_count(rest) <= _LONGEST_INTRODUCED and not unless.search(rest):
                return Smalltalk(kind=kind), rest
        return None

    def _only_introduces(self, text: str, after: tuple[str, ...]) -> bool:
        kinds = {kind for kind, *_ in self._opened}
        if self._exactly.get(comparable(text)) not in kinds and self.introduced(comparable(text)) is None:
            return False
        _, decision = self._decide(text, after)
        return isinstance(decision, Smalltalk) and decision.kind in kinds

    def picks_a_place(self, text: str) -> bool:
        """Whether *text* (comparable) chooses one of several, by its place."""
        return not {*self._cues.picks.said(text)} <= {"none", "unsaid", "all"}

    def topics_opened(self, text: str) -> tuple[str, ...]:
        """The topics that *text* is the titles of, in any language, if it says nothing else."""
        titles = [text] if text in self._topic_titled else text.split(_BETWEEN_TITLES)
        topics = tuple(self._topic_titled[title] for title in titles if title in self._topic_titled)
        return topics if len(topics) == len(titles) else ()

    def _last_asked(self, after: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
        """The place of the last question that was not the title of a topic, and the topics that were opened since."""
        opened: list[str] = []
        for place in reversed(range(len(after))):
            topics = self.topics_opened(after[place])
            if not topics:
                return place, tuple(opened)
            opened += topics
        return None, ()

    def _chosen(self, question: str, match: Match, chosen: Sequence[Candidate], language: str) -> Aside:
        if not chosen:
            return Aside(match=match, decision=NoAdvice(none_fits=True), stands_for=question)
        first = chosen[0]
        titles = [self._knowledge.topic_by_id[candidate.label.id].title[language] for candidate in chosen]
        others = [topic for topic in match.topics if topic.label.id != first.label.id]
        return Aside(
            match=replace(match, topics=(first, *others)),
            decision=Chosen(candidates=tuple(chosen)),
            stands_for=_BETWEEN_TITLES.join(titles),
        )


def _offered(decision: Decision) -> tuple[Candidate, ...]:
    match decision:
        case Choice(candidates=candidates) | Chosen(candidates=candidates):
            return candidates
        case WhichPart(parts=parts):
            return tuple(part.candidate for part in parts)
        case NoAdvice(beside=Candidate() as beside):
            return (beside,)
        case _:
            return ()
