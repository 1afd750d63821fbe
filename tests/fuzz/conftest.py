"""A Bot API server of each test's own."""

from collections.abc import Iterator

import pytest

from tests.bot_api import BotApiServer


@pytest.fixture
def fresh_api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server
