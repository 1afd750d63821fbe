"""It fails on demand, and sets limits."""

from dataclasses import dataclass

import httpx
import pytest

from tests.bot_api import BrokenJson, CutOff, HangUp, Refusal, ServerError, Stall, TooManyRequests, User
from tests.bot_api_server.calling_bot import Bot


def test_too_many_requests_says_when_to_come_back(bot: Bot, anna: User) -> None:
    bot.server.fail(TooManyRequests(retry_after=7), method="sendMessage")
    response = bot.raw("sendMessage", chat_id=anna.id, text="a")
    assert response.status_code == 429
    assert response.json()["parameters"] == {"retry_after": 7}
    assert bot.send(anna, "a second try works")


@pytest.mark.parametrize("acts", [pytest.param(False, id="before acting"), pytest.param(True, id="after acting")])
def test_the_connection_can_drop(bot: Bot, anna: User, acts: bool) -> None:
    bot.server.fail(HangUp(acts=acts))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        bot.raw("sendMessage", chat_id=anna.id, text="a")
    assert len(anna.messages) == acts
    assert bot.send(anna)


@pytest.mark.parametrize("acts", [pytest.param(False, id="before acting"), pytest.param(True, id="after acting")])
def test_an_answer_can_stall(bot: Bot, anna: User, acts: bool) -> None:
    bot.server.fail(Stall(seconds=600, acts_first=acts), chat_id=anna.id)
    with pytest.raises(httpx.ReadTimeout):
        bot.client.post(f"/bot{bot.server.token}/sendMessage", json={"chat_id": anna.id, "text": "a"}, timeout=0.1)
    assert len(anna.messages) == acts


def test_a_short_stall_ends_with_the_answer(bot: Bot, anna: User) -> None:
    bot.server.fail(Stall(seconds=0.01))
    assert bot.send(anna)
    assert len(anna.messages) == 1


@pytest.mark.parametrize("acts", [pytest.param(False, id="before acting"), pytest.param(True, id="after acting")])
def test_the_server_can_break(bot: Bot, anna: User, acts: bool) -> None:
    bot.server.fail(ServerError(code=502, acts=acts))
    bot.server.fail(ServerError(code=500, acts=acts))
    gateway = bot.raw("sendMessage", chat_id=anna.id, text="a")
    assert (gateway.status_code, gateway.headers["content-type"]) == (502, "text/html")
    assert bot.raw("sendMessage", chat_id=anna.id, text="a").json()["error_code"] == 500
    assert len(anna.messages) == 2 * acts


def test_json_can_break_off(bot: Bot, anna: User) -> None:
    bot.server.fail(BrokenJson())
    response = bot.raw("sendMessage", chat_id=anna.id, text="a")
    assert response.status_code == 200
    with pytest.raises(ValueError, match="Expecting"):
        response.json()
    assert len(anna.messages) == 1


@pytest.mark.parametrize("acts", [pytest.param(False, id="before acting"), pytest.param(True, id="after acting")])
def test_a_body_can_be_cut_off(bot: Bot, anna: User, acts: bool) -> None:
    bot.server.fail(CutOff(acts=acts))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        bot.raw("sendMessage", chat_id=anna.id, text="a")
    assert len(anna.messages) == acts
    assert bot.send(anna)


def test_a_fault_can_meet_a_share_of_calls(bot: Bot, anna: User) -> None:
    bot.server.fail(ServerError(code=503), method="getMe", times=None, share=0.5)
    bot.server.world.faults.chance.seed(1)
    statuses = [bot.raw("getMe").status_code for _ in range(40)]
    assert 5 < statuses.count(503) < 35
    bot.server.world.faults.chance.seed(1)
    assert [bot.raw("getMe").status_code for _ in range(40)] == statuses


def test_half_a_character_passes_as_it_came(bot: Bot, anna: User) -> None:
    anna.say("half \ud83d of it")
    (update,) = bot.call("getUpdates")
    assert update["message"]["text"] == "half \ud83d of it"


def test_a_fault_meets_only_what_it_is_meant_for(bot: Bot, anna: User) -> None:
    ben = bot.server.user(first_name="Ben")
    fault = Refusal(code=400, description="Bad Request: not today")
    bot.server.fail(fault, method="sendMessage", chat_id=ben.id, times=2)
    assert bot.send(anna)
    assert bot.call("sendChatAction", chat_id=ben.id, action="typing") is True
    for _ in range(2):
        assert bot.refusal("sendMessage", chat_id=ben.id, text="a") == "Bad Request: not today"
    assert bot.send(ben)


def test_a_fault_without_end_lasts_until_healed(bot: Bot, anna: User) -> None:
    bot.server.fail(ServerError(code=503), times=None)
    assert [bot.raw("getMe").status_code for _ in range(3)] == [503] * 3
    assert bot.call("getUpdates") == []
    bot.server.fail(ServerError(code=504), method="getUpdates")
    assert bot.raw("getUpdates").status_code == 504
    bot.server.heal()
    assert bot.send(anna)


@dataclass(kw_only=True)
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_limits_are_counted_and_kept_only_when_told(bot: Bot, anna: User) -> None:
    bot.server.rate_limits.clock = clock = Clock()
    for _ in range(6):
        bot.send(anna)
    assert bot.server.rate_limits.exceeded == 1
    bot.server.rate_limits.enforced = True
    refused = bot.answer("sendMessage", chat_id=anna.id, text="a")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 5})
    assert bot.call("sendChatAction", chat_id=anna.id, action="typing") is True
    clock.now += 5
    assert bot.send(anna)


def test_a_group_gets_twenty_a_minute(bot: Bot, anna: User) -> None:
    bot.server.rate_limits.clock = clock = Clock()
    bot.server.rate_limits.enforced = True
    group = bot.server.group(anna)
    for _ in range(20):
        bot.call("sendMessage", chat_id=group.chat_id, text="a")
        clock.now += 2
    assert bot.answer("sendMessage", chat_id=group.chat_id, text="a")["parameters"] == {"retry_after": 20}


def test_all_chats_together_get_thirty_a_second(bot: Bot) -> None:
    bot.server.rate_limits.clock = Clock()
    bot.server.rate_limits.enforced = True
    people = [bot.server.user() for _ in range(31)]
    for person in people[:30]:
        bot.send(person)
    assert bot.answer("sendMessage", chat_id=people[30].id, text="a")["parameters"] == {"retry_after": 1}
