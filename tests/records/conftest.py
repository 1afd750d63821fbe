from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.opening import Records, open_records
from tests.records.clock import StandingClock

BOT = 123456


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def records(tmp_path: Path, clock: StandingClock) -> Iterator[Records]:
    opened = open_records(tmp_path, clock, bot=BOT)
    yield opened
    opened.close()
