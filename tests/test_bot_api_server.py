"""The local Bot API server itself: what it refuses, how it delivers updates, how it fails on demand."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from tests.bot_api import (
    BotApiServer,
    BrokenJson,
    CannotVoteError,
    CutOff,
    DidNotHappenError,
    HangUp,
    NoSuchButtonError,
    Refusal,
    ServerError,
    Stall,
    TooManyRequests,
    User,
    format_text,
    utf16_length,
    utf16_slice,
)
from tests.bot_api.errors import ApiError, Json

ADDRESS = "https://example.com/paper"
BOLD = {"parse_mode": "HTML"}


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A bot with no mind of its own: calls what a test tells it to."""

    server: BotApiServer
    client: httpx.Client
    pool: ThreadPoolExecutor

    def raw(self, method: str, **params: Any) -> httpx.Response:
        headers = {"content-type": "application/json"}
        return self.client.post(f"/bot{self.server.token}/{method}", content=json.dumps(params), headers=headers)

    def answer(self, method: str, **params: Any) -> Json:
        found: Json = self.raw(method, **params).json()
        return found

    def call(self, method: str, **params: Any) -> Any:
        """The result; fails the test if the call is refused."""
        answer = self.answer(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    def refusal(self, method: str, **params: Any) -> str:
        """The description of the error; fails the test if the call is not refused."""
        response = self.raw(method, **params)
        assert response.json()["ok"] is False
        assert response.status_code == response.json()["error_code"]
        return str(response.json()["description"])

    def send(self, user: User, text: str = "hello", **params: Any) -> int:
        return int(self.call("sendMessage", chat_id=user.id, text=text, **params)["message_id"])

    def later(self, method: str, **params: Any) -> "Future[Json]":
        """The same call on another thread, once it has reached the server."""
        before = len(self.server.calls)
        future = self.pool.submit(self.answer, method, **params)
        self.server.wait_until(lambda: len(self.server.calls) > before)
        return future


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


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


def button(**action: Any) -> Json:
    return {"text": "Topics", **action}


# --- Text ---


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        pytest.param("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"', [], id="named references"),
        pytest.param("&#8364;&#x1F600;", "€😀", [], id="numeric references"),
        pytest.param("R&D", "R&D", [], id="a bare ampersand stands"),
        pytest.param("<b>a</b>", "a", [("bold", 0, 1)], id="bold"),
        pytest.param("<STRONG>a</strong>", "a", [("bold", 0, 1)], id="tags in capitals"),
        pytest.param("😀<i>a</i>", "😀a", [("italic", 2, 1)], id="an emoji is two units"),
        pytest.param("关税<i>高</i>", "关税高", [("italic", 2, 1)], id="a Chinese character is one unit"),
        pytest.param("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)], id="nested"),
        pytest.param("<b></b>a", "a", [], id="an empty tag leaves nothing"),
        pytest.param("  <b>a</b> \n", "a", [("bold", 0, 1)], id="outer spaces are trimmed"),
        pytest.param("<b>a </b>", "a", [("bold", 0, 1)], id="an entity does not outlast the trimmed text"),
        pytest.param("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)], id="underline"),
        pytest.param("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)], id="strike"),
        pytest.param("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)], id="spoiler"),
        pytest.param('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)], id="spoiler as span"),
        pytest.param(f'<a href="{ADDRESS}">a</a>', "a", [("text_link", 0, 1)], id="link"),
        pytest.param('<a href="nowhere">a</a>', "a", [], id="a bad link is dropped"),
        pytest.param('<a href="tg://user?id=7">a</a>', "a", [("text_mention", 0, 1)], id="mention by id"),
        pytest.param("<code>a</code>", "a", [("code", 0, 1)], id="code"),
        pytest.param("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)], id="split"),
        pytest.param("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)], id="quote"),
        pytest.param("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)], id="long quote"),
        pytest.param('<tg-emoji emoji-id="5">😀</tg-emoji>', "😀", [("custom_emoji", 0, 2)], id="custom emoji"),
        pytest.param("see /help", "see /help", [("bot_command", 4, 5)], id="a command is found"),
        pytest.param("at https://example.com/a.", "at https://example.com/a.", [("url", 3, 21)], id="an address"),
        pytest.param("<code>/help</code>", "/help", [("code", 0, 5)], id="no command in code"),
    ],
)
def test_html_becomes_text_and_entities(source: str, plain: str, entities: list[tuple[str, int, int]]) -> None:
    text = format_text(source, "HTML")
    assert text.plain == plain
    assert [(found["type"], found["offset"], found["length"]) for found in text.entities] == entities


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param("<b>a", 'Can\'t find end tag corresponding to start tag "b"', id="unclosed"),
        pytest.param("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"', id="wrong end"),
        pytest.param("<b><i>a</b></i>", "Unmatched end tag at byte offset 7", id="crossed"),
        pytest.param("a</b>", "Unexpected end tag at byte offset 1", id="end without start"),
        pytest.param("<p>a</p>", 'Unsupported start tag "p" at byte offset 0', id="paragraph"),
        pytest.param("关税<br>", 'Unsupported start tag "br" at byte offset 6', id="offset counts bytes"),
        pytest.param("1 < 2", 'Unsupported start tag "" at byte offset 2', id="a bare less-than sign"),
        pytest.param("<b", "Unclosed start tag at byte offset 0", id="cut off in a tag"),
        pytest.param("<a href='x", "Unclosed start tag at byte offset 0", id="cut off in an attribute"),
        pytest.param("<b>a</b", "Unclosed end tag at byte offset 4", id="cut off in an end tag"),
        pytest.param("<a href=http://x>a</a>", "Unexpected end of name token at byte offset 8", id="no quotes"),
        pytest.param("<span>a</span>", 'Tag "span" must have class "tg-spoiler"', id="span without class"),
        pytest.param("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier", id="emoji without id"),
        pytest.param("a&nbsp;b", 'Unsupported HTML entity "&nbsp;" at byte offset 1', id="unknown reference"),
    ],
)
def test_malformed_html_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        format_text(source, "HTML")
    assert refused.value.description.startswith(f"Bad Request: can't parse entities: {reason}")


def test_code_in_pre_gives_its_language() -> None:
    text = format_text('<pre><code class="language-python">x</code></pre>', "HTML")
    assert text.entities == ({"type": "pre", "offset": 0, "length": 1, "language": "python"},)


def test_entities_beyond_the_hundredth_are_dropped() -> None:
    assert len(format_text("<b>a</b> " * 101, "HTML").entities) == 100


def test_an_entity_covers_what_its_units_say() -> None:
    text = format_text("😀 关税 <b>高 😀</b>", "HTML")
    (bold,) = text.entities
    assert utf16_slice(text.plain, bold["offset"], bold["length"]) == "高 😀"
    assert utf16_length("😀a") == 3


# --- What sendMessage refuses ---

TEXTS: list[tuple[str, Json, str]] = [
    ("empty text", {"text": ""}, "Bad Request: message text is empty"),
    ("no text", {}, "Bad Request: message text is empty"),
    ("only spaces", {"text": " \n"}, "Bad Request: message text is empty"),
    ("only an empty tag", {"text": "<b></b>", **BOLD}, "Bad Request: message text is empty"),
    ("4097 letters", {"text": "a" * 4097}, "Bad Request: message is too long"),
    ("2049 emoji", {"text": "😀" * 2049}, "Bad Request: message is too long"),
    ("bad HTML", {"text": "<b>", **BOLD}, "Bad Request: can't parse entities: "),
    ("unknown parse mode", {"text": "a", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
    ("half an emoji", {"text": "\ud83d"}, "Bad Request: strings must be encoded in UTF-8"),
]
BUTTONS: list[tuple[str, Json, str]] = [
    ("data of 65 bytes", keyboard(button(callback_data="a" * 65)), "Bad Request: BUTTON_DATA_INVALID"),
    ("data of 22 Chinese characters", keyboard(button(callback_data="税" * 22)), "Bad Request: BUTTON_DATA_INVALID"),
    ("empty data", keyboard(button(callback_data="")), "Bad Request: BUTTON_DATA_INVALID"),
    ("url without a dot", keyboard(button(url="http://localhost")), "Bad Request: BUTTON_URL_INVALID"),
    ("url with a space", keyboard(button(url="https://a b.com")), "Bad Request: BUTTON_URL_INVALID"),
    ("url of another kind", keyboard(button(url="ftp://example.com")), "Bad Request: BUTTON_URL_INVALID"),
    ("web app without https", keyboard(button(web_app={"url": "http://a.com"})), "Bad Request: BUTTON_URL_INVALID"),
    ("nothing to copy", keyboard(button(copy_text={"text": ""})), "Bad Request: BUTTON_COPY_TEXT_INVALID"),
    ("257 to copy", keyboard(button(copy_text={"text": "a" * 257})), "Bad Request: BUTTON_COPY_TEXT_INVALID"),
    ("no action", keyboard(button()), "Bad Request: can't parse inline keyboard button: Text buttons are unallowed"),
    (
        "two actions",
        keyboard(button(callback_data="a", url=ADDRESS)),
        "Bad Request: can't parse inline keyboard button",
    ),
    ("empty label", keyboard({"text": "", "callback_data": "a"}), "Bad Request: inline keyboard button text must be"),
    ("nine in a row", keyboard(*[button(callback_data="a")] * 9), "Bad Request: a row of the inline keyboard has 9"),
    ("101 buttons", {"inline_keyboard": [[button(callback_data="a")]] * 101}, "Bad Request: REPLY_MARKUP_TOO_LONG"),
    ("not rows", {"inline_keyboard": [button(callback_data="a")]}, 'Bad Request: field "inline_keyboard"'),
    ("empty reply keyboard", {"keyboard": []}, 'Bad Request: field "keyboard"'),
]
PLACES: list[tuple[str, Json, str]] = [
    ("no chat", {"chat_id": ""}, "Bad Request: chat_id is empty"),
    ("unknown chat", {"chat_id": 999}, "Bad Request: chat not found"),
    ("unknown name", {"chat_id": "@nobody"}, "Bad Request: chat not found"),
    ("reply to nothing", {"reply_parameters": {"message_id": 77}}, "Bad Request: message to be replied not found"),
    ("old reply to nothing", {"reply_to_message_id": 77}, "Bad Request: message to be replied not found"),
    ("broken JSON", {"reply_markup": "{"}, "Bad Request: can't parse reply markup JSON object"),
]
REFUSED = [
    *TEXTS,
    *[(name, {"text": "a", "reply_markup": markup}, reason) for name, markup, reason in BUTTONS],
    *[(name, {"text": "a", **params}, reason) for name, params, reason in PLACES],
]


@pytest.mark.parametrize(("params", "reason"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_a_message_is_refused_as_telegram_does(bot: Bot, anna: User, params: Json, reason: str) -> None:
    assert bot.refusal("sendMessage", **{"chat_id": anna.id, **params}).startswith(reason)
    assert anna.messages == ()
    assert bot.server.refused[-1].description.startswith(reason)


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"text": "a" * 4096}, id="4096 letters"),
        pytest.param({"text": f"<b>{'&amp;' * 4096}</b>", **BOLD}, id="4096 after parsing"),
        pytest.param({"text": "a", "reply_markup": keyboard(button(callback_data="a" * 64))}, id="64 bytes of data"),
        pytest.param({"text": "a", "reply_markup": keyboard(*[button(url=ADDRESS)] * 8)}, id="eight in a row"),
        pytest.param({"text": "a", "reply_markup": {"inline_keyboard": [[button(pay=True)]] * 100}}, id="100 buttons"),
        pytest.param({"text": "a", "reply_markup": keyboard(button(copy_text={"text": "a" * 256}))}, id="copy 256"),
        pytest.param({"text": "a", "reply_markup": keyboard(button(switch_inline_query=""))}, id="empty inline query"),
        pytest.param(
            {"text": "a", "reply_parameters": {"message_id": 77, "allow_sending_without_reply": True}},
            id="reply to nothing, allowed",
        ),
    ],
)
def test_a_message_at_the_limit_is_sent(bot: Bot, anna: User, params: Json) -> None:
    bot.call("sendMessage", chat_id=anna.id, **params)
    assert len(anna.messages) == 1


def test_what_was_sent_can_be_read(bot: Bot, anna: User) -> None:
    asked = anna.say("what are tariffs?")
    rows = {"inline_keyboard": [[button(callback_data="t")], [{"text": "Paper", "url": ADDRESS}]]}
    bot.send(anna, "<b>Tariffs</b> &amp; more", reply_markup=rows, reply_to_message_id=asked.message_id, **BOLD)
    (sent,) = bot.server.sent
    assert (sent.method, sent.chat_id, sent.reply_to) == ("sendMessage", anna.id, asked.message_id)
    assert (sent.text, sent.plain) == ("<b>Tariffs</b> &amp; more", "Tariffs & more")
    assert sent.entities == ({"type": "bold", "offset": 0, "length": 7},)
    assert sent.labels == ("Topics", "Paper")
    assert (sent.buttons[0][0].callback_data, sent.buttons[1][0].url) == ("t", ADDRESS)
    assert sent.params["reply_markup"] == rows
    assert [message.plain for message in bot.server.messages(anna.id)] == ["what are tariffs?", "Tariffs & more"]


# --- How requests are written ---


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


# --- Who may be written to ---


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


# --- Editing and deleting ---


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


# --- Buttons ---


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


# --- Updates ---


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


# --- Webhook ---


@dataclass(kw_only=True)
class Hook:
    """A bot's webhook that answers the statuses it is given, then 200."""

    statuses: list[int] = field(default_factory=list)
    reply: bytes = b""
    got: list[tuple[int, str, Json]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = json.loads(request.rfile.read(int(request.headers["content-length"])))
        with self.arrived:
            status = self.statuses.pop(0) if self.statuses else 200
            self.got.append((status, request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), body))
            self.arrived.notify_all()
        request.send_response(status)
        request.send_header("content-length", str(len(self.reply)))
        request.end_headers()
        request.wfile.write(self.reply)

    def wait(self, count: int) -> list[tuple[int, str, Json]]:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.got) >= count, 10), self.got
            return list(self.got)


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.answer(self)

        def log_message(self, *_args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        found.port = listening.server_port
        thread = threading.Thread(target=partial(listening.serve_forever, poll_interval=0.01))
        thread.start()
        yield found
        listening.shutdown()
        thread.join()


def test_the_webhook_gets_updates_with_the_secret_in_order(bot: Bot, anna: User, hook: Hook) -> None:
    anna.say("before the webhook")
    bot.call("setWebhook", url=hook.url, secret_token="s-1_A")  # noqa: S106 - made up
    anna.say("after")
    bot.server.wait_until(lambda: bot.server.pending_updates == 0)
    assert [(secret, update["message"]["text"]) for _, secret, update in hook.got] == [
        ("s-1_A", "before the webhook"),
        ("s-1_A", "after"),
    ]


def test_the_webhook_is_tried_until_it_takes_the_update(bot: Bot, anna: User, hook: Hook) -> None:
    hook.statuses += [500, 404]
    bot.call("setWebhook", url=hook.url)
    anna.say("one")
    anna.say("two")
    got = hook.wait(4)
    assert [(status, update["message"]["text"]) for status, _, update in got] == [
        (500, "one"),
        (404, "one"),
        (200, "one"),
        (200, "two"),
    ]
    assert bot.call("getWebhookInfo")["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


def test_a_webhook_that_moved_gets_what_the_old_one_did_not_take(bot: Bot, anna: User, hook: Hook) -> None:
    bot.call("setWebhook", url="http://127.0.0.1:9/closed")
    anna.say("one")
    bot.server.wait_until(lambda: bool(bot.server.world.webhook.last_error))
    bot.call("setWebhook", url=hook.url)
    anna.say("two")
    assert [update["message"]["text"] for _, _, update in hook.wait(2)] == ["one", "two"]


def test_the_webhook_may_answer_with_a_method(bot: Bot, anna: User, hook: Hook) -> None:
    hook.reply = json.dumps({"method": "sendMessage", "chat_id": anna.id, "text": "at once"}).encode()
    bot.call("setWebhook", url=hook.url)
    anna.say("hello")
    assert [message.plain for message in anna.wait_for_reply()] == ["at once"]


def test_polling_and_webhook_exclude_each_other(bot: Bot, anna: User, hook: Hook) -> None:
    waiting = bot.later("getUpdates", timeout=30)
    bot.call("setWebhook", url=hook.url)
    assert waiting.result(5)["description"] == "Conflict: terminated by setWebhook request"
    assert bot.refusal("getUpdates").startswith("Conflict: can't use getUpdates method while webhook is active")
    bot.call("deleteWebhook")
    assert bot.call("getUpdates") == []
    assert bot.call("getWebhookInfo")["url"] == ""


def test_what_a_dead_webhook_did_not_take_can_be_polled(bot: Bot, anna: User) -> None:
    bot.call("setWebhook", url="http://127.0.0.1:9/closed")
    anna.say("kept")
    bot.server.wait_until(lambda: bool(bot.server.world.webhook.last_error))
    info = bot.call("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection failed: ConnectError")
    bot.call("deleteWebhook")
    assert [update["message"]["text"] for update in bot.call("getUpdates")] == ["kept"]
    bot.call("deleteWebhook", drop_pending_updates=True)
    assert bot.call("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        pytest.param({"url": "http://example.com"}, "bad webhook: An HTTPS URL must be provided", id="http"),
        pytest.param({"url": "https://example.com:1234"}, "bad webhook: Webhook can be set up only on", id="port"),
        pytest.param({"url": ADDRESS, "secret_token": "a b"}, "secret token contains unallowed", id="secret"),
        pytest.param({"url": ADDRESS, "secret_token": "a" * 257}, "secret token is too long", id="long secret"),
        pytest.param({"url": ADDRESS, "allowed_updates": {"a": 1}}, "can't parse allowed_updates", id="allowed"),
    ],
)
def test_a_wrong_webhook_is_refused(bot: Bot, params: Json, reason: str) -> None:
    assert bot.refusal("setWebhook", **params).startswith(f"Bad Request: {reason}")


# --- Files ---


def test_an_uploaded_document_can_be_read(bot: Bot, anna: User) -> None:
    content = bytes(range(256)) + b"\r\n--not a boundary\r\n"
    response = bot.client.post(
        f"/bot{bot.server.token}/sendDocument",
        data={"chat_id": anna.id, "caption": "<b>Topics</b>", "parse_mode": "HTML"},
        files={"document": ("topics.csv", content, "text/csv")},
    )
    document = response.json()["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("topics.csv", "text/csv")
    (sent,) = bot.server.sent
    assert (sent.document, sent.file_name, sent.plain) == (content, "topics.csv", "Topics")
    path = bot.call("getFile", file_id=document["file_id"])["file_path"]
    assert bot.client.get(f"/file/bot{bot.server.token}/{path}").content == content
    bot.call("sendDocument", chat_id=anna.id, document=document["file_id"])
    assert anna.messages[1].document == content


def test_a_photo_and_its_caption_can_be_changed(bot: Bot, anna: User) -> None:
    response = bot.client.post(
        f"/bot{bot.server.token}/sendPhoto", data={"chat_id": anna.id}, files={"photo": ("a.png", b"png", "image/png")}
    )
    where = {"chat_id": anna.id, "message_id": response.json()["result"]["message_id"]}
    assert anna.messages[0].photo == b"png"
    bot.call("editMessageCaption", caption="Chart", **where)
    assert anna.messages[0].plain == "Chart"
    assert bot.refusal("editMessageText", text="a", **where).startswith("Bad Request: there is no text in the message")
    media = {"type": "document", "media": "attach://report", "caption": "Report"}
    bot.client.post(
        f"/bot{bot.server.token}/editMessageMedia",
        data={"media": json.dumps(media), **where},
        files={"report": ("report.txt", b"words")},
    )
    assert (anna.messages[0].document, anna.messages[0].plain) == (b"words", "Report")


def test_an_album_is_several_messages(bot: Bot, anna: User) -> None:
    media = [{"type": "photo", "media": f"attach://{name}"} for name in ("one", "two")]
    response = bot.client.post(
        f"/bot{bot.server.token}/sendMediaGroup",
        data={"chat_id": anna.id, "media": json.dumps(media)},
        files={"one": ("1.png", b"1"), "two": ("2.png", b"2")},
    )
    assert len({message["media_group_id"] for message in response.json()["result"]}) == 1
    assert [message.photo for message in anna.messages] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        pytest.param("sendDocument", {}, "there is no document in the request", id="no document"),
        pytest.param("sendPhoto", {"photo": "made up"}, "wrong remote file identifier", id="unknown id"),
        pytest.param("sendPhoto", {"caption": "a" * 1025}, "message caption is too long", id="long caption"),
        pytest.param("sendMediaGroup", {"media": []}, "wrong number of messages", id="empty album"),
        pytest.param("getFile", {"file_id": "made up"}, "invalid file_id", id="unknown file"),
    ],
)
def test_a_wrong_file_is_refused(bot: Bot, anna: User, method: str, params: Json, reason: str) -> None:
    assert bot.refusal(method, **{"chat_id": anna.id, **params}).startswith(f"Bad Request: {reason}")


def test_a_document_of_a_person_can_be_fetched(bot: Bot, anna: User) -> None:
    anna.send_document(b"q,answer", "questions.csv")
    document = bot.call("getUpdates")[0]["message"]["document"]
    path = bot.call("getFile", file_id=document["file_id"])["file_path"]
    assert bot.client.get(f"/file/bot{bot.server.token}/{path}").content == b"q,answer"


# --- Polls ---

QUIZ: Json = {"question": "Who pays?", "options": ["A", {"text": "B"}], "type": "quiz", "correct_option_ids": [1]}


def test_a_quiz_counts_votes_until_it_is_stopped(bot: Bot, anna: User) -> None:
    sent = bot.call("sendPoll", chat_id=anna.id, is_anonymous=False, explanation="<b>B</b>", **QUIZ)
    anna.vote(sent["poll"]["id"], 1)
    answer, state = bot.call("getUpdates")
    assert answer["poll_answer"]["option_ids"] == [1]
    assert [option["voter_count"] for option in state["poll"]["options"]] == [0, 1]
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert bot.call("stopPoll", **where)["is_closed"] is True
    assert anna.messages[0].content["poll"]["is_closed"] is True
    assert bot.refusal("stopPoll", **where) == "Bad Request: poll has already been closed"
    with pytest.raises(CannotVoteError):
        bot.server.user().vote(sent["poll"]["id"], 0)


def test_a_quiz_takes_one_answer_of_each_person(bot: Bot, anna: User) -> None:
    sent = bot.call("sendPoll", chat_id=anna.id, is_anonymous=False, **QUIZ)
    anna.vote(sent["poll"]["id"], 1)
    with pytest.raises(CannotVoteError):
        anna.vote(sent["poll"]["id"], 0)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({"question": ""}, "poll question must be non-empty", id="no question"),
        pytest.param({"question": "a" * 301}, "poll question length must not exceed 300", id="long question"),
        pytest.param({"options": ["A"]}, "poll must have at least 2 option", id="one option"),
        pytest.param({"options": ["A"] * 13}, "poll can't have more than 12 options", id="13 options"),
        pytest.param({"options": ["A", "b" * 101]}, "poll options length must not exceed 100", id="long option"),
        pytest.param({"options": ["A", ""]}, "poll options must be non-empty", id="empty option"),
        pytest.param({"explanation": "a" * 201}, "quiz explanation length must not exceed 200", id="explanation"),
        pytest.param({"explanation": "a\nb\nc\nd"}, "quiz explanation must not contain more", id="four lines"),
        pytest.param({"correct_option_ids": [2]}, "wrong correct option ID specified", id="no such option"),
        pytest.param({"correct_option_ids": []}, "wrong correct option ID specified", id="none correct"),
        pytest.param({"type": "riddle"}, "unsupported poll type specified", id="unknown type"),
    ],
)
def test_a_wrong_quiz_is_refused(bot: Bot, anna: User, changed: Json, reason: str) -> None:
    assert bot.refusal("sendPoll", chat_id=anna.id, **(QUIZ | changed)).startswith(f"Bad Request: {reason}")
    assert anna.messages == ()


# --- Inline ---


def article(number: str = "1", **more: Any) -> Json:
    return {"type": "article", "id": number, "title": "Tariffs", "input_message_content": {"message_text": "a"}} | more


def test_inline_results_can_be_chosen(bot: Bot, anna: User) -> None:
    asked = anna.inline("tariffs")
    query = bot.call("getUpdates")[0]["inline_query"]
    assert (query["query"], query["from"]["id"]) == ("tariffs", anna.id)
    content = {"message_text": "<b>Advice</b>", **BOLD}
    bot.call("answerInlineQuery", inline_query_id=query["id"], results=[article(input_message_content=content)])
    assert asked.wait().titles == ("Tariffs",)
    group = bot.server.group(anna)
    assert asked.choose("1", group).plain == "Advice"
    updates = bot.call("getUpdates")
    assert any(update.get("chosen_inline_result", {}).get("result_id") == "1" for update in updates)
    assert "query is too old" in bot.refusal("answerInlineQuery", inline_query_id=query["id"], results=[])


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        pytest.param([article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH", id="51 results"),
        pytest.param([article("1"), article("1")], "RESULT_ID_DUPLICATE", id="same id twice"),
        pytest.param([article("税" * 22)], "RESULT_ID_INVALID", id="id of 66 bytes"),
        pytest.param([article("")], "RESULT_ID_INVALID", id="empty id"),
        pytest.param([article(title="")], "can't parse inline query result", id="no title"),
        pytest.param([article(input_message_content={})], "can't parse inline query result", id="no content"),
        pytest.param([article(input_message_content={"a": 1})], "can't parse inline query result", id="odd content"),
        pytest.param([article(input_message_content={"message_text": " "})], "MESSAGE_EMPTY", id="empty text"),
        pytest.param([article(input_message_content={"message_text": "a" * 4097})], "MESSAGE_TOO_LONG", id="long"),
        pytest.param(
            [article(input_message_content={"message_text": "<p>", **BOLD})], "can't parse entities", id="bad HTML"
        ),
        pytest.param([article(reply_markup=keyboard(button(callback_data="")))], "BUTTON_DATA_INVALID", id="button"),
    ],
)
def test_wrong_inline_results_are_refused(bot: Bot, anna: User, results: list[Json], reason: str) -> None:
    asked = anna.inline("tariffs")
    refusal = bot.refusal("answerInlineQuery", inline_query_id=asked.query_id, results=results)
    assert refusal.startswith(f"Bad Request: {reason}")


# --- What the bot tells of itself ---


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


# --- Groups ---


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


# --- Faults and limits ---


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


# --- Waiting, and the whole with a real client ---


def test_waiting_in_vain_says_what_came_instead(bot: Bot, anna: User) -> None:
    bot.send(anna, "too early")
    bot.refusal("sendMessage", chat_id=anna.id, text="")
    anna.say("hello")
    with pytest.raises(DidNotHappenError, match=r"too early.*message text is empty.*1 updates not confirmed"):
        anna.wait_for_reply(timeout=0.01)
    with pytest.raises(DidNotHappenError):
        bot.server.wait_until(lambda: False, timeout=0.01)


def test_another_process_can_drive_the_server(bot: Bot) -> None:
    said = bot.client.post("/control/say", json=[{"user": 1, "text": "one"}, {"user": 2, "text": "two"}]).json()
    assert [update["update_id"] for update in bot.call("getUpdates")] == said
    bot.call("sendMessage", chat_id=2, text="answer")
    found = bot.client.get("/control/sent", params={"after": 0, "method": "sendMessage"}).json()
    assert (found["count"], found["sent"][0]["chat_id"], found["sent"][0]["plain"]) == (1, 2, "answer")
    assert bot.client.get("/control/counts").json()["pending"] == 2


Context = ContextTypes.DEFAULT_TYPE


async def on_start(update: Update, _context: Context) -> None:
    assert update.effective_message is not None
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Topics", callback_data="topics")]])
    await update.effective_message.reply_html("<b>Hello</b> &amp; 你好 😀", reply_markup=rows)


async def on_press(update: Update, _context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Here they are")
    await update.callback_query.edit_message_text("Customs, data")


async def on_document(update: Update, _context: Context) -> None:
    assert update.effective_message is not None
    assert update.effective_message.document is not None
    file = await update.effective_message.document.get_file()
    await update.effective_message.reply_document(bytes(await file.download_as_bytearray())[::-1], filename="back.txt")


def serve(server: BotApiServer, is_up: threading.Event, leave: Callable[[], bool]) -> None:
    app = (
        Application.builder().token(server.token).base_url(server.base_url).base_file_url(server.base_file_url).build()
    )
    app.add_handler(CommandHandler("start", on_start))
    app.add_handler(CallbackQueryHandler(on_press))
    app.add_handler(MessageHandler(filters.Document.ALL, on_document))

    async def run() -> None:
        async with app:
            assert app.updater is not None
            await app.start()
            await app.updater.start_polling()
            is_up.set()
            await asyncio.to_thread(leave)
            await app.updater.stop()
            await app.stop()

    asyncio.run(run())


def test_a_conversation_through_python_telegram_bot(server: BotApiServer, anna: User) -> None:
    is_up, is_over = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        serving = pool.submit(serve, server, is_up, is_over.wait)
        try:
            assert is_up.wait(10)
            anna.say("/start")
            (welcome,) = anna.wait_for_reply()
            assert (welcome.plain, welcome.labels) == ("Hello & 你好 😀", ("Topics",))
            anna.press("Topics", welcome)
            assert anna.wait_for_edit().plain == "Customs, data"
            assert anna.wait_for_answer().text == "Here they are"
            anna.send_document(b"abc", "there.txt")
            (back,) = anna.wait_for_reply()
            assert (back.document, back.file.name if back.file else "") == (b"cba", "back.txt")
        finally:
            is_over.set()
        serving.result(10)
    assert server.refused == []
    assert server.pending_updates == 0
