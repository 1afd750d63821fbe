"""Links lead somewhere, or at least to a friendly door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import User as TelegramUser

from bot.shells.telegram.payloads import LANGUAGE, TOPIC, link_to
from tests.bot_api import BotApiServer

pytestmark = pytest.mark.usefixtures("bot")

CHEATED = "a supplier took our deposit and vanished"
ME = TelegramUser(id=1, first_name="Bot", is_bot=True, username="trade_test_bot")


def test_a_link_opens_a_topic_in_the_language_of_the_app(bot_api: BotApiServer) -> None:
    anna, wei = bot_api.user(), bot_api.user(first_name="Wei", language_code="zh-hans")
    anna.say("/start t_online_fraud")
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated in online trade")
    wei.say("/start t_online_fraud")
    assert wei.wait_for_reply()[0].plain.startswith("您问的是：")


def test_a_link_sets_the_language_and_greets_in_it(bot_api: BotApiServer) -> None:
    anna = bot_api.user(language_code="en")
    anna.say("/start lang_zh")
    (greeting,) = anna.wait_for_reply()
    assert "中文" in greeting.plain
    assert "外贸建议" in greeting.plain
    anna.say(CHEATED)
    assert anna.wait_for_reply()[0].plain.startswith("您问的是：")


@pytest.mark.parametrize(
    "payload",
    [
        "t_a_topic_we_had",
        "t_",
        "t",
        "lang_xx",
        "lang_",
        "x" * 65,
        "../../etc",
        "{{7*7}}",
        "t_online fraud",
        "🙂",
    ],
)
def test_a_link_that_leads_nowhere_greets_politely(bot_api: BotApiServer, payload: str) -> None:
    anna = bot_api.user()
    anna.say(f"/start {payload}")
    (greeting,) = anna.wait_for_reply()
    assert greeting.plain.startswith("The link you followed leads nowhere any more")
    assert "Trade advice" in greeting.plain


def test_a_link_to_a_room_that_never_was_says_what_a_code_looks_like(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/start w_1234")
    (answer,) = anna.wait_for_reply()
    assert answer.plain.startswith("I know no workshop with the code “1234”. A code has six letters and digits")


def test_who_comes_from_elsewhere_to_ask_is_greeted(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/start ask")
    assert anna.wait_for_reply()[0].plain.startswith("Trade advice")


@given(st.sampled_from([TOPIC, LANGUAGE]), st.text(max_size=70))
def test_a_link_is_made_only_of_what_telegram_takes(name: str, rest: str) -> None:
    try:
        link = link_to(ME, name, rest)
    except ValueError:
        return
    payload = link.removeprefix("https://t.me/trade_test_bot?start=")
    assert 1 <= len(payload) <= 64
    assert payload.replace("_", "").replace("-", "").isalnum()
    assert payload.isascii()
