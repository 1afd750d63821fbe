"""A server and a bot of each test's own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.bot_api import BotApiServer, User
from tests.bot_api_server.calling_bot import Bot


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as shared:
        yield shared


@pytest.fixture
def bot(server: BotApiServer, client: httpx.Client) -> Iterator[Bot]:
    client.base_url = httpx.URL(server.url)
    with ThreadPoolExecutor(4) as pool:
        yield Bot(server=server, client=client, pool=pool)


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user(first_name="Anna")
