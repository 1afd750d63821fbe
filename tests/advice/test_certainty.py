"""Confidence in words: what the words promise."""

import pytest

from bot.advice.certainty import LIKELY, SURE, Certainty, certainty_of


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(1.0, "sure"), (SURE, "sure"), (0.899, "likely"), (LIKELY, "likely"), (0.499, "closest"), (0.0, "closest")],
)
def test_words_stand_for_chances(confidence: float, words: Certainty) -> None:
    assert certainty_of(confidence) == words
