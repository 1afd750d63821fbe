"""From a question to candidates: wording and meaning, fused and calibrated.

    text -> simplified characters, one form, spelling mended
         -> likeness to every phrasing, by wording and by meaning     (wording.py, meaning.py)
         -> a blend of both -> a score for every label                (regression.py)
         -> what speaks for each topic, as numbers -> confidence      (calibration.py)

A label is a topic, a kind of question we do not answer, or a pleasantry. Topics are what we look for; the others compete
with them and so keep us from answering what is not ours. The index is made by ``fitting.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.advice.calibration import FEATURES, Calibration, Thresholds
from bot.advice.meaning import Encoder, MeaningIndex
from bot.advice.normalising import comparable, has_han, sentences_of
from bot.advice.spelling import Repair, SpellingRepairer
from bot.advice.wording import WordingIndex

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

LabelKind = Literal["topic", "elsewhere", "smalltalk"]
Script = Literal["han", "other"]

LONGEST_QUESTION = 1_500
MOST_PIECES = 8
SHORTEST_PIECE = 12
PIECE_SHARE = 0.5
"""How much the best sentence of a story counts beside the whole of it."""
CANDIDATES_KEPT = 10
OTHERS_KEPT = 5
EVIDENCE_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a phrasing asks for."""

    kind: LabelKind
    id: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """A phrasing and what it asks for."""

    text: str
    label: Label


@dataclass(frozen=True, kw_only=True)
class Blend:
    """How one script of questions is scored: the measures' weights, the fitted weights of phrasings, the calibration."""

    measures: Mapping[str, float]
    alpha: Floats
    calibration: Calibration
    thresholds: Thresholds


@dataclass(frozen=True, kw_only=True)
class MatchingIndex:
    """Everything fitted from the examples. Rows are phrasings, sorted by label; ``starts`` has each label's first row."""

    labels: tuple[Label, ...]
    phrasings: tuple[str, ...]
    starts: Ints
    own_words: tuple[str, ...]
    wording: WordingIndex
    meanings: Mapping[str, MeaningIndex]
    blends: Mapping[Script, Blend]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A phrasing that spoke for a candidate: its likeness by each measure, and its share in the score."""

    phrasing: str
    likeness: Mapping[str, float]
    share: float


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A label with its score from 0 to 100, the confidence from 0 to 1 that it helps, and the reasons."""

    label: Label
    score: float
    confidence: float
    features: Mapping[str, float]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Match:
    """All that was found for a question: topics and other labels, each best first."""

    text: str
    repairs: tuple[Repair, ...]
    topics: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    thresholds: Thresholds


class Matcher:
    """Finds candidates for questions in an index; the *encoders* must be those the index was made with."""

    def __init__(
        self,
        *,
        index: MatchingIndex,
        encoders: Mapping[str, Encoder],
        simplify: Callable[[str], str],
        common_words: Sequence[str] = (),
    ) -> None:
        self._index = index
        self._encoders = encoders
        self._simplify = simplify
        self._spelling = SpellingRepairer(index.own_words, common_words)

    def match(self, question: str) -> Match:
        """Rank what the index knows for *question*, surest first; the same question always gets the same match."""
        simplified = self._simplify(question[:LONGEST_QUESTION])
        whole, repairs = self._spelling.repair(comparable(simplified))
        blend = self._index.blends["han" if has_han(whole) else "other"]
        pieces = [whole, *self._sentences(simplified)]
        likeness = {name: self._likeness(name, pieces) for name in blend.measures}
        kernel = blended(likeness, blend.measures)
        scores = combined_scores(kernel @ blend.alpha)
        nearest = {
            name: np.maximum.reduceat(values.max(axis=0), self._index.starts) for name, values in likeness.items()
        }
        features = features_of(
            scores,
            nearest,
            blend.measures,
            uncovered=self._index.wording.uncovered_share(whole),
            length=len(whole),
        )
        confidences = blend.calibration.confidence(features)
        first = {name: values[0] for name, values in likeness.items()}

        def candidate(place: int) -> Candidate:
            return Candidate(
                label=self._index.labels[place],
                score=100 * float(np.clip(scores[place], 0, 1)),
                confidence=float(confidences[place]),
                features=dict(zip(FEATURES, features[place].tolist(), strict=True)),
                evidence=self._evidence(place, kernel[0], blend.alpha[:, place], first),
            )

        order = np.argsort(-scores, kind="stable").tolist()
        topics = [place for place in order if self._index.labels[place].kind == "topic"]
        others = [place for place in order if self._index.labels[place].kind != "topic"]
        return Match(
            text=whole,
            repairs=repairs,
            topics=tuple(candidate(place) for place in topics[:CANDIDATES_KEPT]),
            others=tuple(candidate(place) for place in others[:OTHERS_KEPT]),
            thresholds=blend.thresholds,
        )

    def _sentences(self, simplified: str) -> list[str]:
        """The sentences of a longer question, mended like the whole; none for a question of one sentence."""
        forms = [comparable(sentence) for sentence in sentences_of(simplified)]
        long_enough = [form for form in forms if len(form) >= (4 if has_han(form) else SHORTEST_PIECE)]
        if len(long_enough) < 2:
            return []
        return [self._spelling.repair(form)[0] for form in long_enough[:MOST_PIECES]]

    def _likeness(self, name: str, pieces: Sequence[str]) -> Floats:
        """Likeness of each piece to each phrasing by one measure, shape (pieces, phrasings)."""
        if name == "wording":
            return np.stack([self._index.wording.likeness(piece) for piece in pieces])
        return self._index.meanings[name].likeness(self._encoders[name].encode(pieces))

    def _evidence(
        self, place: int, kernel: Floats, alpha: Floats, likeness: Mapping[str, Floats]
    ) -> tuple[Evidence, ...]:
        start, end = self._index.starts[place], [*self._index.starts, len(self._index.phrasings)][place + 1]
        # Every phrasing is a little like any question; only what exceeds that speaks for a label.
        shares = (kernel[start:end] - kernel.mean()) * alpha[start:end]
        total = float(np.maximum(shares, 0).sum()) or 1.0
        best = np.argsort(-shares, kind="stable")[:EVIDENCE_SHOWN].tolist()
        return tuple(
            Evidence(
                phrasing=self._index.phrasings[start + row],
                likeness={name: round(float(values[start + row]), 3) for name, values in likeness.items()},
                share=round(float(shares[row]) / total, 3),
            )
            for row in best
        )


def blended(likeness: Mapping[str, Floats], measures: Mapping[str, float]) -> Floats:
    """One kernel from several likenesses: a weighted sum of exp(likeness - 1), at most 1."""
    parts = [np.float32(weight) * np.exp(likeness[name] - 1) for name, weight in measures.items()]
    return np.asarray(sum(parts[1:], start=parts[0]), dtype=np.float32)


def combined_scores(by_piece: Floats) -> Floats:
    """One score per label from those of the whole question (first row) and of its sentences (the rest)."""
    if len(by_piece) == 1:
        return np.asarray(by_piece[0])
    return np.asarray((1 - PIECE_SHARE) * by_piece[0] + PIECE_SHARE * by_piece[1:].max(axis=0))


def features_of(
    scores: Floats,
    nearest: Mapping[str, Floats],
    measures: Mapping[str, float],
    *,
    uncovered: float,
    length: int,
) -> npt.NDArray[np.float64]:
    """What speaks for each label, shape (labels, features), columns as ``calibration.FEATURES``.

    The score; its lead over the best other label; the closest phrasing by meaning and by wording; the share of the
    question's letter groups that no phrasing of a topic has; and how long the question is.
    """
    best = int(scores.argmax())
    rivals = np.full(len(scores), scores[best])
    rivals[best] = np.delete(scores, best).max() if len(scores) > 1 else 0.0
    meanings = {name: weight for name, weight in measures.items() if name != "wording"}
    total = sum(meanings.values())
    meaning = sum((weight / total * nearest[name] for name, weight in meanings.items()), start=np.zeros(len(scores)))
    return np.column_stack(
        [
            scores,
            scores - rivals,
            meaning,
            nearest["wording"],
            np.full(len(scores), uncovered),
            np.full(len(scores), min(1.0, length / 200)),
        ]
    ).astype(np.float64)
