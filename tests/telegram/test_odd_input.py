"""Whatever people send gets a polite answer, and nothing of it is taken for markup, code or a path."""

from collections.abc import Callable

import pytest

from tests.bot_api import BotApiServer, User
from tests.bot_api.polls import Poll
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


FILE = {"file_id": "f", "file_unique_id": "u"}
POLL = Poll(
    id="1",
    chat_id=1,
    message_id=1,
    question="Which?",
    options=("a", "b"),
    kind="regular",
    is_anonymous=True,
    allows_multiple_answers=False,
).to_json()
NOT_WORDS: dict[str, Callable[[User], object]] = {
    "sticker": lambda person: person.send_sticker(),
    "photo": lambda person: person.send_photo(),
    "voice": lambda person: person.send_voice(),
    "location": lambda person: person.send_location(),
    "contact": lambda person: person.send_contact(),
    "file": lambda person: person.send_document(b"x", "prices.xlsx"),
    "dice": lambda person: person.send({"dice": {"emoji": "🎲", "value": 3}}),
    "video note": lambda person: person.send({"video_note": FILE | {"length": 240, "duration": 3}}),
    "poll": lambda person: person.send({"poll": POLL}),
    "unknown": lambda person: person.send({"thing_of_tomorrow": {"x": 1}}),
}


@pytest.mark.parametrize("send", NOT_WORDS.values(), ids=NOT_WORDS.keys())
def test_what_is_not_text_gets_one_polite_line(bot_api: BotApiServer, send: Callable[[User], object]) -> None:
    anna = bot_api.user()
    send(anna)
    assert anna.wait_for_reply()[0].plain.startswith("I can only read text")


def test_many_pictures_get_one_line_together(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    for _ in range(5):
        anna.send_photo()
    anna.say("/help")
    bot_api.wait_until(lambda: len(anna.chat.from_bot) == 2)
    assert _said(anna) == ["I can only read", "How to use me"]


def test_an_album_with_words_is_answered_by_its_words_alone(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    photo = {"photo": [FILE | {"width": 9, "height": 9}], "media_group_id": "1"}
    anna.send(photo, caption="a supplier took our deposit and vanished")
    anna.send(photo)
    anna.say("/help")
    bot_api.wait_until(lambda: len(anna.chat.from_bot) == 2)
    assert _said(anna) == ["You asked about", "How to use me"]


def _said(person: User) -> list[str]:
    """The beginnings of what the bot said."""
    return [message.plain.splitlines()[0][:15] for message in person.messages if message.from_bot]


def test_forwarded_words_are_a_question(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Bob"}
    anna.send({"forward_origin": origin, "text": "a supplier took our deposit and vanished"})
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


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
