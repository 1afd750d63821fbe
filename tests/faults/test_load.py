"""Under load nothing is lost, order is kept, memory stays flat, and the event loop is never blocked."""

from pathlib import Path

import pytest

from tests.bench.load import Load, Outcome, check, put_under
from tests.conftest import SMALL_KNOWLEDGE
from tests.faults.conftest import Tell
from tests.faults.crowd import QUESTIONS

SETTINGS = {"TRADEBOT_KNOWLEDGE": str(SMALL_KNOWLEDGE)}
LONGEST_TURN_MS = 100
"""Of processor time: by the clock a busy machine makes any turn longer."""


def test_a_crowd_at_once_is_answered_in_order(ready_data: Path, seed: int, tell: Tell) -> None:
    outcome = put_under(Load(users=200, questions=800, texts=QUESTIONS, seed=seed), ready_data, settings=SETTINGS)
    tell(outcome)
    check(outcome, ready_data)


@pytest.mark.deep
def test_two_thousand_people_ask_twenty_thousand_questions(ready_data: Path, seed: int, tell: Tell) -> None:
    load = Load(users=2000, questions=20_000, texts=QUESTIONS, seed=seed)
    outcome = put_under(load, ready_data, settings=SETTINGS)
    tell(outcome)
    check(outcome, ready_data)
    _check_pulse(outcome)


@pytest.mark.deep
def test_ten_minutes_of_steady_questions_change_nothing(ready_data: Path, seed: int, tell: Tell) -> None:
    load = Load(users=2000, questions=15_000, texts=QUESTIONS, seed=seed, per_second=25)
    outcome = put_under(load, ready_data, settings=SETTINGS)
    tell(outcome)
    check(outcome, ready_data)
    _check_pulse(outcome)


def _check_pulse(outcome: Outcome) -> None:
    assert outcome.pulse["turn_ms"] < LONGEST_TURN_MS
    assert outcome.memory_mb(0.9, 1) < 1.1 * outcome.memory_mb(0.2, 0.5)
