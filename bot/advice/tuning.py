"""How fast a phrasing's influence fades with its distance, and how far the fit is smoothed: what serves examples best.

Each pair of width and ridge is tried on some of the phrasings, each as if it alone were unknown.
"""

import math
from collections.abc import Mapping

import numpy as np

from bot.advice.arrays import Floats, Ints
from bot.advice.regression import blended, fit_regression

WIDTHS = (1.0, 0.5, 0.3)
NARROW = 0.5
"""The width to begin with where labels have few phrasings; measured on published question sets."""
FEW_PHRASINGS = 30

RIDGES = (0.05, 0.1, 0.03)
MOST_TRIED = 1_500
"""Phrasings on which widths and ridges are compared; more would not change the choice."""


def has_few_phrasings(phrasing_count: int, label_count: int) -> bool:
    """Whether labels have few phrasings on average. Then a narrower width serves best, and profiles help."""
    return phrasing_count < FEW_PHRASINGS * label_count


def best_width_and_ridge(
    likeness: Mapping[str, Floats], measures: Mapping[str, float], places: Ints, label_count: int
) -> tuple[float, float]:
    """The pair with the most phrasings whose own label wins when they are left out.

    *likeness* is that among phrasings whose labels have the numbers *places*. The first pair stays unless another is
    better by more than chance makes it: half the root of the number tried, about one standard error.
    """
    # Whole labels: with fewer phrasings each, narrower widths would seem better than they are.
    step = -(-len(places) // MOST_TRIED)
    tried = np.flatnonzero(places % step == 0)
    some = {measure: values[np.ix_(tried, tried)] for measure, values in likeness.items()}
    own = places[tried]
    widths = _in_order(few=has_few_phrasings(len(places), label_count))
    right: dict[tuple[float, float], int] = {}
    for width in widths:
        kernel = blended(some, measures, width)
        for ridge in RIDGES:
            scores = fit_regression(kernel, own.tolist(), label_count, ridge=ridge).left_out_scores()
            right[width, ridge] = int((scores.argmax(axis=1) == own).sum())
    first, best = (widths[0], RIDGES[0]), max(right, key=lambda pair: right[pair])
    return best if right[best] - right[first] > math.sqrt(len(tried)) / 2 else first


def _in_order(*, few: bool) -> tuple[float, ...]:
    """The widths to try, the likeliest first, where labels have many phrasings or *few*."""
    return tuple(sorted(WIDTHS, key=lambda width: width != NARROW)) if few else WIDTHS
