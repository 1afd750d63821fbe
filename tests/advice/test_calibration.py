"""Confidences and thresholds: what they promise, whatever their numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.advice.arrays import Doubles
from bot.advice.calibration import (
    CANDIDATE_FEATURES,
    fit_calibration,
    fit_thresholds,
)
from bot.curation.reliability import expected_calibration_error, reliability

WIDTH = len(CANDIDATE_FEATURES)
NAMES = [feature.name for feature in CANDIDATE_FEATURES]
RANDOM = np.random.default_rng(11)
CONFIDENCES = RANDOM.uniform(0, 1, 2_000)
RIGHT = RANDOM.uniform(0, 1, 2_000) < CONFIDENCES
OUTSIDE = RANDOM.uniform(0, 1, 1_000) ** 2
OURS = RANDOM.uniform(0.2, 1, 2_000)


@given(arrays(np.float64, (4, WIDTH), elements=st.floats(-1e6, 1e6)))
def test_a_confidence_never_reaches_0_or_1(features: Doubles) -> None:
    rows = np.random.default_rng(3).normal(size=(200, WIDTH))
    for calibration in (
        fit_calibration(CANDIDATE_FEATURES, rows, rows[:, 0] > 0),
        fit_calibration(CANDIDATE_FEATURES, rows[:3], rows[:3, 0] > 0),
    ):
        confidences = calibration.chance(features)
        assert ((confidences > 0) & (confidences < 1)).all()


def test_a_fitted_confidence_means_what_it_says() -> None:
    rows = np.random.default_rng(5).normal(size=(4_000, WIDTH))
    chance = 1 / (1 + np.exp(-(2 * rows[:, 0] + rows[:, 1] - 1)))
    helped = np.random.default_rng(6).uniform(size=4_000) < chance
    confidences = fit_calibration(CANDIDATE_FEATURES, rows, helped).chance(rows)
    assert expected_calibration_error(reliability(confidences.tolist(), helped.tolist())) < 0.03
    assert np.abs(confidences - chance).mean() < 0.05


@pytest.mark.parametrize("helped", [np.ones(80, dtype=bool), np.zeros(80, dtype=bool)], ids=["all", "none"])
def test_rows_that_teach_nothing_still_give_a_calibration(helped: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    calibration = fit_calibration(CANDIDATE_FEATURES, np.zeros((80, WIDTH)), helped)
    good, poor = np.zeros(WIDTH), np.zeros(WIDTH)
    good[:2] = 1
    low, high = calibration.chance(np.vstack([poor, good]))
    assert low < high


@pytest.mark.parametrize("caution", [0, 0.25, 0.5, 0.75, 1])
def test_nearly_all_questions_of_ours_get_a_reply_whatever_the_caution(caution: float) -> None:
    limits = fit_thresholds(in_scope=CONFIDENCES, in_scope_right=RIGHT, outside=OUTSIDE, ours=OURS, caution=caution)
    assert 0 < limits.answer < 1
    assert 0.97 <= (limits.choice <= OURS).mean() < 1


def test_no_feature_speaks_against_its_sense() -> None:
    """Two likenesses that say nearly the same would be fitted as a difference: more of one, less of the other."""
    random = np.random.default_rng(12)
    rows = random.normal(size=(600, WIDTH))
    score, meaning = NAMES.index("score"), NAMES.index("meaning")
    rows[:, meaning] = rows[:, score] + random.normal(scale=0.3, size=600)
    helped = 2 * rows[:, score] - rows[:, meaning] > 0.2
    calibration = fit_calibration(CANDIDATE_FEATURES, rows, helped)
    assert calibration.weights[score] > 0
    assert calibration.weights[meaning] == 0
    before, after = calibration.chance(np.zeros((WIDTH, WIDTH))), calibration.chance(np.eye(WIDTH))
    assert all((after - before) * [feature.sense for feature in CANDIDATE_FEATURES] >= 0)


def test_more_caution_gives_less_wrong_advice() -> None:
    wrong: list[int] = []
    false: list[int] = []
    for caution in (0, 0.25, 0.5, 0.75, 1):
        limits = fit_thresholds(in_scope=CONFIDENCES, in_scope_right=RIGHT, outside=OUTSIDE, ours=OURS, caution=caution)
        wrong.append(sum(confidence >= limits.answer for confidence in CONFIDENCES[~RIGHT].tolist()))
        false.append(sum(confidence >= limits.answer for confidence in OUTSIDE.tolist()))
    assert wrong == sorted(wrong, reverse=True)
    assert false == sorted(false, reverse=True)
    assert wrong[0] > wrong[-1]


def test_thresholds_need_no_questions_at_all() -> None:
    nothing = np.array([])
    limits = fit_thresholds(in_scope=nothing, in_scope_right=nothing.astype(bool), outside=nothing, ours=nothing)
    assert 0 < limits.answer < 1
    assert 0 < limits.choice < 1
