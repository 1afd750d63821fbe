"""Whether a confidence means what it says: of all that was said with 0.8, eight in ten should be right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_BINS = 10


@dataclass(frozen=True, kw_only=True)
class ReliabilityBin:
    """Among *count* answers given with about *confidence*, the share that was *right*."""

    confidence: float
    right: float
    count: int


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> tuple[ReliabilityBin, ...]:
    """Confidences sorted into ten bins of equal width, without the empty ones."""
    values, hits = np.asarray(confidences), np.asarray(right, dtype=np.float64)
    places = np.minimum((values * _BINS).astype(int), _BINS - 1)
    return tuple(
        ReliabilityBin(
            confidence=float(values[places == b].mean()), right=float(hits[places == b].mean()), count=int(n)
        )
        for b in range(_BINS)
        if (n := int((places == b).sum()))
    )


def expected_calibration_error(table: Sequence[ReliabilityBin]) -> float:
    """Mean distance between confidence and truth over the bins, weighted by count (Naeini et al. 2015)."""
    total = sum(entry.count for entry in table)
    return sum(abs(entry.confidence - entry.right) * entry.count for entry in table) / total if total else 0.0
