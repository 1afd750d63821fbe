"""How far confidence is from truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.reliability import expected_calibration_error, reliability


@pytest.mark.parametrize(
    ("confidences", "right", "error"),
    [
        pytest.param([1.0, 1.0, 0.0], [True, True, False], 0.0, id="always right about itself"),
        pytest.param([0.75] * 4, [True, True, True, False], 0.0, id="three of four at 0.75"),
        pytest.param([0.95] * 2, [False, False], 0.95, id="sure and wrong"),
        pytest.param([0.85, 0.15], [False, False], 0.5, id="bins weighed by count"),
        pytest.param([], [], 0.0, id="nothing"),
    ],
)
def test_calibration_error_is_the_distance_from_truth(
    confidences: list[float], right: list[bool], error: float
) -> None:
    assert expected_calibration_error(reliability(confidences, right)) == pytest.approx(error)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_answer_is_in_one_bin(answers: list[tuple[float, bool]]) -> None:
    table = reliability([confidence for confidence, _ in answers], [right for _, right in answers])
    assert sum(entry.count for entry in table) == len(answers)
    assert all(0 <= entry.right <= 1 for entry in table)
