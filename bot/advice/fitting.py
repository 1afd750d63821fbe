"""Make a matching index from examples: everything that is learnt is learnt here, by arithmetic, in under a minute.

Held-out scores decide what the confidences and thresholds are: an example in scope is scored as if it were unknown,
an example out of scope as if it were, and again as if its whole kind were: half the questions we must refuse are of
kinds we have not thought of.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.advice.calibration import FEATURES, fit_calibration, fit_thresholds
from bot.advice.matching import (
    Blend,
    BlendName,
    Doubles,
    Example,
    Floats,
    Ints,
    Label,
    MatchingIndex,
    Ranking,
    blended,
    nearest_by_label,
    rank,
)
from bot.advice.meaning import meaning_index
from bot.advice.normalising import comparable, words_of
from bot.advice.regression import Regression, fit_regression
from bot.advice.wording import WordingIndex, wording_index

MEASURES: Mapping[BlendName, Mapping[str, float]] = {
    "english": {"english": 0.5, "meaning": 0.35, "wording": 0.15},
    "multilingual": {"meaning": 0.85, "wording": 0.15},
}
"""Weights of the measures. The English encoder knows no other language and only harms there (MATCHING.md, 4)."""

WIDTHS = (1.0, 0.5, 0.3)
RIDGES = (0.05, 0.1, 0.03)
MOST_TRIED = 1_500
"""Phrasings on which widths and ridges are compared; more would not change the choice."""

MOST_INDEXED = 15_000
"""Phrasings of an index. Beyond that they are thinned out evenly: answers must stay quick."""

REAL_QUESTIONS_ODDS = 2.5
"""How much likelier real questions are understood than held-out phrasings, as a factor on the odds: phrasings are
written to differ from each other. Measured on the project's own questions; `tradebot evaluate` shows what is left."""

MOST_JUDGED = 2_500
"""Examples of each kind on which confidence is fitted; thousands more would not change seven weights."""

CANDIDATES_CALIBRATED = 3
Progress = Callable[[str], None]
Helps = Callable[[str, str], float]
Bools = npt.NDArray[np.bool_]


def fit_index(
    examples: Sequence[Example],
    vectors_of: Mapping[str, Callable[[Sequence[str]], Floats]],
    *,
    simplify: Callable[[str], str],
    helps: Helps = lambda one, other: float(one == other),
    caution: float = 0.5,
    progress: Progress = lambda _: None,
) -> MatchingIndex:
    """Fit an index on *examples*, with sentence vectors from *vectors_of* (by measure; may be empty).

    *helps* says how far the topic of the first id helps who meant the second, from 0 to 1; *caution* moves the
    thresholds, see ``calibration.fit_thresholds``; *progress* is told what is being done.
    """
    labels = tuple(dict.fromkeys(example.label for example in examples))
    place_of = {label: place for place, label in enumerate(labels)}
    ordered = _thinned(sorted(examples, key=lambda example: place_of[example.label]))
    forms = [comparable(simplify(example.text)) for example in ordered]
    places = np.array([place_of[example.label] for example in ordered], dtype=np.int64)
    is_topic = np.array([label.kind == "topic" for label in labels])
    mutual = np.array([[_helps(one, other, helps) for other in labels] for one in labels], dtype=np.float32)

    progress("indexing wording")
    wording = wording_index(forms, is_topic[places].tolist())
    languages = np.array([example.language for example in ordered])
    blends: dict[BlendName, Blend] = {}
    for name, measures in _available(tuple(vectors_of)).items():
        progress(f"fitting ({name})")
        rows = _rows_of(name, languages, is_topic[places], alone="english" not in vectors_of)
        judged = languages[rows] == "en" if name == "english" else languages[rows] != "en"
        if not judged.any():
            judged = ~judged
        blends[name] = _Trial(
            labels=labels,
            places=places[rows],
            forms=[forms[row] for row in rows],
            helps=mutual,
            measures=measures,
            wording=wording,
            rows=rows,
            vectors={measure: vectors_of[measure] for measure in measures if measure != "wording"},
        ).blend(judged, caution)
    return MatchingIndex(
        labels=labels,
        phrasings=tuple(example.text for example in ordered),
        places=places,
        helps=mutual,
        own_words=_own_words(forms, languages),
        wording=wording,
        blends=blends,
    )


def _rows_of(name: BlendName, languages: npt.NDArray[np.str_], of_topic: Bools, *, alone: bool) -> Ints:
    """The phrasings that a blend compares with: all where it is *alone*, else those that can be of use to it.

    Other languages say nothing to the English encoder; and who asks in another language is told from strangers by
    strangers' questions in those languages, while topics are understood across languages.
    """
    if alone:
        return np.arange(len(languages))
    return np.flatnonzero(languages == "en" if name == "english" else (languages != "en") | of_topic)


def _own_words(forms: Sequence[str], languages: npt.NDArray[np.str_]) -> tuple[str, ...]:
    """The words of the English phrasings, the most frequent first."""
    english = (form for form, language in zip(forms, languages, strict=True) if language == "en")
    counts = Counter(word for form in english for word in words_of(form) if word.isascii())
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def _thinned(ordered: list[Example]) -> list[Example]:
    if len(ordered) <= MOST_INDEXED:
        return ordered
    kept = np.linspace(0, len(ordered) - 1, MOST_INDEXED).astype(int)
    return [ordered[place] for place in kept]


def _helps(one: Label, other: Label, helps: Helps) -> float:
    if one == other:
        return 1.0
    return helps(one.id, other.id) if one.kind == other.kind == "topic" else 0.0


def _available(encoders: Sequence[str]) -> dict[BlendName, dict[str, float]]:
    """The blends that can be had with *encoders*; the weights of missing ones go to the others."""
    found: dict[BlendName, dict[str, float]] = {}
    for name, measures in MEASURES.items():
        if name == "english" and "english" not in encoders:
            continue
        there = {measure: weight for measure, weight in measures.items() if measure in {"wording", *encoders}}
        total = sum(there.values())
        found[name] = {measure: weight / total for measure, weight in there.items()}
    return found


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """The examples of one blend, and how they would look to an index that does not know them."""

    labels: Sequence[Label]
    places: Ints
    forms: Sequence[str]
    helps: Floats
    measures: Mapping[str, float]
    wording: WordingIndex
    rows: Ints
    vectors: Mapping[str, Callable[[Sequence[str]], Floats]]

    def blend(self, judged: Bools, caution: float) -> Blend:
        """The fitted blend over the phrasings ``rows`` of the index, calibrated on those *judged*."""
        meanings = {measure: meaning_index(vectors(self.forms)) for measure, vectors in self.vectors.items()}
        likeness = {"wording": self._alike_in_wording()}
        likeness |= {measure: index.vectors @ index.vectors.T for measure, index in meanings.items()}
        width, ridge = self._best_width_and_ridge(likeness)
        kernel = blended(likeness, self.measures, width)
        known = self._sample("topic", judged, likeness)
        strange = self._sample("elsewhere", judged, likeness)
        # With ten thousand phrasings each of these matrices takes half a gigabyte.
        del likeness
        regression = fit_regression(kernel, self.places.tolist(), len(self.labels), ridge=ridge)
        del kernel

        left_out = regression.left_out_scores()
        in_scope = self._judged(known, left_out)
        outside = _joined(
            self._judged(strange, left_out), self._judged(strange, self._without_own_kind(regression, left_out))
        )
        calibration = fit_calibration(
            np.vstack([in_scope.features, outside.features]),
            np.concatenate([in_scope.helped, outside.helped]),
            odds=REAL_QUESTIONS_ODDS,
        )
        return Blend(
            rows=self.rows,
            measures=self.measures,
            meanings=meanings,
            width=width,
            alpha=regression.alpha,
            calibration=calibration,
            thresholds=fit_thresholds(
                in_scope=calibration.confidence(in_scope.features[in_scope.first]),
                in_scope_right=in_scope.helped[in_scope.first],
                outside=calibration.confidence(outside.features[outside.first]),
                caution=caution,
            ),
        )

    def _alike_in_wording(self) -> Floats:
        alike = np.empty((len(self.forms), len(self.forms)), dtype=np.float32)
        for row, form in enumerate(self.forms):
            alike[row] = self.wording.likeness(form)[self.rows]
        return alike

    def _best_width_and_ridge(self, likeness: Mapping[str, Floats]) -> tuple[float, float]:
        """The pair with the most phrasings whose own label wins when they are left out.

        The first pair stays unless another is better by more than chance makes it: half the root of the number tried,
        about one standard error.
        """
        # Whole labels: with fewer phrasings each, narrower widths would seem better than they are.
        step = -(-len(self.places) // MOST_TRIED)
        tried = np.flatnonzero(self.places % step == 0)
        some = {measure: values[np.ix_(tried, tried)] for measure, values in likeness.items()}
        places = self.places[tried]
        right: dict[tuple[float, float], int] = {}
        for width in WIDTHS:
            kernel = blended(some, self.measures, width)
            for ridge in RIDGES:
                scores = fit_regression(kernel, places.tolist(), len(self.labels), ridge=ridge).left_out_scores()
                right[width, ridge] = int((scores.argmax(axis=1) == places).sum())
        first, best = (WIDTHS[0], RIDGES[0]), max(right, key=lambda pair: right[pair])
        return best if right[best] - right[first] > math.sqrt(len(tried)) / 2 else first

    def _without_own_kind(self, regression: Regression, left_out: Floats) -> Floats:
        """Scores of questions from elsewhere as if their whole kind were unknown, in a copy of *left_out*."""
        scores = left_out.copy()
        for place, label in enumerate(self.labels):
            group = np.flatnonzero(self.places == place)
            if label.kind == "elsewhere" and len(group):
                scores[group] = regression.held_out_scores(group)
                scores[group, place] = -1.0
        return scores

    def _sample(self, kind: str, judged: Bools, likeness: Mapping[str, Floats]) -> "_Sample":
        """Some of the *judged* examples of *kind*, with their likeness to the other phrasings."""
        of_kind = np.array([label.kind == kind for label in self.labels])
        rows = np.flatnonzero(of_kind[self.places] & judged)
        rows = rows[:: len(rows) // MOST_JUDGED + 1]
        to_others = {measure: values[rows] for measure, values in likeness.items()}
        for values in to_others.values():
            values[np.arange(len(rows)), rows] = -1.0
        return _Sample(rows=rows, to_others=to_others, least=2 if kind == "topic" else 1)

    def _judged(self, sample: "_Sample", scores: Floats) -> "_JudgedRows":
        """Of the best topics of each example: what speaks for each, if it helps, if it is the first."""
        features, helped, first = [], [], []
        for number, row in enumerate(sample.rows.tolist()):
            ranking = self._ranking(sample, number, scores[row])
            for position, candidate in enumerate(ranking.topics[:CANDIDATES_CALIBRATED]):
                features.append(ranking.features[candidate])
                helped.append(bool(self.helps[candidate, self.places[row]] > 0))
                first.append(position == 0)
        return _JudgedRows(
            features=np.array(features, dtype=np.float64).reshape(len(features), len(FEATURES)),
            helped=np.array(helped, dtype=bool),
            first=np.array(first, dtype=bool),
        )

    def _ranking(self, sample: "_Sample", number: int, scores: Floats) -> Ranking:
        form = self.forms[sample.rows[number]]
        return rank(
            scores,
            {
                measure: nearest_by_label(values[number], self.places, len(self.labels))
                for measure, values in sample.to_others.items()
            },
            self.labels,
            self.helps,
            self.measures,
            uncovered=self.wording.uncovered_share(form, least=sample.least),
            length=len(form),
        )


@dataclass(frozen=True, kw_only=True)
class _Sample:
    """Examples to judge by; ``least`` phrasings of topics must share a letter group for it to count as covered."""

    rows: Ints
    to_others: Mapping[str, Floats]
    least: int


@dataclass(frozen=True, kw_only=True)
class _JudgedRows:
    features: Doubles
    helped: Bools
    first: Bools


def _joined(one: _JudgedRows, other: _JudgedRows) -> _JudgedRows:
    return _JudgedRows(
        features=np.concatenate([one.features, other.features]),
        helped=np.concatenate([one.helped, other.helped]),
        first=np.concatenate([one.first, other.first]),
    )
