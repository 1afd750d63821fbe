"""Make a matching index from examples: everything that is learnt is learnt here, by arithmetic, in under a minute.

Held-out scores decide what the confidences and thresholds are: an example in scope is scored as if it were unknown,
an example out of scope as if its whole kind were, for the questions we must refuse are of kinds we have not thought of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.advice.calibration import fit_calibration, fit_thresholds
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
from bot.advice.normalising import comparable, has_han, words_of
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

MOST_INDEXED = 12_000
"""Phrasings of an index. Beyond that they are thinned out evenly: answers must stay quick."""

REAL_QUESTIONS_ODDS = 5.0
"""How much likelier real questions are understood than held-out phrasings, as a factor on the odds: phrasings are written
to differ from each other. Measured on the project's own questions; `tradebot evaluate` shows what is left of it."""

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

    progress("comparing wording")
    wording = wording_index(forms, is_topic[places].tolist())
    alike = np.stack([wording.likeness(form) for form in forms])
    han = np.array([has_han(form) for form in forms])
    blends: dict[BlendName, Blend] = {}
    for name, measures in _available(tuple(vectors_of)).items():
        progress(f"fitting ({name})")
        # Chinese phrasings say nothing to the English encoder, and without it one blend serves all languages.
        rows = np.flatnonzero(~han) if name == "english" else np.arange(len(forms))
        judged = np.ones(len(rows), dtype=bool) if len(_available(tuple(vectors_of))) == 1 or name == "english" else han
        blends[name] = _Trial(
            labels=labels,
            places=places[rows],
            forms=[forms[row] for row in rows],
            helps=mutual,
            measures=measures,
            wording=wording,
            alike=alike[np.ix_(rows, rows)] if len(rows) < len(forms) else alike,
            vectors={measure: vectors_of[measure] for measure in measures if measure != "wording"},
        ).blend(rows, judged, caution)
    return MatchingIndex(
        labels=labels,
        phrasings=tuple(example.text for example in ordered),
        places=places,
        helps=mutual,
        own_words=tuple(sorted({word for form in forms for word in words_of(form) if word.isascii()})),
        wording=wording,
        blends=blends,
    )


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
    alike: Floats
    vectors: Mapping[str, Callable[[Sequence[str]], Floats]]

    def blend(self, rows: Ints, judged: Bools, caution: float) -> Blend:
        """The fitted blend over the phrasings *rows* of the index, calibrated on those *judged*."""
        meanings = {measure: meaning_index(vectors(self.forms)) for measure, vectors in self.vectors.items()}
        likeness = {"wording": self.alike}
        likeness |= {measure: index.vectors @ index.vectors.T for measure, index in meanings.items()}
        width, ridge = self._best_width_and_ridge(likeness)
        kernel = blended(likeness, self.measures, width)
        regression = fit_regression(kernel, self.places.tolist(), len(self.labels), ridge=ridge)
        known = self._judged_rows(regression, likeness, "topic", judged)
        strange = self._judged_rows(regression, likeness, "elsewhere", judged)
        calibration = fit_calibration(
            np.vstack([known.features, strange.features]),
            np.concatenate([known.helped, strange.helped]),
            odds=REAL_QUESTIONS_ODDS,
        )
        return Blend(
            rows=rows,
            measures=self.measures,
            meanings=meanings,
            width=width,
            alpha=regression.alpha,
            calibration=calibration,
            thresholds=fit_thresholds(
                in_scope=calibration.confidence(known.features[known.first]),
                in_scope_right=known.helped[known.first],
                outside=calibration.confidence(strange.features[strange.first]),
                caution=caution,
            ),
        )

    def _best_width_and_ridge(self, likeness: Mapping[str, Floats]) -> tuple[float, float]:
        """The pair with the most phrasings whose own label wins when they are left out; the first of equals."""
        tried = np.unique(np.linspace(0, len(self.places) - 1, min(MOST_TRIED, len(self.places))).astype(int))
        some = {measure: values[np.ix_(tried, tried)] for measure, values in likeness.items()}
        places = self.places[tried]
        right = {}
        for width in WIDTHS:
            kernel = blended(some, self.measures, width)
            for ridge in RIDGES:
                scores = fit_regression(kernel, places.tolist(), len(self.labels), ridge=ridge).left_out_scores()
                right[width, ridge] = int((scores.argmax(axis=1) == places).sum())
        return max(right, key=lambda pair: right[pair])

    def _judged_rows(
        self, regression: Regression, likeness: Mapping[str, Floats], kind: str, judged: Bools
    ) -> "_JudgedRows":
        """The best topics of each example of *kind*: what speaks for each, whether it helps, whether it is the first.

        A topic's phrasing is scored as if it alone were unknown; a kind of question from elsewhere as if the whole kind
        were, for the questions we must refuse are of kinds we have not thought of.
        """
        scores = regression.left_out_scores()
        of_kind = np.array([label.kind == kind for label in self.labels])
        if kind == "elsewhere":
            for place in np.flatnonzero(of_kind):
                group = np.flatnonzero(self.places == place)
                scores[group] = regression.held_out_scores(group)
                scores[group, place] = -1.0
        rows = np.flatnonzero(of_kind[self.places] & judged)
        features, helped, first = [], [], []
        for row in rows[:: len(rows) // MOST_JUDGED + 1].tolist():
            ranking = self._ranking(row, scores[row], likeness, least=2 if kind == "topic" else 1)
            for number, candidate in enumerate(ranking.topics[:CANDIDATES_CALIBRATED]):
                features.append(ranking.features[candidate])
                helped.append(bool(self.helps[candidate, self.places[row]] > 0))
                first.append(number == 0)
        return _JudgedRows(
            features=np.array(features, dtype=np.float64).reshape(len(features), -1),
            helped=np.array(helped, dtype=bool),
            first=np.array(first, dtype=bool),
        )

    def _ranking(self, row: int, scores: Floats, likeness: Mapping[str, Floats], *, least: int) -> Ranking:
        nearest = {}
        for measure in self.measures:
            others = likeness[measure][row].copy()
            others[row] = -1.0
            nearest[measure] = nearest_by_label(others, self.places, len(self.labels))
        form = self.forms[row]
        return rank(
            scores,
            nearest,
            self.labels,
            self.helps,
            self.measures,
            uncovered=self.wording.uncovered_share(form, least=least),
            length=len(form),
        )


@dataclass(frozen=True, kw_only=True)
class _JudgedRows:
    features: Doubles
    helped: Bools
    first: Bools
