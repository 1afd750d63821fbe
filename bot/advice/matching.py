"""From a question to candidates: wording and meaning, fused and calibrated.

    text -> a score for every label, by likeness to their phrasings      (scoring.py)
         -> what was said before, where the question leans on it         (turns.py)
         -> an order of topics and what speaks for each, as numbers      (ranking.py)
         -> confidence                                                   (calibration.py)

The index is made by ``fitting.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.advice.arrays import Floats
from bot.advice.calibration import CANDIDATE_FEATURES, OPEN_GATE, Thresholds
from bot.advice.conversation import NO_CUES, ConversationCues, earlier_kept, share_of_earlier
from bot.advice.evidence import Evidence, evidence_for, shares_of_measures
from bot.advice.following_up import NO_NEIGHBOURS, Neighbours, Steps
from bot.advice.index import MatchingIndex
from bot.advice.labels import Label
from bot.advice.meaning import Encoder
from bot.advice.ranking import CANDIDATES_KEPT, Ranking
from bot.advice.scoring import Scorer
from bot.advice.shorthand import NO_SHORTHAND, Shorthand
from bot.advice.spelling import Repair
from bot.advice.switches import ALL_ON, Switches
from bot.advice.turns import GoingOn, Listener, Turn

OTHERS_KEPT = 5
_FEATURES = tuple(feature.name for feature in CANDIDATE_FEATURES)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A label with its score from 0 to 100, the confidence from 0 to 1 that it helps, and the reasons.

    ``shares`` say how much of the evidence each measure gave; they sum to 1, or are all 0 if nothing spoke for it.
    """

    label: Label
    score: float
    confidence: float
    features: Mapping[str, float]
    evidence: tuple[Evidence, ...]
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Match:
    """All that was found for a question: topics and other labels, each best first.

    ``ours`` is the chance from 0 to 1 that it is about anything we know, whichever topic it means.
    ``sentences`` are those of a story that counted beside the whole. ``share_of_earlier`` says how much the questions
    ``said_before`` on its subject counted, from 0 to 1; ``going_on`` is there where it asks more of that subject.
    """

    text: str
    repairs: tuple[Repair, ...]
    ours: float
    share_of_earlier: float
    topics: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    thresholds: Thresholds
    going_on: GoingOn | None = None
    sentences: tuple[str, ...] = ()
    said_before: tuple[str, ...] = ()

    @property
    def surest(self) -> Candidate | None:
        """The topic of the highest confidence: not always the first, for that is chosen to help beside the others."""
        return max(self.topics, key=lambda topic: topic.confidence, default=None)

    def is_outdone(self, topic: Candidate) -> bool:
        """Whether something that is no topic scores more than *topic*."""
        return any(other.score > topic.score for other in self.others)


MatchAll = Callable[[Sequence[str]], Sequence[Match]]
"""Candidates for each of some texts."""


class Matcher:
    """Finds candidates for questions in an index; the *encoders* must be those the index was made with."""

    def __init__(
        self,
        *,
        index: MatchingIndex,
        encoders: Mapping[str, Encoder],
        simplify: Callable[[str], str],
        common_words: Sequence[str] = (),
        cues: ConversationCues = NO_CUES,
        neighbours: Neighbours = NO_NEIGHBOURS,
        shorthand: Shorthand = NO_SHORTHAND,
        switches: Switches = ALL_ON,
    ) -> None:
        self._index = index
        self._encoders = encoders
        self._switches = switches
        self._cues = cues
        self._steps = Steps(index.labels, neighbours)
        self._scorer = Scorer(
            index=index,
            encoders=encoders,
            simplify=simplify,
            common_words=common_words,
            shorthand=shorthand,
            switches=switches,
        )

    def match(self, question: str, *, language: str = "en", after: Sequence[str] = (), explain: bool = False) -> Match:
        """Rank what the index knows for *question*, asked in *language* *after* others, best first.

        The same question after the same others gets the same match each time, but for rounding. Candidates have their
        evidence only if they are to *explain* themselves.
        """
        turn = self._listener(language).turn(question, self._kept(after, language))
        return self._match(turn, language, explain=explain)

    def match_all(self, questions: Sequence[str], *, language: str = "en", explain: bool = False) -> list[Match]:
        """What ``match`` gives for each of some *questions* that stand alone, but for rounding, and sooner."""
        listener = self._listener(language)
        turns = map(listener.alone, questions, self._scorer.score_all(questions, language))
        return [self._match(turn, language, explain=explain) for turn in turns]

    def foresee(self, question: str, pieces: Sequence[str], *, language: str = "en", after: Sequence[str] = ()) -> None:
        """Work out *question* together with its *pieces*, so that matching them soon, one by one, costs little.

        Nothing is found that would not be found without it.
        """
        listener = self._listener(language)
        together = listener.together(question, self.form(question, language=language), self._kept(after, language))
        self._scorer.score_all([question, *pieces, *([] if together is None else [together])], language)

    def form(self, question: str, *, language: str = "en") -> str:
        """The text that a match of *question* will have: *question* in the form that is compared."""
        return self._scorer.form(question, language)

    def leans(self, question: str, *, language: str = "en") -> bool:
        """Whether *question*, by its words, leans on others that were asked before it."""
        return self._share(question, language) > 0

    def meanings(self, texts: Sequence[str]) -> Floats | None:
        """Vectors of *texts* whose products say how alike they are, from -1 to 1; None without an encoder."""
        encoder = self._encoders.get("meaning")
        if encoder is None:
            return None
        return self._index.blends["multilingual"].meanings["meaning"].centred(encoder.encode(texts))

    def _kept(self, after: Sequence[str], language: str) -> tuple[str, ...]:
        return earlier_kept(after, lambda question: self._share(question, language))

    def _share(self, question: str, language: str) -> float:
        return share_of_earlier(self.form(question, language=language), clarity=1.0, cues=self._cues)

    def _match(self, turn: Turn, language: str, *, explain: bool) -> Match:
        blend = self._index.blends[self._index.blend_name(language)]
        asked, ranking = turn.scored, turn.ranking

        def candidate(place: int) -> Candidate:
            return Candidate(
                label=self._index.labels[place],
                score=100 * min(max(float(asked.scores[place]), 0.0), 1.0),
                confidence=float(turn.confidences[place]),
                features=dict(zip(_FEATURES, ranking.features[place].tolist(), strict=True)),
                evidence=evidence_for(place, asked, blend, self._index) if explain else (),
                shares=shares_of_measures(place, asked, blend, self._index) if explain else {},
            )

        return Match(
            text=asked.text,
            repairs=asked.repairs,
            # What helps is ours, however strange it looks.
            ours=max(turn.ours, *(float(turn.confidences[place]) for place in ranking.topics), 0.0),
            share_of_earlier=turn.share,
            topics=tuple(candidate(place) for place in ranking.topics[:CANDIDATES_KEPT]),
            others=tuple(candidate(place) for place in self._rivals(ranking)[:OTHERS_KEPT]),
            thresholds=blend.thresholds if self._switches.gate else OPEN_GATE,
            going_on=turn.going_on,
            sentences=asked.sentences,
            said_before=turn.said[:-1],
        )

    def _listener(self, language: str) -> Listener:
        return Listener(
            labels=self._index.labels,
            cues=self._cues,
            steps=self._steps,
            score=lambda text: self._scorer.score(text, language),
            rank=lambda scored: self._scorer.rank(scored, language),
            blend=self._index.blends[self._index.blend_name(language)],
        )

    def _rivals(self, ranking: Ranking) -> list[int]:
        """The labels that are no topics; without the gate, what we do not answer is none of them."""
        if self._switches.gate:
            return ranking.others
        return [place for place in ranking.others if self._index.labels[place].kind == "smalltalk"]
