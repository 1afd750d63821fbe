"""Updates are given once, in order, and confirmed."""

import httpx
import pytest

from tests.bot_api import User
from tests.bot_api_server.calling_bot import Bot


def test_each_kind_of_message_arrives(bot: Bot, anna: User) -> None:
    said = anna.say("/start deep")
    anna.edit(said.message_id, "/start again")
    anna.send_sticker()
    anna.send_photo(caption="look")
    anna.send_voice()
    anna.send_document(b"a,b", "table.csv")
    anna.send_location()
    anna.send_contact()
    anna.send({"dice": {"emoji": "🎲", "value": 6}})
    updates = bot.call("getUpdates")
    numbers = [update["update_id"] for update in updates]
    assert numbers == list(range(numbers[0], numbers[0] + 9))
    assert updates[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert updates[1]["edited_message"]["text"] == "/start again"
    kinds = ["sticker", "photo", "voice", "document", "location", "contact", "dice"]
    assert [kind in update["message"] for kind, update in zip(kinds, updates[2:], strict=True)] == [True] * 7
    assert updates[3]["message"]["caption"] == "look"


def test_updates_stay_until_a_higher_offset_confirms_them(bot: Bot, anna: User) -> None:
    first, second = (anna.say(text).update_id or 0 for text in ("one", "two"))
    assert len(bot.call("getUpdates")) == 2
    assert len(bot.call("getUpdates", limit=1)) == 1
    assert [update["update_id"] for update in bot.call("getUpdates", offset=first + 1)] == [second]
    assert [update["update_id"] for update in bot.call("getUpdates", offset=first)] == [second]
    assert bot.call("getUpdates", offset=second + 1) == []
    assert bot.server.pending_updates == 0


def test_a_negative_offset_keeps_only_the_latest(bot: Bot, anna: User) -> None:
    for text in ("one", "two", "three"):
        anna.say(text)
    assert [update["message"]["text"] for update in bot.call("getUpdates", offset=-1)] == ["three"]
    assert bot.server.pending_updates == 1


def test_long_polling_waits_for_the_next_update(bot: Bot, anna: User) -> None:
    waiting = bot.later("getUpdates", timeout=30)
    assert not waiting.done()
    anna.say("at last")
    assert waiting.result(5)["result"][0]["message"]["text"] == "at last"


def test_the_newer_of_two_polls_wins(bot: Bot, anna: User) -> None:
    older = bot.later("getUpdates", timeout=30)
    newer = bot.later("getUpdates", timeout=30)
    assert older.result(5) == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    anna.say("hello")
    assert len(newer.result(5)["result"]) == 1


def test_a_client_that_goes_away_ends_its_poll(bot: Bot) -> None:
    url = f"{bot.server.url}/bot{bot.server.token}/getUpdates"
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(url, params={"timeout": 30}, timeout=httpx.Timeout(5, read=0.05))
    bot.server.wait_until(lambda: bot.server.world.updates.poll is None)
    assert bot.call("getUpdates") == []
    assert bot.server.refused == []


def test_only_the_kinds_asked_for_are_queued(bot: Bot, anna: User) -> None:
    group = bot.server.group(anna)
    bot.server.user().join(group)
    assert ["message" in update for update in bot.call("getUpdates", offset=-1)] == [True]
    bot.call("getUpdates", allowed_updates=["chat_member"], offset=200_000)
    bot.server.user().join(group)
    assert [set(update) - {"update_id"} for update in bot.call("getUpdates")] == [{"chat_member"}]
    bot.call("getUpdates", allowed_updates=[], offset=200_000)
    bot.server.user().join(group)
    assert [set(update) - {"update_id"} for update in bot.call("getUpdates")] == [{"message"}]


def test_a_redelivered_update_comes_again_whatever_the_offset(bot: Bot, anna: User) -> None:
    number = anna.say("once").update_id or 0
    assert bot.call("getUpdates", offset=number + 1) == []
    bot.server.redeliver(number)
    assert [update["update_id"] for update in bot.call("getUpdates", offset=number + 1)] == [number]
    assert bot.call("getUpdates", offset=number + 1) == []


def test_odd_updates_can_be_pushed(bot: Bot, anna: User) -> None:
    bot.server.push_raw({"from_the_future": {"id": 1}})
    high = bot.server.push_raw({"update_id": 900_000, "message": None})
    assert high == 900_000
    assert anna.say("next").update_id == 900_001
    assert [set(update) - {"update_id"} for update in bot.call("getUpdates")] == [
        {"from_the_future"},
        {"message"},
        {"message"},
    ]
