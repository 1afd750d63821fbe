"""Likeness of profiles: two texts are alike that resemble the same topics, and as strongly.

    likeness to every phrasing -> its mean for each topic -> the directions in which that differs most -> cosine

Wording and meaning see one phrasing at a time; a profile sees at once all that is known of every topic. That helps
where labels have few phrasings; where they have many, it adds nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.advice.arrays import Bools, Floats, Ints
from bot.advice.meaning import MeaningIndex, encoder_shares, meaning_index

DIRECTIONS = 64
"""With 32 or 128 about as many questions are understood; measured on published question sets."""


@dataclass(frozen=True, kw_only=True)
class ProfileIndex:
    """How to get a text's profile, and the profiles of the ``phrasings``, rows in their order.

    ``weights`` says how much the likeness to each phrasing counts along each direction, shape (phrasings, directions).
    """

    weights: Floats
    phrasings: MeaningIndex

    def likeness(self, likeness: Mapping[str, Floats], measures: Mapping[str, float]) -> Floats:
        """Cosine of profiles of texts to those of phrasings, given the *likeness* by wording and meaning."""
        return self.phrasings.likeness(_evenly(likeness, measures) @ self.weights)

    def among_phrasings(self, some: slice = slice(None)) -> Floats:
        """Cosine of the profiles of *some* phrasings to those of all."""
        return self.phrasings.vectors[some] @ self.phrasings.vectors.T


def profile_index(
    likeness: Mapping[str, Floats], measures: Mapping[str, float], places: Ints, of_topic: Bools
) -> ProfileIndex:
    """An index over phrasings with this *likeness* to each other, whose labels have the numbers *places*.

    Only phrasings *of_topic* make up profiles: with a column of its own, a kind of stranger would look stranger than
    those we have not thought of.
    """
    alike = _evenly(likeness, measures)
    is_in = (places[:, None] == np.unique(places[of_topic])).astype(np.float32)
    sizes = is_in.sum(axis=0)
    # Nobody asks in a phrasing's own words: it does not count to its own profile.
    means = (alike @ is_in - is_in * alike.diagonal()[:, None]) / np.maximum(sizes - is_in, 1)
    centred = means - means.mean(axis=0)
    # In ascending order of how much profiles differ along them.
    directions = np.linalg.eigh(centred.T @ centred).eigenvectors[:, -DIRECTIONS:]
    return ProfileIndex(weights=is_in / sizes @ directions, phrasings=meaning_index(means @ directions))


def _evenly(likeness: Mapping[str, Floats], measures: Mapping[str, float]) -> Floats:
    """Half the likeness by wording and half that by meaning, of each encoder by its share in *measures*."""
    meaning = sum(np.float32(share) * likeness[name] for name, share in encoder_shares(measures).items())
    return np.asarray((likeness["wording"] + meaning) / 2, dtype=np.float32)
