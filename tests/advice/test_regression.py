"""The regression and its held-out scores, which must equal those of a fit that never saw the phrasings."""

import numpy as np
import pytest

from bot.advice.arrays import Floats, Ints
from bot.advice.regression import fit_regression

RIDGE = 0.05
LABELS = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2])


@pytest.fixture(scope="module")
def kernel() -> Floats:
    points = np.random.default_rng(7).normal(size=(len(LABELS), 4)) + 2 * np.eye(3, 4)[LABELS]
    distances = ((points[:, None] - points[None]) ** 2).sum(axis=-1)
    return np.asarray(np.exp(-distances / 8), dtype=np.float32)


def refitted_scores(kernel: Floats, group: Ints) -> Floats:
    """Scores of *group* by a regression on all the others."""
    rest = np.setdiff1d(np.arange(len(LABELS)), group)
    fitted = fit_regression(kernel[np.ix_(rest, rest)], LABELS[rest].tolist(), 3, ridge=RIDGE)
    return np.asarray(kernel[np.ix_(group, rest)] @ fitted.alpha)


@pytest.mark.parametrize(
    "group",
    [
        pytest.param([4], id="one phrasing"),
        pytest.param([0, 5, 9], id="a few of several labels"),
        pytest.param([7, 8, 9, 10, 11], id="a whole label"),
    ],
)
def test_held_out_scores_equal_those_of_a_new_fit(kernel: Floats, group: list[int]) -> None:
    regression = fit_regression(kernel, LABELS.tolist(), 3, ridge=RIDGE)
    rows = np.array(group)
    assert regression.held_out_scores(rows) == pytest.approx(refitted_scores(kernel, rows), abs=2e-4)


def test_leaving_out_one_by_one_equals_a_new_fit_each(kernel: Floats) -> None:
    expected = np.vstack([refitted_scores(kernel, np.array([row])) for row in range(len(LABELS))])
    regression = fit_regression(kernel, LABELS.tolist(), 3, ridge=RIDGE)
    assert regression.left_out_scores() == pytest.approx(expected, abs=2e-4)


def test_known_phrasings_score_highest_for_their_own_label(kernel: Floats) -> None:
    regression = fit_regression(kernel, LABELS.tolist(), 3, ridge=RIDGE)
    assert (kernel @ regression.alpha).argmax(axis=1).tolist() == LABELS.tolist()


def test_a_fit_in_halves_is_the_same(kernel: Floats, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = fit_regression(kernel, LABELS.tolist(), 3, ridge=RIDGE)
    monkeypatch.setattr("bot.advice.regression._INVERTED_AT_ONCE", 2)
    in_halves = fit_regression(kernel, LABELS.tolist(), 3, ridge=RIDGE)
    assert in_halves.alpha == pytest.approx(at_once.alpha, abs=1e-6)
    assert in_halves.inverse == pytest.approx(at_once.inverse, abs=1e-5)
