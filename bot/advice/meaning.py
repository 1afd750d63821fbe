"""Likeness of meaning: cosine between sentence vectors of an encoder.

Vectors are centred on the mean of the indexed phrasings before comparison: what all our phrasings share
(trade, owners, questions) tells nothing about which topic is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bot.advice.arrays import Floats, few_times_many

_WITHOUT_ENCODER = frozenset({"wording", "profile"})


class Encoder(Protocol):
    """Turns texts into vectors whose direction is their meaning."""

    @property
    def name(self) -> str:
        """A name that changes whenever the vectors would."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, shape (len(texts), dimensions)."""


@dataclass(frozen=True, kw_only=True)
class MeaningIndex:
    """Centred, unit-length vectors of the phrasings, rows in their order."""

    centre: Floats
    vectors: Floats

    def likeness(self, vectors: Floats) -> Floats:
        """Cosine of each row of *vectors* (as they come from the encoder) to each phrasing, from -1 to 1."""
        return few_times_many(self.centred(vectors), self.vectors.T)

    def centred(self, vectors: Floats) -> Floats:
        """*vectors* less the centre of the phrasings, at unit length."""
        return _unit(vectors - self.centre)


def encoder_shares(measures: Mapping[str, float]) -> dict[str, float]:
    """What each encoder among *measures* weighs beside the others; they sum to 1, and there may be none."""
    weights = {name: weight for name, weight in measures.items() if name not in _WITHOUT_ENCODER}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def meaning_index(vectors: Floats) -> MeaningIndex:
    """An index over the encoder's *vectors* of the phrasings."""
    centre = vectors.mean(axis=0)
    return MeaningIndex(centre=centre, vectors=_unit(vectors - centre))


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
