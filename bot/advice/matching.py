"""From a question to candidates: wording and meaning, fused and calibrated.

    text -> simplified characters, one form, spelling mended
         -> likeness to every phrasing, by wording and by meaning     (wording.py, meaning.py)
         -> a blend of both -> a score for every label                (regression.py)
         -> what speaks for each topic, as numbers -> confidence      (calibration.py)

A label is a topic, a kind of question we do not answer, or a pleasantry. Topics are what we look for; the others
compete with them and so keep us from answering what is not ours. The index is made by ``fitting.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.advice.calibration import FEATURES, Calibration, Thresholds
from bot.advice.conversation import EARLIER_KEPT, NO_CUES, ConversationCues, share_of_earlier
from bot.advice.meaning import Encoder, MeaningIndex
from bot.advice.normalising import comparable, has_han, sentences_of
from bot.advice.spelling import Repair, SpellingRepairer
from bot.advice.wording import WordingIndex

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LabelKind = Literal["topic", "elsewhere", "smalltalk"]
BlendName = Literal["english", "multilingual"]

LONGEST_QUESTION = 1_500
MOST_PIECES = 3
"""Sentences of a story that are scored alone; each costs as much as a question."""

SHORTEST_PIECE = 12
PIECE_SHARE = 0.6
"""How much the best sentence of a story counts beside the whole of it."""

TEMPERATURE = 0.12
"""How far a lead in score is trusted when topics that say the same are weighed together."""

STRANGE_CLARITY = 2.0
"""Times its score, how clear a question is that belongs to no topic."""

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
    """A phrasing in a *language* ("en", "zh"; "other" for all else), and what it asks for."""

    text: str
    label: Label
    language: str = "en"


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
    """A label with its score from 0 to 100, the confidence from 0 to 1 that it helps, and the reasons."""

    label: Label
    score: float
    confidence: float
    features: Mapping[str, float]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Match:
    """All that was found for a question: topics and other labels, each best first.

    ``share_of_earlier`` says how much the questions before it counted, from 0 to 1.
    """

    text: str
    repairs: tuple[Repair, ...]
    share_of_earlier: float
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
        cues: ConversationCues = NO_CUES,
    ) -> None:
        self._index = index
        self._encoders = encoders
        self._simplify = simplify
        self._spelling = SpellingRepairer(index.own_words, common_words)
        self._cues = cues

    def match(self, question: str, *, language: str = "en", after: Sequence[str] = (), explain: bool = False) -> Match:
        """Rank what the index knows for *question*, asked in *language* *after* others, best first.

        The same question after the same others always gets the same match. Candidates have their evidence only if
        they are to *explain* themselves.
        """
        blend = self._blend(language)
        asked = self._scored(question, blend, language)
        ranking, share = self._ranking(asked, blend), 0.0
        if after and asked.text and ranking.topics:
            share = share_of_earlier(asked.text, self._clarity(asked, ranking, blend), self._cues)
        if share:
            together = self._scored(" ".join([*after[-EARLIER_KEPT:], question]), blend, language)
            asked = _mixed(asked, together, share)
            ranking = self._ranking(asked, blend)
        confidences = blend.calibration.confidence(ranking.features)

        def candidate(place: int) -> Candidate:
            return Candidate(
                label=self._index.labels[place],
                score=100 * float(np.clip(asked.scores[place], 0, 1)),
                confidence=float(confidences[place]),
                features=dict(zip(FEATURES, ranking.features[place].tolist(), strict=True)),
                evidence=self._evidence(place, blend, asked) if explain else (),
            )

        return Match(
            text=asked.text,
            repairs=asked.repairs,
            share_of_earlier=share,
            topics=tuple(candidate(place) for place in ranking.topics[:CANDIDATES_KEPT]),
            others=tuple(candidate(place) for place in ranking.others[:OTHERS_KEPT]),
            thresholds=blend.thresholds,
        )

    def _clarity(self, asked: "_Scored", ranking: "Ranking", blend: Blend) -> float:
        """How clear it is, from 0 to 1, what was asked: a topic, or something else that leads all topics."""
        confidence = float(blend.calibration.confidence(ranking.features)[ranking.topics[0]])
        best = int(asked.scores.argmax())
        if self._index.labels[best].kind == "topic":
            return confidence
        return max(confidence, min(1.0, STRANGE_CLARITY * float(asked.scores[best])))

    def _scored(self, question: str, blend: Blend, language: str) -> "_Scored":
        simplified = self._simplify(question[:LONGEST_QUESTION])
        whole, repairs = self._mended(comparable(simplified), language)
        pieces = [whole, *self._sentences(simplified, language)]
        likeness = {name: self._likeness(name, pieces, blend) for name in blend.measures}
        kernel = blended(likeness, blend.measures, blend.width)
        scores = combined_scores(kernel @ blend.alpha)
        places = self._index.places[blend.rows]
        return _Scored(
            text=whole,
            repairs=repairs,
            scores=scores,
            nearest={
                name: nearest_by_label(values.max(axis=0), places, len(scores)) for name, values in likeness.items()
            },
            kernel=kernel[0],
            likeness={name: values[0] for name, values in likeness.items()},
        )

    def _ranking(self, asked: "_Scored", blend: Blend) -> "Ranking":
        return rank(
            asked.scores,
            asked.nearest,
            self._index.labels,
            self._index.helps,
            blend.measures,
            uncovered=self._index.wording.uncovered_share(asked.text),
            length=len(asked.text),
        )

    def _blend(self, language: str) -> Blend:
        english = self._index.blends.get("english") if language == "en" else None
        return english or self._index.blends["multilingual"]

    def _mended(self, form: str, language: str) -> tuple[str, tuple[Repair, ...]]:
        """*form* with its spelling mended if it is English: the words of other languages are not errors."""
        return self._spelling.repair(form) if language == "en" else (form, ())

    def _sentences(self, simplified: str, language: str) -> list[str]:
        """The sentences of a longer question, mended like the whole; none for a question of one sentence."""
        forms = [comparable(sentence) for sentence in sentences_of(simplified)]
        long_enough = [form for form in forms if len(form) >= (4 if has_han(form) else SHORTEST_PIECE)]
        if len(long_enough) < 2:
            return []
        # People come to the point at the end, or at length.
        last, *others = dict.fromkeys(reversed(long_enough))
        chosen = [last, *sorted(others, key=len, reverse=True)[: MOST_PIECES - 1]]
        return [self._mended(form, language)[0] for form in chosen]

    def _likeness(self, name: str, pieces: Sequence[str], blend: Blend) -> Floats:
        """Likeness of each piece to each phrasing of *blend* by one measure, shape (pieces, phrasings)."""
        if name == "wording":
            return np.stack([self._index.wording.likeness(piece)[blend.rows] for piece in pieces])
        return blend.meanings[name].likeness(self._encoders[name].encode(pieces))

    def _evidence(self, place: int, blend: Blend, asked: "_Scored") -> tuple[Evidence, ...]:
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


@dataclass(frozen=True, kw_only=True)
class _Scored:
    """A text with a score and the closest phrasing for each label, and its likeness to each phrasing."""

    text: str
    repairs: tuple[Repair, ...]
    scores: Floats
    nearest: Mapping[str, Floats]
    kernel: Floats
    likeness: Mapping[str, Floats]


def _mixed(alone: _Scored, together: _Scored, share: float) -> _Scored:
    """*alone*, with *share* of what the text gets *together* with earlier ones."""

    def mix(one: Floats, other: Floats) -> Floats:
        return np.asarray((1 - share) * one + share * other, dtype=np.float32)

    return replace(
        alone,
        scores=mix(alone.scores, together.scores),
        nearest={name: mix(values, together.nearest[name]) for name, values in alone.nearest.items()},
        kernel=mix(alone.kernel, together.kernel),
        likeness={name: mix(values, together.likeness[name]) for name, values in alone.likeness.items()},
    )


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Numbers of the labels, best first, topics and others apart, and what speaks for each label."""

    topics: list[int]
    others: list[int]
    features: Doubles


def rank(
    scores: Floats,
    nearest: Mapping[str, Floats],
    labels: Sequence[Label],
    helps: Floats,
    measures: Mapping[str, float],
    *,
    uncovered: float,
    length: int,
) -> Ranking:
    """Order labels by *scores*, topics by the help they are expected to give, and say what speaks for each.

    *nearest* has the likeness of each label's closest phrasing by each measure; *uncovered* is the share of the
    question's letter groups that no phrasing of a topic has.
    """
    topics = np.array([place for place, label in enumerate(labels) if label.kind == "topic"], dtype=np.int64)
    others = np.array([place for place, label in enumerate(labels) if label.kind != "topic"], dtype=np.int64)
    chances = np.exp((scores[topics] - scores[topics].max(initial=-1)) / TEMPERATURE)
    chances /= max(float(chances.sum()), 1e-9)
    mutual = helps[np.ix_(topics, topics)]
    expected = np.zeros(len(labels))
    expected[topics] = mutual @ chances
    return Ranking(
        topics=topics[_by_expected_help(chances, mutual)].tolist(),
        others=others[np.argsort(-scores[others], kind="stable")].tolist(),
        features=_features(scores, nearest, measures, expected, uncovered, length),
    )


def _by_expected_help(chances: Floats, helps: Floats) -> list[int]:
    """Order in which the first few topics together most probably help: each next one by what it adds.

    *chances* say which topic was meant. The greedy choice is within 63% of the best possible (Nemhauser et al. 1978).
    """
    left = chances.copy()
    order: list[int] = []
    for _ in range(min(CANDIDATES_KEPT, len(chances))):
        gain = helps @ left
        gain[order] = -1.0
        best = int(gain.argmax())
        order.append(best)
        left = left * (1 - helps[best])
    return order


def nearest_by_label(likeness: Floats, places: Ints, label_count: int) -> Floats:
    """The greatest of the *likeness* to each label's phrasings; -1 for a label without any. *places* ascend."""
    nearest = np.full(label_count, -1.0, dtype=np.float32)
    present, starts = np.unique(places, return_index=True)
    nearest[present] = np.maximum.reduceat(likeness, starts)
    return nearest


def blended(likeness: Mapping[str, Floats], measures: Mapping[str, float], width: float) -> Floats:
    """One kernel from several likenesses: a weighted sum of exp((likeness - 1) / width), at most 1."""
    kernel = np.zeros_like(next(iter(likeness.values())))
    for name, weight in measures.items():
        part = (likeness[name] - 1) / np.float32(width)
        np.exp(part, out=part)
        part *= np.float32(weight)
        kernel += part
    return kernel


def combined_scores(by_piece: Floats) -> Floats:
    """One score per label from those of the whole question (first row) and of its sentences (the rest)."""
    if len(by_piece) == 1:
        return np.asarray(by_piece[0])
    return np.asarray((1 - PIECE_SHARE) * by_piece[0] + PIECE_SHARE * by_piece[1:].max(axis=0))


def _features(
    scores: Floats,
    nearest: Mapping[str, Floats],
    measures: Mapping[str, float],
    expected: Doubles,
    uncovered: float,
    length: int,
) -> Doubles:
    """What speaks for each label, shape (labels, features), columns as ``calibration.FEATURES``."""
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
            expected,
            meaning,
            nearest["wording"],
            np.full(len(scores), uncovered),
            np.full(len(scores), min(1.0, length / 200)),
        ]
    ).astype(np.float64)
