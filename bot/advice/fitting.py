"""Make a matching index from examples: everything that is learnt is learnt here, by arithmetic, in under a minute.

Held-out scores decide what the confidences and thresholds are: an example in scope is scored as if it were unknown,
an example out of scope as if its whole kind were, for the questions we must refuse are of kinds we have not thought of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.advice.calibration import Floats as Doubles
from bot.advice.calibration import fit_calibration, fit_thresholds
from bot.advice.matching import (
    Blend,
    Example,
    Label,
    MatchingIndex,
    Script,
    blended,
    features_of,
)
from bot.advice.meaning import Floats, meaning_index
from bot.advice.normalising import comparable, has_han, words_of
from bot.advice.regression import Regression, fit_regression
from bot.advice.wording import WordingIndex, wording_index

RIDGE = 0.05
"""Ridge of the regression; the best of 0.03, 0.05, 0.1 and 0.3 on held-out phrasings, which hardly differ."""

MEASURES: Mapping[Script, Mapping[str, float]] = {
    "han": {"meaning": 0.85, "wording": 0.15},
    "other": {"english": 0.5, "meaning": 0.35, "wording": 0.15},
}
"""Weights of the measures by script. The English encoder knows no Chinese and only harms there (MATCHING.md, 4)."""

CANDIDATES_CALIBRATED = 3
Progress = Callable[[str], None]


def fit_index(
    examples: Sequence[Example],
    vectors_of: Mapping[str, Callable[[Sequence[str]], Floats]],
    *,
    simplify: Callable[[str], str],
    caution: float = 0.5,
    progress: Progress = lambda _: None,
) -> MatchingIndex:
    """Fit an index on *examples*, with sentence vectors from *vectors_of* (by measure; may be empty).

    *caution* moves the thresholds, see ``calibration.fit_thresholds``; *progress* is told what is being done.
    """
    labels = tuple(dict.fromkeys(example.label for example in examples))
    place_of = {label: place for place, label in enumerate(labels)}
    ordered = sorted(examples, key=lambda example: place_of[example.label])
    forms = [comparable(simplify(example.text)) for example in ordered]
    places = np.array([place_of[example.label] for example in ordered])
    starts = np.searchsorted(places, np.arange(len(labels)))
    is_topic = np.array([label.kind == "topic" for label in labels])

    progress("comparing wording")
    wording = wording_index(forms, is_topic[places].tolist())
    likeness = {"wording": np.stack([wording.likeness(form) for form in forms])}
    meanings = {}
    for name, vectors in vectors_of.items():
        progress(f"comparing meaning ({name})")
        meanings[name] = meaning_index(vectors(forms))
        likeness[name] = meanings[name].vectors @ meanings[name].vectors.T

    han = np.array([has_han(form) for form in forms])
    blends: dict[Script, Blend] = {}
    for script, measures in available_measures(tuple(vectors_of)).items():
        progress(f"fitting ({script})")
        regression = fit_regression(blended(likeness, measures), places.tolist(), len(labels), ridge=RIDGE)
        held_out = _HeldOut(
            labels=labels,
            places=places,
            starts=starts,
            regression=regression,
            likeness=likeness,
            measures=measures,
            wording=wording,
            forms=forms,
        )
        blends[script] = held_out.blend(han if script == "han" else ~han, caution)
    return MatchingIndex(
        labels=labels,
        phrasings=tuple(example.text for example in ordered),
        starts=starts,
        own_words=tuple(sorted({word for form in forms for word in words_of(form) if word.isascii()})),
        wording=wording,
        meanings=meanings,
        blends=blends,
    )


def available_measures(encoders: Sequence[str]) -> dict[Script, dict[str, float]]:
    """The measures' weights by script when only *encoders* are there: those of the missing go to the others."""
    found: dict[Script, dict[str, float]] = {}
    for script, measures in MEASURES.items():
        there = {name: weight for name, weight in measures.items() if name == "wording" or name in encoders}
        total = sum(there.values())
        found[script] = {name: weight / total for name, weight in there.items()}
    return found


@dataclass(frozen=True, kw_only=True)
class _HeldOut:
    """Examples as they would look to an index that does not know them."""

    labels: Sequence[Label]
    places: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    regression: Regression
    likeness: Mapping[str, Floats]
    measures: Mapping[str, float]
    wording: WordingIndex
    forms: Sequence[str]

    def blend(self, of_script: npt.NDArray[np.bool_], caution: float) -> Blend:
        """The fitted blend, calibrated on the examples *of_script*."""
        is_elsewhere = np.array([label.kind == "elsewhere" for label in self.labels])
        rows_in = np.flatnonzero(self._is_topic[self.places] & of_script)
        scores = self.regression.left_out_scores()
        features, helped, first = self._rows(rows_in, scores[rows_in])
        outside_scores = scores.copy()
        for place in np.flatnonzero(is_elsewhere):
            group = np.flatnonzero(self.places == place)
            outside_scores[group] = self.regression.held_out_scores(group)
            outside_scores[group, place] = -1.0
        rows_out = np.flatnonzero(is_elsewhere[self.places] & of_script)
        features_out, _, first_out = self._rows(rows_out, outside_scores[rows_out])
        calibration = fit_calibration(
            np.vstack([features, features_out]),
            np.concatenate([helped, np.zeros(len(features_out), dtype=bool)]),
        )
        return Blend(
            measures=self.measures,
            alpha=self.regression.alpha,
            calibration=calibration,
            thresholds=fit_thresholds(
                in_scope=calibration.confidence(features[first]),
                in_scope_right=helped[first],
                outside=calibration.confidence(features_out[first_out]),
                caution=caution,
            ),
        )

    @cached_property
    def _is_topic(self) -> npt.NDArray[np.bool_]:
        return np.array([label.kind == "topic" for label in self.labels])

    def _rows(
        self, rows: npt.NDArray[np.int64], scores: Floats
    ) -> tuple[Doubles, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Features of the best topics of each example in *rows*, whether each helps, and whether it is the first."""
        features, helped, first = [], [], []
        for row, row_scores in zip(rows.tolist(), scores, strict=True):
            nearest = {}
            for name, values in ((name, self.likeness[name]) for name in self.measures):
                others = values[row].copy()
                others[row] = -1.0
                nearest[name] = np.maximum.reduceat(others, self.starts)
            form = self.forms[row]
            least = 2 if self._is_topic[self.places[row]] else 1
            uncovered = self.wording.uncovered_share(form, least=least)
            table = features_of(row_scores, nearest, self.measures, uncovered=uncovered, length=len(form))
            best = [p for p in np.argsort(-row_scores, kind="stable").tolist() if self._is_topic[p]]
            for number, place in enumerate(best[:CANDIDATES_CALIBRATED]):
                features.append(table[place])
                helped.append(place == self.places[row])
                first.append(number == 0)
        return np.array(features).reshape(-1, 6), np.array(helped, dtype=bool), np.array(first, dtype=bool)
