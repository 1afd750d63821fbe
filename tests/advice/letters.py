"""A stand-in for a sentence encoder: a text means its letters."""

from collections.abc import Sequence

import numpy as np

from bot.advice.arrays import Floats


class LetterEncoder:
    """Knows which letters a text has, and nothing else."""

    name = "letters"

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, with a figure for each letter."""
        counts = [[text.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts]
        return np.array(counts, dtype=np.float32).reshape(len(texts), -1) + 0.1
