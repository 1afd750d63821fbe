"""From a question to candidates: wording and meaning, fused and calibrated.

    text -> simplified characters, one form, spelling mended
         -> likeness to every phrasing, by wording and by meaning     (wording.py, meaning.py)
         -> a blend of both -> a score for every label                (regression.py)
         -> an order of topics and what speaks for each, as numbers   (ranking.py)
         -> confidence                                                (calibration.py)

The index is made by ``fitting.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.advice.calibration import FEATURES, OPEN_GATE, Calibration, Thresholds
from bot.advice.conversation import EARLIER_KEPT, NO_CUES, ConversationCues
from bot.advice.following_up import NO_NEIGHBOURS, Neighbours, Steps
from bot.advice.labels import Label
from bot.advice.meaning import Encoder, MeaningIndex
from bot.advice.normalising import comparable
from bot.advice.pieces import telling_sentences
from bot.advice.ranking import CANDIDATES_KEPT, Ranking, combined_scores, nearest_by_label, rank
from bot.advice.regression import blended
from bot.advice.spelling import Repair, SpellingRepairer
from bot.advice.switches import ALL_ON, Switches
from bot.advice.turns import GoingOn, Listener, Scored
from bot.advice.wording import WordingIndex

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BlendName = Literal["english", "multilingual"]

LONGEST_QUESTION = 1_500
TEXTS_REMEMBERED = 64
"""Texts whose scores are kept at hand, about a tenth of a megabyte each."""
VECTORS_REMEMBERED = 64
"""Texts whose sentence vectors are kept at hand, two kilobytes each."""

OTHERS_KEPT = 5
EVIDENCE_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Blend:
    """One way to score: over which phrasings (``rows``), by which measures with which weights, and what was fitted.

    ``width`` says how fast a phrasing's influence fades with its distance; ``alpha`` has the fitted weight of each
    phrasing for each label.
    """

    rows: Ints
    measures: Mapping[str, float]
    meanings: Mapping[str, MeaningIndex]
    width: float
    alpha: Floats
    calibration: Calibration
    thresholds: Thresholds


@dataclass(frozen=True, kw_only=True)
class MatchingIndex:
    """Everything fitted from the examples.

    ``places`` has the number of each phrasing's label, ascending. ``helps[a, b]`` is how far topic a helps who
    meant topic b, from 0 to 1. The blend "english" is there only if the English encoder is.
    """

    labels: tuple[Label, ...]
    phrasings: tuple[str, ...]
    places: Ints
    helps: Floats
    own_words: tuple[str, ...]
    wording: WordingIndex
    blends: Mapping[BlendName, Blend]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A phrasing that spoke for a candidate: its likeness by each measure, and its share in the score."""

    phrasing: str
    likeness: Mapping[str, float]
    share: float


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

    ``sentences`` are those of a story that counted beside the whole. ``share_of_earlier`` says how much the questions
    ``said_before`` on its subject counted, from 0 to 1; ``going_on`` is there where it asks more of that subject.
    """

    text: str
    repairs: tuple[Repair, ...]
    share_of_earlier: float
    topics: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    thresholds: Thresholds
    going_on: GoingOn | None = None
    sentences: tuple[str, ...] = ()
    said_before: tuple[str, ...] = ()


_Score = Callable[[str, str], Scored]
_Encode = Callable[[str, str], Floats]


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
        switches: Switches = ALL_ON,
    ) -> None:
        self._index = index
        self._encoders = encoders
        self._simplify = simplify if switches.normaliser else str
        self._form: Callable[[str], str] = comparable if switches.normaliser else str
        self._switches = switches
        self._spelling = SpellingRepairer(index.own_words, common_words)
        self._cues = cues
        self._steps = Steps(index.labels, neighbours)
        # Each follow-up asks again how those before it were understood, and parts of a question come more than once.
        self._remembered: _Score = lru_cache(maxsize=TEXTS_REMEMBERED)(self._scored)
        self._encoded: _Encode = lru_cache(maxsize=VECTORS_REMEMBERED)(self._vector)

    def match(self, question: str, *, language: str = "en", after: Sequence[str] = (), explain: bool = False) -> Match:
        """Rank what the index knows for *question*, asked in *language* *after* others, best first.

        The same question after the same others always gets the same match. Candidates have their evidence only if
        they are to *explain* themselves.
        """
        blend = self._blend(language)
        turn = self._listener(blend, language).turn(question, tuple(after[-EARLIER_KEPT:]))
        asked, ranking = turn.scored, turn.ranking

        def candidate(place: int) -> Candidate:
            return Candidate(
                label=self._index.labels[place],
                score=100 * float(np.clip(asked.scores[place], 0, 1)),
                confidence=float(turn.confidences[place]),
                features=dict(zip(FEATURES, ranking.features[place].tolist(), strict=True)),
                evidence=self._evidence(place, blend, asked) if explain else (),
                shares=self._shares(place, blend, asked) if explain else {},
            )

        return Match(
            text=asked.text,
            repairs=asked.repairs,
            share_of_earlier=turn.share,
            topics=tuple(candidate(place) for place in ranking.topics[:CANDIDATES_KEPT]),
            others=tuple(candidate(place) for place in self._rivals(ranking)[:OTHERS_KEPT]),
            thresholds=blend.thresholds if self._switches.gate else OPEN_GATE,
            going_on=turn.going_on,
            sentences=asked.sentences,
            said_before=turn.said[:-1],
        )

    def _listener(self, blend: Blend, language: str) -> Listener:
        return Listener(
            labels=self._index.labels,
            cues=self._cues,
            steps=self._steps,
            score=lambda text: self._remembered(text, language),
            rank=lambda scored: self._ranking(scored, blend),
            confidence=lambda ranking: blend.calibration.confidence(ranking.features),
        )

    def _scored(self, question: str, language: str) -> Scored:
        blend = self._blend(language)
        simplified = self._simplify(question[:LONGEST_QUESTION])
        whole, repairs = self._mended(self._form(simplified), language)
        sentences = self._sentences(simplified, language)
        pieces = [whole, *sentences]
        likeness = {name: self._likeness(name, pieces, blend) for name in blend.measures}
        kernel = blended(likeness, blend.measures, blend.width)
        scores = combined_scores(kernel @ blend.alpha)
        places = self._index.places[blend.rows]
        return Scored(
            text=whole,
            repairs=repairs,
            sentences=sentences,
            scores=scores,
            nearest={
                name: nearest_by_label(values.max(axis=0), places, len(scores)) for name, values in likeness.items()
            },
            kernel=kernel[0],
            likeness={name: values[0] for name, values in likeness.items()},
        )

    def _rivals(self, ranking: Ranking) -> list[int]:
        """The labels that are no topics; without the gate, what we do not answer is none of them."""
        if self._switches.gate:
            return ranking.others
        return [place for place in ranking.others if self._index.labels[place].kind == "smalltalk"]

    def _ranking(self, asked: Scored, blend: Blend) -> Ranking:
        return rank(
            asked.scores,
            asked.nearest,
            self._index.labels,
            self._index.helps,
            blend.measures,
            uncovered=self._index.wording.uncovered_share(asked.text) if "wording" in blend.measures else 0.0,
            length=len(asked.text),
        )

    def meanings(self, texts: Sequence[str]) -> Floats | None:
        """Vectors of *texts* whose products say how alike they are, from -1 to 1; None without an encoder."""
        encoder = self._encoders.get("meaning")
        return None if encoder is None else self._blend("").meanings["meaning"].centred(encoder.encode(texts))

    def _blend(self, language: str) -> Blend:
        english = self._index.blends.get("english") if language == "en" else None
        return english or self._index.blends["multilingual"]

    def _mended(self, form: str, language: str) -> tuple[str, tuple[Repair, ...]]:
        """*form* with its spelling mended if it is English: the words of other languages are not errors."""
        mends = language == "en" and self._switches.spelling and self._switches.normaliser
        return self._spelling.repair(form) if mends else (form, ())

    def _sentences(self, simplified: str, language: str) -> tuple[str, ...]:
        """The sentences of a story that count for themselves, mended like the whole."""
        return tuple(self._mended(form, language)[0] for form in telling_sentences(simplified, self._form))

    def _likeness(self, name: str, pieces: Sequence[str], blend: Blend) -> Floats:
        """Likeness of each piece to each phrasing of *blend* by one measure, shape (pieces, phrasings)."""
        if name == "wording":
            return np.stack([self._index.wording.likeness(piece)[blend.rows] for piece in pieces])
        return blend.meanings[name].likeness(self._vectors(name, pieces))

    def _vectors(self, name: str, pieces: Sequence[str]) -> Floats:
        """The vector of each piece; the first piece is the whole, the rest are its sentences."""
        if name != "english" or len(pieces) == 1:
            return np.stack([self._encoded(name, piece) for piece in pieces])
        # This encoder takes as long for a whole story as for its sentences together, and their mean is as good.
        of_sentences = np.stack([self._encoded(name, piece) for piece in pieces[1:]])
        return np.vstack([of_sentences.mean(axis=0), of_sentences])

    def _vector(self, name: str, piece: str) -> Floats:
        """The vector of *piece*, encoded alone: among others its last digit would depend on them."""
        return np.asarray(self._encoders[name].encode([piece])[0])

    def _evidence(self, place: int, blend: Blend, asked: Scored) -> tuple[Evidence, ...]:
        own = np.flatnonzero(self._index.places[blend.rows] == place)
        # Every phrasing is a little like any question; only what exceeds that speaks for a label.
        shares = (asked.kernel[own] - asked.kernel.mean()) * blend.alpha[own, place]
        total = float(np.maximum(shares, 0).sum()) or 1.0
        best = np.argsort(-shares, kind="stable")[:EVIDENCE_SHOWN].tolist()
        return tuple(
            Evidence(
                phrasing=self._index.phrasings[blend.rows[own[number]]],
                likeness={name: round(float(values[own[number]]), 3) for name, values in asked.likeness.items()},
                share=round(max(0.0, float(shares[number])) / total, 3),
            )
            for number in best
        )

    def _shares(self, place: int, blend: Blend, asked: Scored) -> dict[str, float]:
        """The share of each measure in what the label's own phrasings add to its score."""
        own = np.flatnonzero(self._index.places[blend.rows] == place)
        weights = blend.alpha[own, place]
        parts = {}
        for name, weight in blend.measures.items():
            part = blended({name: asked.likeness[name]}, {name: weight}, blend.width)
            parts[name] = max(0.0, float((part[own] - part.mean()) @ weights))
        total = sum(parts.values()) or 1.0
        return {name: round(part / total, 3) for name, part in parts.items()}
