"""People look around by commands and buttons, old and odd ones included."""

import random

import pytest

from bot.shells.telegram import callbacks
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread

pytestmark = pytest.mark.usefixtures("bot")


def _opened_topics(person: User) -> Message:
    person.say("/topics")
    return person.wait_for_reply()[0]


def test_topics_are_browsed_by_theme_in_one_message(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    themes = _opened_topics(anna)
    assert themes.labels == ("Safety and trust (2)", "Goods across borders (3)", "Search for a word")
    anna.press(themes.labels[0], themes)
    topics = anna.wait_for_edit()
    assert topics.message_id == themes.message_id
    assert topics.labels == ("Being cheated in online trade", "Rivals getting our market information", "« Back")
    anna.press("« Back", topics)
    assert anna.wait_for_edit().labels == themes.labels
    anna.press(themes.labels[0], themes)
    anna.wait_for_edit()
    anna.press("Being cheated in online trade", themes)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated in online trade")


def test_a_topic_opens_by_its_command(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    for command in ("/topic_online_fraud", "/topic_online_fraud@trade_test_bot"):
        anna.say(command)
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated in online trade")


def test_sources_name_the_papers(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/sources")
    assert anna.wait_for_reply()[0].plain.startswith("The three papers")


def test_help_lists_the_commands(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/help")
    text = anna.wait_for_reply()[0].plain
    assert all(command in text for command in ("/start", "/help", "/topics", "/sources", "/language"))


@pytest.mark.parametrize("command", ["/nonsense", "/topic_nonsense", "/topic_", "/start_over"])
def test_an_unknown_command_is_answered(bot_api: BotApiServer, command: str) -> None:
    anna = bot_api.user()
    anna.say(command)
    assert "/help" in anna.wait_for_reply()[0].plain


@pytest.mark.parametrize(
    "data",
    [
        "t:en:a_topic_we_had",
        "t:fr:online_fraud",
        "p:en:a_theme_we_had:1",
        "p:en:safety:99",
        "l:xx",
        "somebody:else",
        "t:en:" + "x" * 55,
        "{{ 7*7 }}",
    ],
)
def test_a_stale_or_foreign_button_gets_an_answer_and_a_way_on(bot_api: BotApiServer, data: str) -> None:
    anna = bot_api.user()
    press_forged(anna, data)
    (said,) = anna.wait_for_reply()
    assert "/topics" in said.plain
    assert "/topics" in anna.wait_for_answer().text


def test_a_page_whose_message_is_gone_is_shown_anew(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    themes = _opened_topics(anna)
    with bot_api.world.lock:
        anna.press(themes.labels[0], themes)
        del bot_api.world.chats[anna.id].messages[themes.message_id]
    assert anna.wait_for_reply()[0].labels[-1] == "« Back"


def test_pressing_the_same_button_twice_does_no_harm(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    themes = _opened_topics(anna)
    with bot_api.world.lock:
        anna.press(themes.labels[0], themes)
        anna.press(themes.labels[0], themes)
    anna.wait_for_answer()
    anna.say("/help")
    assert "How to use me" in anna.wait_for_reply()[0].plain


def test_no_nonsense_on_buttons_does_harm(bot_api: BotApiServer, bot: BotThread) -> None:
    """Every kind of button with every sort of wrong content: each press is answered and none is set aside."""
    anna = bot_api.user()
    wrong = ("", "-", "en", "xx", "zh", "0", "-1", "9" * 18, "online_fraud", "h", "s", "'", "{{7*7}}", "é", " ")
    chance = random.Random(7)  # noqa: S311 - no secret
    presses = 0
    for kind in callbacks._KINDS:
        for fields in range(5):
            data = ":".join([kind, *(chance.choice(wrong) for _ in range(fields))])[:60]
            press_forged(anna, data)
            anna.wait_for_answer()
            presses += 1
    assert presses == 5 * len(callbacks._KINDS)
    assert not bot.rows("SELECT 1 FROM inbox WHERE attempts > 0 OR state = 'set_aside'")
