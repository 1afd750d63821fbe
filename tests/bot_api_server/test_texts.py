"""Texts: how they are read, and what sendMessage refuses."""

import pytest

from tests.bot_api import User, format_text, utf16_length, utf16_slice
from tests.bot_api.errors import ApiError, Json
from tests.bot_api_server.calling_bot import ADDRESS, BOLD, Bot, button, keyboard


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
