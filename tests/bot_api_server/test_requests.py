"""How requests are written, and who may be written to."""

import json

import pytest

from tests.bot_api import User
from tests.bot_api.errors import Json
from tests.bot_api_server.calling_bot import Bot, button, keyboard


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"json": {"text": "关 & 税", "reply_markup": keyboard(button(callback_data="a"))}}, id="JSON"),
        pytest.param(
            {"data": {"text": "关 & 税", "reply_markup": json.dumps(keyboard(button(callback_data="a")))}}, id="form"
        ),
        pytest.param(
            {
                "data": {"text": "关 & 税", "reply_markup": json.dumps(keyboard(button(callback_data="a")))},
                "files": {"unused": ("a.txt", b"a")},
            },
            id="multipart",
        ),
        pytest.param(
            {"params": {"text": "关 & 税", "reply_markup": json.dumps(keyboard(button(callback_data="a")))}}, id="query"
        ),
    ],
)
def test_all_kinds_of_body_say_the_same(bot: Bot, anna: User, body: Json) -> None:
    params = {"chat_id": str(anna.id), **body.pop("params", {})}
    response = bot.client.post(f"/bot{bot.server.token}/sendMessage", params=params, **body)
    assert response.status_code == 200, response.text
    assert anna.messages[0].plain == "关 & 税"
    assert anna.messages[0].labels == ("Topics",)


def test_method_names_ignore_case(bot: Bot) -> None:
    assert bot.call("GETME")["username"] == "trade_test_bot"
    assert bot.server.calls[0].method == "getMe"


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        pytest.param("/bot{token}/danceTango", 404, "Not Found: method not found", id="unknown method"),
        pytest.param("/bot1:wrong/getMe", 401, "Unauthorized", id="wrong token"),
        pytest.param("/elsewhere", 404, "Not Found", id="unknown path"),
        pytest.param("/file/bot{token}/documents/none", 404, "Not Found", id="unknown file"),
        pytest.param("/file/bot1:wrong/documents/none", 404, "Not Found", id="file with a wrong token"),
    ],
)
def test_a_wrong_address_is_refused(bot: Bot, path: str, status: int, description: str) -> None:
    response = bot.client.get(path.format(token=bot.server.token))
    assert (response.status_code, response.json()["description"]) == (status, description)


def test_after_log_out_nothing_works(bot: Bot) -> None:
    assert bot.call("close") is True
    assert bot.call("logOut") is True
    assert bot.refusal("getMe") == "Logged out"


def test_a_user_who_blocked_the_bot_gets_nothing(bot: Bot, anna: User) -> None:
    anna.block_bot()
    answer = bot.answer("sendMessage", chat_id=anna.id, text="hello")
    assert answer == {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    (update,) = bot.call("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


def test_speaking_again_unblocks(bot: Bot, anna: User) -> None:
    anna.block_bot()
    anna.say("hello again")
    assert bot.send(anna)


def test_a_stranger_and_a_deleted_account_get_nothing(bot: Bot, anna: User) -> None:
    stranger = bot.server.user(has_started=False)
    assert "can't initiate conversation" in bot.refusal("sendMessage", chat_id=stranger.id, text="hello")
    anna.delete_account()
    assert bot.refusal("sendMessage", chat_id=anna.id, text="hello") == "Forbidden: user is deactivated"


def test_a_bot_that_was_put_out_or_left_may_not_write(bot: Bot, anna: User) -> None:
    group, other = bot.server.group(anna), bot.server.supergroup(anna)
    group.kick_bot(anna.id)
    assert bot.refusal("sendMessage", chat_id=group.chat_id, text="a") == (
        "Forbidden: bot was kicked from the group chat"
    )
    bot.call("leaveChat", chat_id=other.chat_id)
    assert bot.refusal("sendMessage", chat_id=other.chat_id, text="a") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
    group.add_bot(anna.id)
    bot.call("sendMessage", chat_id=group.chat_id, text="back")


def test_a_group_that_moved_tells_its_new_id(bot: Bot, anna: User) -> None:
    group = bot.server.group(anna)
    moved = group.migrate(anna.id)
    answer = bot.answer("sendMessage", chat_id=group.chat_id, text="a")
    assert answer["parameters"] == {"migrate_to_chat_id": moved.chat_id}
    bot.call("sendMessage", chat_id=moved.chat_id, text="a")
