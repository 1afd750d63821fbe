"""A Bot API server and the bot on it, shared by the journeys of a module; everybody in them is a new person.

Some journeys need a room with a trainer and people, a bot of their own behind a webhook, or one that curators change.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.records import database
from bot.shells.telegram.curators import comparing, reloading
from tests.bot_api import BotApiServer, Message, User
from tests.conftest import nursery
from tests.telegram.curators_desk import Desk, MakeDesk, start_desk
from tests.telegram.running_bot import BotThread, settings_for
from tests.telegram.webhook_bot import webhook_settings
from tests.telegram.workshop_room import people_in, reply

ADMIN = 77


@pytest.fixture(scope="session", autouse=True)
def _wording_only_children() -> Iterator[None]:
    """What the bot has compared by a child process is compared by wording alone, as in the bot under test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "COMMAND", tuple(nursery().command_line()))
        yield


@pytest.fixture(scope="module")
def bot_api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture(scope="module")
def bot(bot_api: BotApiServer, small_parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotThread]:
    """The bot at work on ``bot_api``."""
    settings = settings_for(bot_api, tmp_path_factory.mktemp("data"), admins=frozenset({ADMIN}))
    with BotThread(small_parts, settings) as running:
        yield running


def new_trainer(bot_api: BotApiServer) -> User:
    """Somebody whom a curator put on the team."""
    someone = bot_api.user()
    reply(bot_api.user(id=ADMIN, first_name="Eva"), f"/trainer {someone.id}")
    return someone


@pytest.fixture
def trainer(bot_api: BotApiServer, bot: BotThread) -> User:
    return new_trainer(bot_api)


@pytest.fixture
def room(trainer: User) -> Message:
    return reply(trainer, "/workshop Export for beginners")


@pytest.fixture
def people(bot_api: BotApiServer, room: Message) -> list[User]:
    """Four people in the room."""
    return people_in(bot_api, room, 4)


@pytest.fixture
def fresh_api() -> Iterator[BotApiServer]:
    """A server of the test's own, for what would disturb others."""
    with BotApiServer() as server:
        yield server


@pytest.fixture
def hooked(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BotThread]:
    """A bot that Telegram brings updates to, once it does; it soon gives up on a locked database."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    with BotThread(small_parts, webhook_settings(fresh_api, tmp_path)) as running:
        fresh_api.wait_until(lambda: bool(fresh_api.world.webhook.url))
        yield running


@pytest.fixture
def make_desk(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeDesk]:
    monkeypatch.setattr(reloading, "LOOKS_EVERY_S", 0.1)
    running: list[BotThread] = []

    def make(**given: object) -> Desk:
        desk = start_desk(fresh_api, small_parts, tmp_path, ADMIN, **given)
        running.append(desk.bot)
        return desk

    yield make
    for bot in running:
        bot.stop()
