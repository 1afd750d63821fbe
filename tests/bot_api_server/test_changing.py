"""Messages are edited and deleted, and their buttons pressed."""

import pytest

from tests.bot_api import NoSuchButtonError, User
from tests.bot_api.errors import Json
from tests.bot_api_server.calling_bot import ADDRESS, BOLD, Bot, button, keyboard


def test_an_edit_replaces_the_message(bot: Bot, anna: User) -> None:
    number = bot.send(anna, "before", reply_markup=keyboard(button(callback_data="a")))
    edited = bot.call("editMessageText", chat_id=anna.id, message_id=number, text="<i>after</i>", **BOLD)
    assert edited["edit_date"]
    (message,) = anna.messages
    assert (message.plain, message.labels) == ("after", ())
    assert [sent.method for sent in bot.server.sent] == ["sendMessage", "editMessageText"]


def test_buttons_can_be_changed_alone(bot: Bot, anna: User) -> None:
    number = bot.send(anna, "text")
    markup = keyboard(button(callback_data="b"))
    bot.call("editMessageReplyMarkup", chat_id=anna.id, message_id=number, reply_markup=markup)
    assert (anna.messages[0].plain, anna.messages[0].labels) == ("text", ("Topics",))


def test_a_deleted_message_is_gone(bot: Bot, anna: User) -> None:
    first, second, third = (bot.send(anna) for _ in range(3))
    bot.call("deleteMessage", chat_id=anna.id, message_id=first)
    bot.call("deleteMessages", chat_id=anna.id, message_ids=[second, 777])
    assert [message.message_id for message in anna.messages] == [third]


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        pytest.param("editMessageText", {"text": "b", "message_id": 999}, "message to edit not found", id="unknown"),
        pytest.param("editMessageText", {"text": "a"}, "message is not modified: specified new", id="same text"),
        pytest.param("editMessageText", {"text": "<b>b"} | BOLD, "can't parse entities", id="bad HTML"),
        pytest.param("editMessageText", {"text": ""}, "message text is empty", id="empty"),
        pytest.param("editMessageReplyMarkup", {}, "message is not modified: specified new", id="same buttons"),
        pytest.param(
            "editMessageCaption", {"caption": "b"}, "there is no caption in the message", id="caption of text"
        ),
        pytest.param("editMessageText", {"text": "b", "inline_message_id": "x"}, "MESSAGE_ID_INVALID", id="inline"),
        pytest.param("deleteMessage", {"message_id": 999}, "message to delete not found", id="delete unknown"),
        pytest.param("stopPoll", {}, "message with poll to stop not found", id="stop what is no poll"),
        pytest.param("setMessageReaction", {"message_id": 999}, "message to react not found", id="react to nothing"),
        pytest.param(
            "setMessageReaction", {"reaction": [{"type": "emoji", "emoji": "🧊"}]}, "REACTION_INVALID", id="ice"
        ),
        pytest.param("pinChatMessage", {"message_id": 999}, "message to pin not found", id="pin nothing"),
        pytest.param("sendChatAction", {"action": "dancing"}, "wrong parameter action", id="unknown action"),
    ],
)
def test_a_change_is_refused(bot: Bot, anna: User, method: str, params: Json, reason: str) -> None:
    number = bot.send(anna, "a")
    refusal = bot.refusal(method, **{"chat_id": anna.id, "message_id": number, **params})
    assert refusal.startswith(f"Bad Request: {reason}")
    assert anna.messages[0].plain == "a"


def test_what_others_wrote_cannot_be_edited(bot: Bot, anna: User) -> None:
    said = anna.say("mine")
    refusal = bot.refusal("editMessageText", chat_id=anna.id, message_id=said.message_id, text="yours")
    assert refusal == "Bad Request: message can't be edited"


def test_only_an_admin_deletes_and_pins_in_a_group(bot: Bot, anna: User) -> None:
    group = bot.server.group(anna)
    said = anna.say("/hello", chat=group)
    params = {"chat_id": group.chat_id, "message_id": said.message_id}
    assert bot.refusal("deleteMessage", **params) == "Bad Request: message can't be deleted"
    assert bot.refusal("pinChatMessage", **params).startswith("Bad Request: not enough rights")
    group.promote_bot(anna.id)
    bot.call("pinChatMessage", **params)
    assert bot.call("getChat", chat_id=group.chat_id)["pinned_message"]["text"] == "/hello"
    bot.call("deleteMessage", **params)
    assert group.messages == ()


def test_a_press_is_answered_once(bot: Bot, anna: User) -> None:
    bot.send(anna, reply_markup=keyboard(button(callback_data="t:1")))
    press = anna.press("Topics")
    query = bot.call("getUpdates")[-1]["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("t:1", anna.id, "hello")
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Here", show_alert=True)
    answer = anna.wait_for_answer()
    assert (answer.text, answer.show_alert) == ("Here", True)
    assert bot.refusal("answerCallbackQuery", callback_query_id=press.query_id) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


def test_a_press_can_grow_too_old(bot: Bot, anna: User) -> None:
    bot.send(anna, reply_markup=keyboard(button(callback_data="t:1")))
    press = anna.press("t:1")
    bot.server.expire_queries()
    assert "query is too old" in bot.refusal("answerCallbackQuery", callback_query_id=press.query_id)
    assert "query is too old" in bot.refusal("answerCallbackQuery", callback_query_id="made up")


def test_the_latest_message_with_the_button_is_pressed(bot: Bot, anna: User) -> None:
    first = bot.send(anna, reply_markup=keyboard(button(callback_data="1")))
    second = bot.send(anna, reply_markup=keyboard(button(callback_data="2")))
    bot.send(anna, reply_markup=keyboard({"text": "Other", "callback_data": "3"}))
    assert anna.press("Topics").message_id == second
    assert anna.press("Topics", first).message_id == first
    assert anna.press("1").message_id == first


def test_a_missing_button_names_those_that_there_are(bot: Bot, anna: User) -> None:
    bot.send(anna, reply_markup=keyboard(button(callback_data="1")))
    with pytest.raises(NoSuchButtonError, match=r"no button 'Sources'.*\['Topics'\]"):
        anna.press("Sources")


def test_a_link_button_brings_no_update(bot: Bot, anna: User) -> None:
    bot.send(anna, reply_markup=keyboard(button(url=ADDRESS)))
    press = anna.press("Topics")
    assert press.button is not None
    assert press.button.url == ADDRESS
    assert bot.server.pending_updates == 0


def test_a_key_of_the_reply_keyboard_is_said(bot: Bot, anna: User) -> None:
    bot.send(anna, reply_markup={"keyboard": [["Yes", {"text": "No"}]]})
    anna.press("No")
    assert anna.messages[-1].plain == "No"
