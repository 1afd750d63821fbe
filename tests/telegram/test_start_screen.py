"""The first screen: in a few lines, with examples that really ask, topics and the language."""

import pytest

from tests.bot_api import BotApiServer
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread, settle

pytestmark = pytest.mark.usefixtures("bot")

ENGLISH = (
    "A supplier took our deposit and vanished", "Shipping eats all our profit",
    "We can't find anyone for online sales", "All themes", "Language · 语言",
)  # fmt: skip


def test_it_says_in_four_lines_what_the_bot_can_and_cannot_do(bot_api: BotApiServer) -> None:
    anna = bot_api.user(language_code="en")
    anna.say("/start")
    (start,) = anna.wait_for_reply()
    title, _, *lines = start.plain.splitlines()
    assert title == "Trade advice, with its sources"
    assert len(lines) == 4
    assert start.labels == ENGLISH


def test_an_example_is_asked_answered_and_logged_like_a_typed_question(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user(language_code="en")
    anna.say("/start")
    anna.press(ENGLISH[0], anna.wait_for_reply()[0])
    (card,) = anna.wait_for_reply()
    assert card.plain.startswith("You asked about: Being cheated in online trade")
    assert "Helpful" in card.labels
    settle(anna)
    (row,) = bot.rows("SELECT way, question, decision, message_id FROM conversations ORDER BY id DESC LIMIT 1")
    assert row == {"way": "asked", "question": ENGLISH[0], "decision": "advice", "message_id": None}


def test_a_chinese_start_asks_in_chinese(bot_api: BotApiServer) -> None:
    wei = bot_api.user(first_name="Wei", language_code="zh-hans")
    wei.say("/start")
    (start,) = wei.wait_for_reply()
    assert start.labels[0] == "供应商收了定金就失联了"
    wei.press(start.labels[0], start)
    assert wei.wait_for_reply()[0].plain.startswith("您问的是：网上交易被骗")


def test_topics_and_languages_are_a_tap_away(bot_api: BotApiServer) -> None:
    anna = bot_api.user(language_code="en")
    anna.say("/start")
    (start,) = anna.wait_for_reply()
    anna.press("All themes", start)
    assert anna.wait_for_edit().labels[0] == "Safety and trust (2)"
    anna.say("/start")
    anna.press("Language · 语言", anna.wait_for_reply()[0])
    languages = anna.wait_for_edit()
    assert languages.labels == ("English", "中文", "The language I ask in")
    anna.press("中文", languages)
    assert "中文" in anna.wait_for_edit().plain


def test_an_example_we_do_not_have_any_more_gets_a_way_on(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    press_forged(anna, "x:en:9")
    assert "/topics" in anna.wait_for_reply()[0].plain
