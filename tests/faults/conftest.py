"""Chance with a seed that is told, and lines that are shown however pytest runs."""

import os
import random
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bot_api import BotApiServer
from tests.conftest import nursery

SEED_VARIABLE = "FAULTS_SEED"

Tell = Callable[[object], None]


@pytest.fixture
def fresh_api() -> Iterator[BotApiServer]:
    """A server of the test's own."""
    with BotApiServer() as server:
        yield server


@pytest.fixture
def ready_data(tmp_path: Path) -> Path:
    """A data folder with nothing in it but the fitted index, so that even the first start is quick."""
    nursery().lend_index(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Prints a line past pytest's capture: these tests count, and the counts are to be seen."""

    def line(text: object) -> None:
        with capsys.disabled():
            print(f"\n  {text}", flush=True)

    return line


@pytest.fixture
def seed(tell: Tell) -> int:
    """A new seed each time, told at once; the variable FAULTS_SEED sets it to repeat a run."""
    number = int(os.environ.get(SEED_VARIABLE) or secrets.randbelow(1_000_000))
    tell(f"{SEED_VARIABLE}={number}")
    return number


def chance_from(seed: int) -> random.Random:
    """Chance that takes the same course with the same *seed*."""
    return random.Random(seed)  # noqa: S311 - no secret; it must be repeatable
