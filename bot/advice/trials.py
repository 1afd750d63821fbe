"""Fit a blend, and try it on examples held out.

Held-out scores decide what the confidences and thresholds are: an example in scope is scored as if it were unknown,
an example out of scope as if it were, and again as if its whole kind were: half the questions we must refuse are of
kinds we have not thought of. Where few kinds are given, topics left out stand for them.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bot.advice.arrays import Bools, Doubles, Floats, Ints
from bot.advice.calibration import CANDIDATE_FEATURES, SCOPE_FEATURES, fit_calibration, fit_thresholds
from bot.advice.index import Blend
from bot.advice.labels import Label
from bot.advice.meaning import meaning_index
from bot.advice.ranking import Ranker, Ranking
from bot.advice.regression import Regression, blended, fit_regression
from bot.advice.wording import WordingIndex

WIDTHS = (1.0, 0.5, 0.3)
NARROW, FEW_PHRASINGS = 0.5, 30
"""The width to begin with where labels have fewer than so many phrasings; measured on published question sets."""

RIDGES = (0.05, 0.1, 0.03)
MOST_TRIED = 1_500
"""Phrasings on which widths and ridges are compared; more would not change the choice."""

REAL_QUESTIONS_ODDS = 3.0
"""How much likelier real questions are understood than held-out phrasings, as a factor on the odds: phrasings are
written to differ from each other. Measured on the project's own questions; `tradebot evaluate` shows what is left."""

MOST_JUDGED = 2_500
"""Examples of each kind on which confidence is fitted; thousands more would not change seven weights."""

FEWEST_KINDS = 3
"""With fewer kinds of questions from elsewhere, those that must be refused are learnt from topics left out."""

FOLDS = 10
CANDIDATES_CALIBRATED = 3


@dataclass(frozen=True, kw_only=True)
class Trial:
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
        likeness = {"wording": self._alike_in_wording()} if "wording" in self.measures else {}
        likeness |= {measure: index.vectors @ index.vectors.T for measure, index in meanings.items()}
        width, ridge = self._best_width_and_ridge(likeness)
        kernel = blended(likeness, self.measures, width)
        known = self._sample("topic", judged, likeness)
        strange = self._sample("elsewhere", judged, likeness)
        kinds = sum(label.kind == "elsewhere" for label in self.labels)
        # With ten thousand phrasings each of these matrices takes half a gigabyte.
        del likeness
        regression = fit_regression(kernel, self.places.tolist(), len(self.labels), ridge=ridge)
        del kernel

        left_out = regression.left_out_scores()
        in_scope = self._judged(known, left_out)
        outside = _joined(
            self._judged(strange, left_out), self._judged(strange, self._without_own_kind(regression, left_out))
        )
        if kinds < FEWEST_KINDS:
            outside = _joined(outside, self._judged(*self._without_own_topic(known, regression, left_out)))
        both = _joined(in_scope, outside)
        calibration = fit_calibration(CANDIDATE_FEATURES, both.features, both.helped, odds=REAL_QUESTIONS_ODDS)
        is_ours = np.arange(len(both.scope)) < len(in_scope.scope)
        scope = fit_calibration(SCOPE_FEATURES, both.scope, is_ours, odds=REAL_QUESTIONS_ODDS)
        return Blend(
            rows=self.rows,
            measures=self.measures,
            meanings=meanings,
            width=width,
            alpha=regression.alpha,
            calibration=calibration,
            scope=scope,
            thresholds=fit_thresholds(
                in_scope=calibration.confidence(in_scope.features[in_scope.first]),
                in_scope_right=in_scope.helped[in_scope.first],
                outside=calibration.confidence(outside.features[outside.first]),
                ours=scope.confidence(in_scope.scope),
                outside_allowed=0.02 if kinds >= FEWEST_KINDS else 0.2,
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
        narrow_first = len(self.places) < FEW_PHRASINGS * len(self.labels)
        widths = sorted(WIDTHS, key=lambda width: width != NARROW) if narrow_first else WIDTHS
        for width in widths:
            kernel = blended(some, self.measures, width)
            for ridge in RIDGES:
                scores = fit_regression(kernel, places.tolist(), len(self.labels), ridge=ridge).left_out_scores()
                right[width, ridge] = int((scores.argmax(axis=1) == places).sum())
        first, best = (widths[0], RIDGES[0]), max(right, key=lambda pair: right[pair])
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

    def _without_own_topic(
        self, known: "_Sample", regression: Regression, left_out: Floats
    ) -> tuple["_Sample", Floats]:
        """The *known* examples as strangers: each as if its topic, and a tenth of all topics, were unknown."""
        topics = [place for place, label in enumerate(self.labels) if label.kind == "topic"]
        scores = left_out.copy()
        to_others = {measure: values.copy() for measure, values in known.to_others.items()}
        for fold in (topics[start::FOLDS] for start in range(min(FOLDS, len(topics)))):
            group = np.flatnonzero(np.isin(self.places, fold))
            scores[group] = regression.held_out_scores(group)
            scores[np.ix_(group, np.array(fold))] = -1.0
            asked = np.flatnonzero(np.isin(known.rows, group))
            for values in to_others.values():
                values[np.ix_(asked, group)] = -1.0
        return replace(known, to_others=to_others), scores

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
        features, helped, first, scope = [], [], [], []
        for number, row in enumerate(sample.rows.tolist()):
            ranking = self._ranking(sample, number, scores[row])
            scope.append(ranking.scope)
            for position, candidate in enumerate(ranking.topics[:CANDIDATES_CALIBRATED]):
                features.append(ranking.features[candidate])
                helped.append(bool(self.helps[candidate, self.places[row]] > 0))
                first.append(position == 0)
        return _JudgedRows(
            features=np.array(features, dtype=np.float64).reshape(len(features), len(CANDIDATE_FEATURES)),
            helped=np.array(helped, dtype=bool),
            first=np.array(first, dtype=bool),
            scope=np.array(scope, dtype=np.float64).reshape(len(scope), len(SCOPE_FEATURES)),
        )

    @cached_property
    def _ranker(self) -> Ranker:
        return Ranker(labels=self.labels, places=self.places, helps=self.helps, measures=self.measures)

    def _ranking(self, sample: "_Sample", number: int, scores: Floats) -> Ranking:
        form = self.forms[sample.rows[number]]
        return self._ranker.rank(
            scores,
            {measure: self._ranker.nearest(values[number]) for measure, values in sample.to_others.items()},
            uncovered=self.wording.uncovered_share(form, least=sample.least) if "wording" in self.measures else 0.0,
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
    """What speaks for some candidates of each example, and (``scope``) for the example itself."""

    features: Doubles
    helped: Bools
    first: Bools
    scope: Doubles


def _joined(one: _JudgedRows, other: _JudgedRows) -> _JudgedRows:
    return _JudgedRows(
        features=np.concatenate([one.features, other.features]),
        helped=np.concatenate([one.helped, other.helped]),
        first=np.concatenate([one.first, other.first]),
        scope=np.concatenate([one.scope, other.scope]),
    )
