"""From evidence to chances that mean what they say, and the thresholds that decisions stand on.

A logistic curve turns what speaks for something into its chance (Platt 1999): that a candidate helps, which is its
confidence, and that a question is one of ours. Both are fitted on held-out phrasings: in scope as if each were unknown,
out of scope as if its whole kind were. Thresholds come from the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.advice.arrays import Bools, Doubles


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A number that speaks for or against something.

    More of it may only raise the chance (``sense`` 1), only lower it (-1), or do either (0). ``usual`` is the weight
    that holds in general, on features as they come.
    """

    name: str
    sense: Literal[-1, 0, 1]
    usual: float


CANDIDATE_FEATURES = (
    Feature(name="score", sense=1, usual=3.0),
    Feature(name="lead", sense=1, usual=3.0),
    Feature(name="help", sense=1, usual=1.0),
    Feature(name="meaning", sense=1, usual=1.0),
    Feature(name="wording", sense=0, usual=0.5),
    Feature(name="uncovered", sense=-1, usual=-1.0),
    Feature(name="length", sense=0, usual=0.0),
)
"""What tells whether a candidate helps: its score, its lead over the best other label, the help it is expected to
give, its closest phrasing by meaning and by wording, the share of the question's letter groups that no topic has, and
how long the question is. Wording may speak against it: what has our words and not our meaning is a trap."""

SCOPE_FEATURES = (
    Feature(name="score", sense=1, usual=3.0),
    Feature(name="reach", sense=1, usual=3.0),
    Feature(name="lead", sense=1, usual=1.0),
    Feature(name="meaning", sense=1, usual=1.0),
    Feature(name="wording", sense=1, usual=0.5),
    Feature(name="uncovered", sense=-1, usual=-1.0),
)
"""What tells whether a question is one of ours, whichever topic it means: the best score of a topic, the size of all
their scores together, the lead over what is no topic, and the rest as above, of the closest topic."""

_FEWEST_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Weights, one per feature and a last one for the constant, on features standardised by mean and spread."""

    mean: Doubles
    spread: Doubles
    weights: Doubles

    def chance(self, features: Doubles) -> Doubles:
        """The chance of each row of *features*, shape (rows,), strictly between 0 and 1."""
        standardised = (features - self.mean) / self.spread
        return _sigmoid(standardised @ self.weights[:-1] + self.weights[-1])


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """The least confidence for advice, and the least chance that a question is one of ours for asking back."""

    answer: float
    choice: float


OPEN_GATE = Thresholds(answer=0.0, choice=0.0)
"""Whatever comes first is advised."""


def fit_calibration(features: Sequence[Feature], rows: Doubles, truth: Bools, *, odds: float = 1.0) -> Calibration:
    """Fit for which *rows* of *features* it is the *truth*.

    The *odds* of the questions to come are that many times those of the rows.
    """
    if len(rows) < _FEWEST_ROWS or truth.all() or not truth.any():
        usual = [feature.usual for feature in features]
        return Calibration(mean=np.zeros(len(usual)), spread=np.ones(len(usual)), weights=np.array([*usual, -2.0]))
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    standardised = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    weights = _with_sense(standardised, truth.astype(np.float64), [feature.sense for feature in features])
    weights[-1] += np.log(odds)
    return Calibration(mean=mean, spread=spread, weights=weights)


def _with_sense(rows: Doubles, targets: Doubles, senses: Sequence[int]) -> Doubles:
    """Weights that go with the *senses* of their features; those that would go against them are 0.

    Features that say nearly the same correct each other on the rows they are fitted on; elsewhere that is no evidence,
    and nobody could explain why a question is less likely to be meant as it is liker to a phrasing.
    """
    directions = np.array([*senses, 0])
    used = np.ones(len(directions), dtype=np.bool_)
    while True:
        weights = np.zeros(len(directions))
        weights[used] = _logistic(rows[:, used], targets)
        against = weights * directions
        if against.min() >= 0:
            return weights
        used[int(against.argmin())] = False


def _logistic(rows: Doubles, targets: Doubles, *, penalty: float = 1.0, rounds: int = 50) -> Doubles:
    """Newton's method on the penalised log-likelihood; the constant is not penalised."""
    weights = np.zeros(rows.shape[1])
    penalties = np.full(rows.shape[1], penalty)
    penalties[-1] = 1e-6
    for _ in range(rounds):
        chance = _sigmoid(rows @ weights)
        gradient = rows.T @ (targets - chance) - penalties * weights
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalties)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _sigmoid(values: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))))


def fit_thresholds(
    *,
    in_scope: Doubles,
    in_scope_right: Bools,
    outside: Doubles,
    ours: Doubles,
    outside_allowed: float = 0.02,
    caution: float = 0.5,
) -> Thresholds:
    """Thresholds from the confidences of held-out questions: in scope with whether each is right, and outside.

    *ours* has the chances of those in scope to be questions of ours at all.

    *caution* from 0 to 1 moves along the curve between answering more and erring less. At 0.5 at most 6 in 100 held-out
    questions in scope get wrong advice, and of those outside at most the share *outside_allowed* gets any (real
    questions are easier: about a quarter of that); each 0.25 more halves both, each 0.25 less doubles them. Asking back
    starts where all but 3 in 200 in scope would still get a reply.
    """
    factor = 2 ** ((0.5 - caution) * 4)
    wrong = np.sort(in_scope[~in_scope_right])[::-1]
    answer = max(
        _value_exceeded_by(wrong, 0.06 * factor * len(in_scope)),
        _value_exceeded_by(np.sort(outside)[::-1], outside_allowed * factor * len(outside)),
        0.05,
    )
    choice = float(np.quantile(ours, 0.015)) if len(ours) else 0.1
    return Thresholds(answer=min(answer, 0.99), choice=choice)


def _value_exceeded_by(descending: Doubles, number: float) -> float:
    """The value that at most *number* entries of *descending* exceed."""
    position = int(number)
    return float(descending[position]) + 1e-9 if position < len(descending) else 0.0
