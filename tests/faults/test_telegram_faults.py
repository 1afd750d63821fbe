"""Whatever Telegram does, everybody is answered, in order, and twice only where Telegram hid that it had acted."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assembly import Parts
from tests.bot_api import (
    BotApiServer,
    BrokenJson,
    CutOff,
    HangUp,
    ServerError,
    Stall,
    TooManyRequests,
)
from tests.bot_api.faults import Fault
from tests.faults.accounts import Accounts
from tests.faults.conftest import Tell, chance_from
from tests.faults.crowd import Crowd
from tests.telegram.running_bot import BotThread, rows, settings_for, settle

QUESTION = "a supplier took our deposit and vanished"
LONGEST_S = 120

Start = Callable[..., BotThread]

SIZES = [40, pytest.param(600, marks=pytest.mark.deep)]
ACTING: tuple[Fault, ...] = (HangUp(acts=True), CutOff(), BrokenJson(), ServerError(code=500, acts=True))
NOT_ACTING: tuple[Fault, ...] = (
    HangUp(),
    CutOff(acts=False),
    BrokenJson(acts=False),
    ServerError(code=500),
    ServerError(code=502),
    ServerError(code=503),
)


@pytest.fixture
def start(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> Start:
    """Starts the bot, each time on the same data, by the clock given."""

    def started(**given: Any) -> BotThread:
        return BotThread(small_parts, settings_for(fresh_api, tmp_path, person_burst=0), **given)

    return started


def _all_answered(bot_api: BotApiServer, bot: BotThread, crowd: Crowd) -> Accounts:
    """The accounts of *crowd* once everything is dealt with, in fair weather."""
    bot_api.wait_until(lambda: bot_api.pending_updates == 0, timeout=LONGEST_S)
    for chat in {act.chat_id for act in crowd.acts}:
        last = max(act.update_id for act in crowd.acts if act.chat_id == chat)
        bot.wait_for_row(f"SELECT 1 FROM inbox WHERE state != 'waiting' AND update_id = {last}", LONGEST_S)  # noqa: S608 - our own number
    accounts = Accounts(bot_api, bot.settings.data, crowd.acts)
    accounts.check()
    return accounts


@pytest.mark.parametrize("acts", SIZES)
def test_in_bad_weather_everybody_is_answered(
    acts: int, fresh_api: BotApiServer, start: Start, seed: int, tell: Tell
) -> None:
    chance = chance_from(seed)
    fresh_api.world.faults.chance = random.Random(seed)  # noqa: S311 - no secret; it must be repeatable
    crowd = Crowd(bot_api=fresh_api, chance=chance)
    with start() as bot:
        for fault in ACTING + NOT_ACTING:
            for method in ("sendMessage", "getUpdates"):
                fresh_api.fail(fault, method=method, times=None, share=0.03)
        fresh_api.fail(Stall(seconds=0.3), times=None, share=0.05)
        fresh_api.fail(TooManyRequests(retry_after=1), method="sendMessage", times=None, share=0.02)
        for _ in range(acts):
            crowd.act()
        accounts = _all_answered(fresh_api, bot, crowd)
        met = fresh_api.world.faults.met
        hidden = sum(method == "sendMessage" and fault in ACTING for method, fault in met)
        tell(
            f"{acts} acts, all answered; {len(met)} faults met; {hidden} answers came twice: Telegram hid that it acted"
        )
        assert len(accounts.surplus()) == hidden


@pytest.mark.parametrize("waits", [30, pytest.param(400, marks=pytest.mark.deep)])
def test_a_storm_of_429_over_all_chats_passes(waits: int, fresh_api: BotApiServer, start: Start, seed: int) -> None:
    crowd = Crowd(bot_api=fresh_api, chance=chance_from(seed), size=waits)
    with start() as bot:
        fresh_api.fail(TooManyRequests(retry_after=1), method="sendMessage", times=waits)
        for _ in range(waits):
            crowd.act()
        assert not _all_answered(fresh_api, bot, crowd).surplus()
        assert sum(refused.code == 429 for refused in fresh_api.refused) == waits


def test_a_storm_of_429_in_one_chat_is_felt_in_that_chat_alone(fresh_api: BotApiServer, start: Start) -> None:
    anna, others = fresh_api.user(), [fresh_api.user() for _ in range(10)]
    with start():
        fresh_api.fail(TooManyRequests(retry_after=30), method="sendMessage", chat_id=anna.id, times=None)
        anna.say(QUESTION)
        fresh_api.wait_until(lambda: bool(fresh_api.refused))
        for person in others:
            person.say(QUESTION)
        for person in others:
            person.wait_for_reply()
        assert not any(message.from_bot for message in anna.messages)


@pytest.mark.deep
def test_answers_that_stall_ten_seconds_hold_up_nobody_else(fresh_api: BotApiServer, start: Start) -> None:
    slow, others = [fresh_api.user() for _ in range(5)], [fresh_api.user() for _ in range(10)]
    with start():
        for person in slow:
            fresh_api.fail(Stall(seconds=10), method="sendMessage", chat_id=person.id)
            person.say(QUESTION)
        for person in others:
            person.say(QUESTION)
        for person in others:
            person.wait_for_reply()
        assert not any(message.from_bot for person in slow for message in person.messages)
        for person in slow:
            assert len(person.wait_for_reply(timeout=30)) == 1


def _message(update_id: int, person: int, **changed: Any) -> dict[str, Any]:
    message = {
        "message_id": 900_000 + update_id,
        "from": {"id": person, "is_bot": False, "first_name": "Anna"},
        "chat": {"id": person, "type": "private", "first_name": "Anna"},
        "date": int(datetime.now(UTC).timestamp()),
        "text": QUESTION,
    }
    return {"update_id": update_id, "message": message | changed}


ODD = {
    "an unknown kind": {"telepathy": {"chat": {"id": 1}, "thought": "freight"}},
    "no content": {},
    "content that is a list": {"message": [1, 2]},
    "content that is null": {"message": None},
    "a message without a chat": {"message": {"message_id": 1, "date": 1, "text": "a"}},
    "a chat without an id": {"message": {"message_id": 1, "date": 1, "chat": {"type": "private"}, "text": "a"}},
    "a date beyond time": {
        "message": {"message_id": 1, "date": 10**18, "chat": {"id": 5, "type": "private"}, "text": "a"}
    },
    "a date before time": {
        "message": {"message_id": 1, "date": -(10**18), "chat": {"id": 5, "type": "private"}, "text": "a"}
    },
    "a text that is a number": {
        "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": 5}
    },
    "half a character": {
        "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "\ud83d"}
    },
    "a press without a person": {"callback_query": {"id": "1", "chat_instance": "1", "data": "t:en:online_fraud"}},
    "two kinds at once": {
        "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "a"},
        "poll": {"id": "1"},
    },
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_update_is_passed_over_and_the_next_is_answered(
    odd: dict[str, Any], fresh_api: BotApiServer, start: Start
) -> None:
    anna = fresh_api.user()
    with start():
        fresh_api.push_raw(odd)
        anna.say(QUESTION)
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


@pytest.mark.parametrize("update_id", [-1, 2**63, 10**30, True, 1.5, "100001", None, [1]], ids=repr)
def test_an_update_id_that_is_none_never_ends_the_polling(
    update_id: object, fresh_api: BotApiServer, start: Start
) -> None:
    anna = fresh_api.user()
    with start():
        with fresh_api.world.lock:
            fresh_api.world.updates.again.append({"update_id": update_id, "message": {"text": QUESTION}})
        anna.say(QUESTION)
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_updates_out_of_order_and_twice_in_one_batch_are_each_answered_once(
    fresh_api: BotApiServer, start: Start
) -> None:
    people = [fresh_api.user() for _ in range(4)]
    ids = [700_003, 700_001, 700_004, 700_002]
    for number, person in zip(ids, people, strict=True):
        fresh_api.push_raw(_message(number, person.id))
    for number in (*ids, *reversed(ids)):
        fresh_api.redeliver(number)
    with start() as bot:
        for person in people:
            person.wait_for_reply()
        for person in people:
            settle(person)
        assert [sum(message.from_bot for message in person.messages) for person in people] == [2] * 4
        assert bot.rows("SELECT update_id FROM conversations ORDER BY id") == [{"update_id": n} for n in ids]


def test_the_same_update_again_while_it_is_handled_is_answered_once(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        fresh_api.fail(Stall(seconds=1), method="sendMessage", chat_id=anna.id)
        asked = anna.say(QUESTION)
        assert asked.update_id is not None
        fresh_api.wait_until(lambda: bool(fresh_api.world.faults.met))
        for _ in range(3):
            fresh_api.redeliver(asked.update_id)
        anna.wait_for_reply()
        settle(anna)
        assert sum(message.from_bot for message in anna.messages) == 2


def test_the_same_update_a_day_later_is_answered_once(fresh_api: BotApiServer, start: Start) -> None:
    anna, ben = fresh_api.user(), fresh_api.user(first_name="Ben")
    with start():
        asked = anna.say(QUESTION)
        anna.wait_for_reply()
        settle(anna)
    assert asked.update_id is not None
    with start(clock=lambda: datetime.now(UTC) + timedelta(days=1, hours=1)):
        fresh_api.redeliver(asked.update_id)
        ben.say("/help")
        ben.wait_for_reply()
        settle(ben)
    assert sum(message.from_bot for message in anna.messages) == 2


@pytest.mark.parametrize("jump", [timedelta(hours=-3), timedelta(days=-400), timedelta(hours=7)], ids=str)
def test_a_clock_that_jumps_loses_nothing(jump: timedelta, fresh_api: BotApiServer, start: Start) -> None:
    ahead = timedelta()
    crowd = Crowd(bot_api=fresh_api, chance=chance_from(5))
    with start(clock=lambda: datetime.now(UTC) + ahead) as bot:
        fresh_api.fail(Stall(seconds=0.2), method="sendMessage", times=None)
        for _ in range(8):
            crowd.act()
        fresh_api.wait_until(lambda: bool(fresh_api.world.faults.met))
        ahead = jump
        fresh_api.heal()
        for _ in range(8):
            crowd.act()
        assert not _all_answered(fresh_api, bot, crowd).surplus()
    assert rows(bot.settings.data, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
