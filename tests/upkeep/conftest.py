"""Records with people in them, as the commands meet them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.opening import Records, open_records
from tests.records.clock import StandingClock
from tests.records.conftest import BOT
from tests.records.leaving import asks


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def records(data: Path, clock: StandingClock) -> Iterator[Records]:
    """Open records, as a serving bot has them, with a question of each of three people."""
    opened = open_records(data, clock, bot=BOT)
    for user in (1, 2, 3):
        asks(opened, user, user)
    yield opened
    opened.close()
