"""Five rooms of two hundred people: everybody is answered, and boards keep up."""

import json
from pathlib import Path

import pytest

from tests.conftest import SMALL_KNOWLEDGE
from tests.faults.conftest import Tell
from tests.faults.full_rooms import FullRooms, put_full

SETTINGS = {"TRADEBOT_KNOWLEDGE": str(SMALL_KNOWLEDGE)}
MOST_BEHIND_S = 5.0
MOST_A_SECOND = 36
"""Telegram takes about 30; a fifth more is how unevenly messages travel here."""
LONGEST_TURN_MS = 100


@pytest.mark.deep
def test_a_thousand_people_in_five_rooms_join_at_once_and_ask_fast(ready_data: Path, tell: Tell) -> None:
    load = FullRooms(rooms=5, people=200, questions=50, within_s=10)
    measured = put_full(load, ready_data, SETTINGS)
    tell(measured)
    pulse = json.loads((ready_data / "pulse.json").read_text(encoding="utf-8"))
    tell(f"a turn of the event loop took at most {pulse['turn_ms']} ms of processor time")
    assert measured.joined == 1000
    assert len(measured.answers_s) == 250
    assert measured.board_behind_s < MOST_BEHIND_S
    assert measured.wall_behind_s < MOST_BEHIND_S
    assert measured.busiest_second < MOST_A_SECOND
    assert pulse["turn_ms"] < LONGEST_TURN_MS
