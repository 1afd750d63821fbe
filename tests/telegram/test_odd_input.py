"""Whatever people send gets a polite answer, and nothing of it is taken for markup, code or a path."""

import pytest

from tests.bot_api import BotApiServer
from tests.telegram.running_bot import BotThread

pytestmark = pytest.mark.usefixtures("bot")

ODD_WORDS = {
    "template": "{{ 7*7 }}",
    "template call": "{% include '/etc/passwd' %} {{ config.__class__ }}",
    "markup": "<b>shipping</b> <a href='javascript:1'>x</a> & &lt; <script>alert(1)</script>",
    "broken markup": "<b><i>unclosed </b> <blockquote expandable>",
    "sql": "'; DROP TABLE conversations; --",
    "path": "../../etc/passwd",
    "long": "shipping " * 555 + "costs",
    "one long word": "x" * 5000,
    "emoji only": "😀😀👍🏽👨‍👩‍👧‍👦",
    "direction marks": "\u202e\u200f\u2066 shipping cost \u2069",
    "only invisible": "\u202e\u200f\u200b",
    "punctuation": "?!?",
    "control": "ship\x00ping\x07 cost\x1b[31m",
    "one letter": "a",
    "slash": "/",
}


@pytest.mark.parametrize("words", ODD_WORDS.values(), ids=ODD_WORDS.keys())
def test_odd_words_get_a_polite_answer(bot_api: BotApiServer, words: str) -> None:
    anna = bot_api.user()
    anna.say(words)
    (answer,) = anna.wait_for_reply()
    assert len(answer.plain) > 20
    assert "49" not in answer.plain
    assert not [refusal for refusal in bot_api.refused if refusal.call.chat_id == anna.id]


def test_what_is_not_text_gets_one_polite_line(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    for send in (anna.send_sticker, anna.send_photo, anna.send_voice, anna.send_location, anna.send_contact):
        send()
        (answer,) = anna.wait_for_reply()
        assert answer.plain.startswith("I can only read text")
    anna.send_document(b"x", "prices.xlsx")
    assert anna.wait_for_reply()[0].plain.startswith("I can only read text")
    anna.send({"dice": {"emoji": "🎲", "value": 3}})
    assert anna.wait_for_reply()[0].plain.startswith("I can only read text")


def test_the_caption_of_a_picture_is_a_question(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.send_photo(caption="a supplier took our deposit and vanished")
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"nonsense": True}},
        {"message": "not an object"},
        {"a_kind_of_tomorrow": {"x": 1}},
        {"callback_query": {"id": "1", "from": {"id": 5, "is_bot": False, "first_name": "X"}, "chat_instance": "1"}},
        {},
    ],
)
def test_an_update_of_a_form_we_do_not_know_does_no_harm(
    bot_api: BotApiServer, bot: BotThread, update: dict[str, object]
) -> None:
    update_id = bot_api.push_raw(update)
    anna = bot_api.user()
    anna.say("/help")
    assert "How to use me" in anna.wait_for_reply()[0].plain
    assert {"update_id": update_id} in bot.rows("SELECT update_id FROM inbox")
