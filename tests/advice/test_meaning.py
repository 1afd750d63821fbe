"""Likeness of meaning, given vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.advice.meaning import meaning_index

VECTORS = np.array([[1, 0, 5], [0, 1, 5], [-1, -1, 5]], dtype=np.float32)


def test_what_all_phrasings_share_tells_nothing() -> None:
    index = meaning_index(VECTORS)
    shared_only = np.array([[0, 0, 500]], dtype=np.float32)
    assert index.likeness(shared_only)[0].max() < index.likeness(VECTORS[:1])[0].max()
    assert index.likeness(VECTORS).argmax(axis=1).tolist() == [0, 1, 2]


def test_a_phrasing_has_likeness_1_to_itself() -> None:
    assert np.diag(meaning_index(VECTORS).likeness(VECTORS)) == pytest.approx([1, 1, 1], abs=1e-5)


def test_the_centre_itself_is_like_nothing() -> None:
    index = meaning_index(VECTORS)
    assert index.likeness(index.centre[None]) == pytest.approx(np.zeros((1, 3)), abs=1e-5)


@given(arrays(np.float32, (2, 3), elements=st.floats(-100, 100, width=32)))
def test_likeness_stays_between_minus_1_and_1(vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    likeness = meaning_index(VECTORS).likeness(vectors)
    assert likeness.shape == (2, 3)
    assert (np.abs(likeness) <= 1 + 1e-4).all()
