"""What spoke for a candidate, for those who ask why: phrasings, and how much each measure gave."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.advice.arrays import Ints
from bot.advice.index import Blend, MatchingIndex
from bot.advice.regression import blended
from bot.advice.scoring import Scored

EVIDENCE_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A phrasing that spoke for a candidate: its likeness by each measure, and its share in the score."""

    phrasing: str
    likeness: Mapping[str, float]
    share: float


def evidence_for(place: int, asked: Scored, blend: Blend, index: MatchingIndex) -> tuple[Evidence, ...]:
    """The phrasings of the label with the number *place* that spoke most for it, best first."""
    own = _own_rows(place, blend, index)
    # Every phrasing is a little like any question; only what exceeds that speaks for a label.
    shares = (asked.kernel[own] - asked.kernel.mean()) * blend.alpha[own, place]
    total = float(np.maximum(shares, 0).sum()) or 1.0
    best = np.argsort(-shares, kind="stable")[:EVIDENCE_SHOWN].tolist()
    return tuple(
        Evidence(
            phrasing=index.phrasings[blend.rows[own[number]]],
            likeness={name: round(float(values[own[number]]), 3) for name, values in asked.likeness.items()},
            share=round(max(0.0, float(shares[number])) / total, 3),
        )
        for number in best
    )


def shares_of_measures(place: int, asked: Scored, blend: Blend, index: MatchingIndex) -> dict[str, float]:
    """The share of each measure in what the phrasings of the label with the number *place* add to its score."""
    own = _own_rows(place, blend, index)
    weights = blend.alpha[own, place]
    parts = {}
    for name, weight in blend.measures.items():
        part = blended({name: asked.likeness[name]}, {name: weight}, blend.width)
        parts[name] = max(0.0, float((part[own] - part.mean()) @ weights))
    total = sum(parts.values()) or 1.0
    return {name: round(part / total, 3) for name, part in parts.items()}


def _own_rows(place: int, blend: Blend, index: MatchingIndex) -> Ints:
    return np.flatnonzero(index.places[blend.rows] == place)
