"""Whenever the process is killed, everybody is answered in the end, and the records are sound."""

import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.bot_api import BotApiServer
from tests.faults.conftest import Tell, chance_from
from tests.faults.killing import LONGEST_S, MOST_JITTER_S, Killing
from tests.faults.left_behind import left_behind
from tests.telegram.running_bot import BotProcess, free_address

KILLS = [20, pytest.param(200, marks=pytest.mark.deep)]
FIRST_STARTS = [5, pytest.param(50, marks=pytest.mark.deep)]


@pytest.mark.parametrize("kills", KILLS)
def test_a_process_killed_again_and_again_answers_everybody(
    kills: int, fresh_api: BotApiServer, ready_data: Path, seed: int, tell: Tell
) -> None:
    run = Killing(BotProcess, fresh_api, ready_data, seed=seed)
    run.kill(kills)
    tell(run.settled())


@pytest.mark.parametrize("kills", [8, pytest.param(100, marks=pytest.mark.deep)])
def test_a_process_behind_a_webhook_killed_again_and_again_answers_everybody(
    kills: int, fresh_api: BotApiServer, ready_data: Path, seed: int, tell: Tell
) -> None:
    address = free_address()
    webhook = {
        "TRADEBOT_LISTEN": address,
        "TRADEBOT_WEBHOOK_URL": f"http://{address}/telegram/hook",
        "TRADEBOT_WEBHOOK_SECRET": "a-secret-of-this-test",
    }
    run = Killing(BotProcess, fresh_api, ready_data, seed=seed, settings=webhook)
    run.kill(kills)
    assert not any(call.method == "getUpdates" for call in fresh_api.calls)
    tell(run.settled())


@pytest.mark.deep
def test_a_process_killed_while_it_waits_for_more_pieces_answers_everybody(
    fresh_api: BotApiServer, ready_data: Path, seed: int, tell: Tell
) -> None:
    run = Killing(BotProcess, fresh_api, ready_data, seed=seed, settings={"TRADEBOT_BURST_S": "0.1"})
    run.kill(100)
    tell(run.settled())


@pytest.mark.deep
def test_the_command_itself_killed_again_and_again_answers_everybody(
    fresh_api: BotApiServer, ready_data: Path, seed: int, tell: Tell
) -> None:
    run = Killing(partial(BotProcess, from_nothing=True), fresh_api, ready_data, seed=seed)
    run.kill(30)
    tell(run.settled())


@pytest.mark.parametrize("times", FIRST_STARTS)
def test_a_first_start_that_is_killed_hinders_none_after_it(
    times: int, fresh_api: BotApiServer, ready_data: Path, seed: int
) -> None:
    chance = chance_from(seed)
    for number in range(times):
        data = shutil.copytree(ready_data, ready_data.parent / str(number))
        calls = len(fresh_api.calls) + chance.randint(1, 3)
        with BotProcess(fresh_api, data) as bot:
            fresh_api.wait_until(_have_come(fresh_api, calls), timeout=LONGEST_S)
            threading.Event().wait(chance.uniform(0, 3 * MOST_JITTER_S))
            bot.kill()
        left_behind(data)
        anna = fresh_api.user()
        anna.say("/help")
        with BotProcess(fresh_api, data):
            anna.wait_for_reply(timeout=LONGEST_S)


def _have_come(bot_api: BotApiServer, calls: int) -> Callable[[], bool]:
    return lambda: len(bot_api.world.calls) >= calls
