"""Fit a blend, and try it on examples held out.

Held-out scores decide what the confidences and thresholds are: an example in scope is scored as if it were unknown,
an example out of scope as if it were, and again as if its whole kind were: half the questions we must refuse are of
kinds we have not thought of. Where few kinds are given, topics left out stand for them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bot.advice.arrays import Bools, Doubles, Floats, Ints
from bot.advice.calibration import CANDIDATE_FEATURES, SCOPE_FEATURES, fit_calibration, fit_thresholds
from bot.advice.index import Blend
from bot.advice.labels import Label
from bot.advice.meaning import MeaningIndex, meaning_index
from bot.advice.profiles import ProfileIndex, profile_index
from bot.advice.ranking import Ranker, Ranking
from bot.advice.regression import Regression, blended, fit_regression
from bot.advice.tuning import best_width_and_ridge
from bot.advice.wording import WordingIndex

REAL_QUESTIONS_ODDS = 3.5
"""How much likelier real questions are understood than held-out phrasings, as a factor on the odds: phrasings are
written to differ from each other. Measured on the project's own questions; `tradebot evaluate` shows what is left."""

MOST_JUDGED = 2_500
"""Examples of each kind on which confidence is fitted; thousands more would not change so few weights."""

FEWEST_KINDS = 3
"""With fewer kinds of questions from elsewhere, those that must be refused are learnt from topics left out."""

OUTSIDE_ALLOWED, OUTSIDE_ALLOWED_OF_FEW = 0.025, 0.2
"""The share of held-out questions from elsewhere that may get advice. Topics left out are far harder to refuse."""

FOLDS = 10
"""Parts into which topics are divided when they stand for strangers."""
CANDIDATES_CALIBRATED = 3
"""Topics of each example that are judged; as many are offered."""


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
        width, profiles, regression, known, strange = self._fitted(meanings, judged)
        in_scope, outside = self._tried(regression, known, strange)
        both = _joined(in_scope, outside)
        is_ours = np.arange(len(both.scope_features)) < len(in_scope.scope_features)
        calibration = fit_calibration(CANDIDATE_FEATURES, both.features, both.helped, odds=REAL_QUESTIONS_ODDS)
        scope = fit_calibration(SCOPE_FEATURES, both.scope_features, is_ours, odds=REAL_QUESTIONS_ODDS)
        return Blend(
            rows=self.rows,
            measures=self.measures,
            meanings=meanings,
            profiles=profiles,
            width=width,
            alpha=regression.alpha,
            calibration=calibration,
            scope=scope,
            thresholds=fit_thresholds(
                in_scope=calibration.chance(in_scope.features[in_scope.first]),
                in_scope_right=in_scope.helped[in_scope.first],
                outside=calibration.chance(outside.features[outside.first]),
                ours=scope.chance(in_scope.scope_features),
                outside_allowed=OUTSIDE_ALLOWED_OF_FEW if self._has_few_kinds else OUTSIDE_ALLOWED,
                caution=caution,
            ),
        )

    def _fitted(
        self, meanings: Mapping[str, MeaningIndex], judged: Bools
    ) -> tuple[float, ProfileIndex | None, Regression, "_Sample", "_Sample"]:
        """The width and the regression that fit best, and the examples that show it: known ones and strangers."""
        likeness = {"wording": self._alike_in_wording()} if "wording" in self.measures else {}
        likeness |= {measure: index.vectors @ index.vectors.T for measure, index in meanings.items()}
        profiles = self._profiles(likeness)
        if profiles is not None:
            likeness["profile"] = profiles.among_phrasings()
        width, ridge = best_width_and_ridge(likeness, self.measures, self.places, len(self.labels))
        kernel = blended(likeness, self.measures, width)
        known = self._sample("topic", judged, likeness)
        strange = self._sample("elsewhere", judged, likeness)
        # With ten thousand phrasings each of these matrices takes half a gigabyte.
        del likeness
        regression = fit_regression(kernel, self.places.tolist(), len(self.labels), ridge=ridge)
        return width, profiles, regression, known, strange

    def _tried(
        self, regression: Regression, known: "_Sample", strange: "_Sample"
    ) -> tuple["_JudgedRows", "_JudgedRows"]:
        """What the best topics of held-out examples are worth: in scope, and outside."""
        left_out = regression.left_out_scores()
        outside = _joined(
            self._judged(strange, left_out), self._judged(strange, self._without_own_kind(regression, left_out))
        )
        if self._has_few_kinds:
            outside = _joined(outside, self._judged(*self._without_own_topic(known, regression, left_out)))
        return self._judged(known, left_out), outside

    @cached_property
    def _has_few_kinds(self) -> bool:
        return sum(label.kind == "elsewhere" for label in self.labels) < FEWEST_KINDS

    def _profiles(self, likeness: Mapping[str, Floats]) -> ProfileIndex | None:
        if "profile" not in self.measures:
            return None
        is_topic = np.array([label.kind == "topic" for label in self.labels])
        return profile_index(likeness, self.measures, self.places, is_topic[self.places])

    def _alike_in_wording(self) -> Floats:
        alike = np.empty((len(self.forms), len(self.forms)), dtype=np.float32)
        for row, form in enumerate(self.forms):
            alike[row] = self.wording.likeness(form)[self.rows]
        return alike

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
        features, helped, first, scope_features = [], [], [], []
        for number, row in enumerate(sample.rows.tolist()):
            ranking = self._ranking(sample, number, scores[row])
            scope_features.append(ranking.scope_features)
            for position, candidate in enumerate(ranking.topics[:CANDIDATES_CALIBRATED]):
                features.append(ranking.features[candidate])
                helped.append(bool(self.helps[candidate, self.places[row]] > 0))
                first.append(position == 0)
        return _JudgedRows(
            features=np.array(features, dtype=np.float64).reshape(-1, len(CANDIDATE_FEATURES)),
            helped=np.array(helped, dtype=bool),
            first=np.array(first, dtype=bool),
            scope_features=np.array(scope_features, dtype=np.float64).reshape(-1, len(SCOPE_FEATURES)),
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
    """What speaks for some candidates of each example, and for the example itself to be in scope."""

    features: Doubles
    helped: Bools
    first: Bools
    scope_features: Doubles


def _joined(one: _JudgedRows, other: _JudgedRows) -> _JudgedRows:
    return _JudgedRows(
        features=np.concatenate([one.features, other.features]),
        helped=np.concatenate([one.helped, other.helped]),
        first=np.concatenate([one.first, other.first]),
        scope_features=np.concatenate([one.scope_features, other.scope_features]),
    )
