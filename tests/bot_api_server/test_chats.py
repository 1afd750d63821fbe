"""What the bot tells of itself, and groups."""

from typing import Any

import pytest

from tests.bot_api import User
from tests.bot_api.errors import Json
from tests.bot_api_server.calling_bot import Bot


def test_commands_are_kept_by_scope_and_language(bot: Bot, anna: User) -> None:
    english, chinese = ([{"command": "help", "description": words}] for words in ("Help", "帮助"))
    own = {"type": "chat", "chat_id": anna.id}
    bot.call("setMyCommands", commands=english)
    bot.call("setMyCommands", commands=chinese, language_code="zh", scope={"type": "all_private_chats"})
    bot.call("setMyCommands", commands=chinese, scope=own)
    assert bot.call("getMyCommands") == english
    assert bot.call("getMyCommands", language_code="zh", scope={"type": "all_private_chats"}) == chinese
    assert bot.call("getMyCommands", language_code="zh") == []
    bot.call("deleteMyCommands", scope=own)
    assert bot.call("getMyCommands", scope=own) == []


def test_names_and_descriptions_fall_back_to_the_common_one(bot: Bot) -> None:
    for name, key in (
        ("MyName", "name"),
        ("MyDescription", "description"),
        ("MyShortDescription", "short_description"),
    ):
        bot.call(f"set{name}", **{key: "Trade"})
        bot.call(f"set{name}", **{key: "贸易", "language_code": "zh"})
        assert bot.call(f"get{name}", language_code="zh") == {key: "贸易"}
        assert bot.call(f"get{name}", language_code="de") == {key: "Trade"}


def commands(*, name: str = "help", words: str = "Help", times: int = 1, **more: Any) -> Json:
    return {"commands": [{"command": name, "description": words}] * times} | more


TELLING: list[tuple[str, str, Json, str]] = [
    ("capital", "setMyCommands", commands(name="Help"), "BOT_COMMAND_INVALID"),
    ("33 letters", "setMyCommands", commands(name="a" * 33), "BOT_COMMAND_INVALID"),
    ("no words", "setMyCommands", commands(words=""), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("257 letters", "setMyCommands", commands(words="a" * 257), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("101 commands", "setMyCommands", commands(times=101), "BOT_COMMANDS_TOO_MUCH"),
    ("unknown scope", "setMyCommands", commands(scope={"type": "moon"}), "can't parse BotCommandScope"),
    ("scope without chat", "setMyCommands", commands(scope={"type": "chat"}), "can't parse BotCommandScope"),
    ("scope of no chat", "setMyCommands", commands(scope={"type": "chat", "chat_id": 5}), "chat not found"),
    ("language", "setMyCommands", commands(language_code="zh-hans"), "invalid language code specified"),
    ("long name", "setMyName", {"name": "a" * 65}, "BOT_TITLE_TOO_LONG"),
    ("long description", "setMyDescription", {"description": "a" * 513}, "BOT_DESCRIPTION_TOO_LONG"),
    ("long about", "setMyShortDescription", {"short_description": "a" * 121}, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    ("menu", "setChatMenuButton", {"menu_button": {"type": "moon"}}, "can't parse MenuButton"),
]


@pytest.mark.parametrize(("method", "params", "reason"), [pytest.param(*row[1:], id=row[0]) for row in TELLING])
def test_a_wrong_self_description_is_refused(bot: Bot, method: str, params: Json, reason: str) -> None:
    assert bot.refusal(method, **params).startswith(f"Bad Request: {reason}")


def test_the_menu_button_can_differ_by_chat(bot: Bot, anna: User) -> None:
    bot.call("setChatMenuButton", chat_id=anna.id, menu_button={"type": "default"})
    assert bot.call("getChatMenuButton", chat_id=anna.id) == {"type": "default"}
    assert bot.call("getChatMenuButton") == {"type": "commands"}


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        pytest.param("what are tariffs?", False, id="plain talk"),
        pytest.param("/ask tariffs", True, id="command"),
        pytest.param("/ask@trade_test_bot tariffs", True, id="command to the bot"),
        pytest.param("/ask@other_bot tariffs", False, id="command to another bot"),
        pytest.param("@trade_test_bot tariffs", True, id="mention"),
    ],
)
def test_in_groups_a_bot_sees_what_is_meant_for_it(bot: Bot, anna: User, text: str, is_seen: bool) -> None:
    anna.say(text, chat=bot.server.group(anna))
    assert (bot.server.pending_updates == 1) is is_seen


def test_a_reply_to_the_bot_is_seen_and_so_is_all_without_privacy(bot: Bot, anna: User) -> None:
    group = bot.server.group(anna)
    sent = bot.call("sendMessage", chat_id=group.chat_id, text="ask me")
    anna.say("tariffs", chat=group, reply_to=sent["message_id"])
    assert bot.call("getUpdates")[-1]["message"]["reply_to_message"]["text"] == "ask me"
    bot.server.read_all_group_messages()
    anna.say("and now?", chat=group)
    assert bot.call("getUpdates")[-1]["message"]["text"] == "and now?"


def test_topics_keep_their_threads(bot: Bot, anna: User) -> None:
    workshop = bot.server.supergroup(anna, is_forum=True)
    topic = workshop.topic("Tariffs")
    anna.say("/ask", chat=topic)
    asked = bot.call("getUpdates")[-1]["message"]
    assert (asked["message_thread_id"], asked["is_topic_message"]) == (topic.thread_id, True)
    where = {"chat_id": workshop.chat_id, "text": "a"}
    bot.call("sendMessage", message_thread_id=topic.thread_id, **where)
    assert anna.wait_for_reply()[0].thread_id == topic.thread_id
    assert bot.refusal("sendMessage", message_thread_id=777, **where) == "Bad Request: message thread not found"
    workshop.close_topic(topic)
    assert bot.refusal("sendMessage", message_thread_id=topic.thread_id, **where) == "Bad Request: TOPIC_CLOSED"


def test_members_have_their_standing(bot: Bot, anna: User) -> None:
    group, ben = bot.server.group(anna), bot.server.user(first_name="Ben")
    where = {"chat_id": group.chat_id}
    assert bot.call("getChatMember", user_id=anna.id, **where)["status"] == "creator"
    assert bot.call("getChatMember", user_id=ben.id, **where)["status"] == "left"
    ben.join(group)
    assert bot.call("getChatMember", user_id=ben.id, **where)["status"] == "member"
    ben.leave(group)
    assert bot.call("getChatMember", user_id=ben.id, **where)["status"] == "left"
    assert [member["user"]["id"] for member in bot.call("getChatAdministrators", **where)] == [anna.id]
    assert bot.refusal("getChatMember", user_id=5, **where) == "Bad Request: PARTICIPANT_ID_INVALID"
