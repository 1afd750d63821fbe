"""Our name and a few words in any chat give cards to send there."""

from pathlib import Path

import pytest

from bot.assembly import Parts
from tests.bot_api import BotApiServer, InlineAnswer, User
from tests.telegram.running_bot import BotThread, settings_for, settle

pytestmark = pytest.mark.usefixtures("bot")

CHEATED = "cheated by supplier"


def _typed(person: User, words: str, offset: str = "") -> InlineAnswer:
    return person.inline(words, offset).wait()


def test_words_give_cards_with_the_answer_and_its_sources(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    found = _typed(anna, CHEATED)
    card = found.results[0]
    assert card["title"] == "Being cheated in online trade"
    assert len(card["description"]) > 20
    assert "Sources" in card["input_message_content"]["message_text"]
    ((button,),) = card["reply_markup"]["inline_keyboard"]
    assert button == {"text": "Ask the bot", "url": "https://t.me/trade_test_bot?start=t_online_fraud"}


def test_an_answer_is_for_one_person_and_not_for_long(bot_api: BotApiServer) -> None:
    found = _typed(bot_api.user(), CHEATED)
    assert found.is_personal
    assert found.cache_time <= 60
    assert found.button == {"text": "Ask me in private", "start_parameter": "ask"}


@pytest.mark.parametrize(
    "typed", ["chea", "being ch", "Being Cheated in online trade", "t:online_fraud", "online_fraud"]
)
def test_what_is_half_typed_or_named_is_found(bot_api: BotApiServer, typed: str) -> None:
    assert _typed(bot_api.user(), typed).titles[0] == "Being cheated in online trade"


def test_cards_speak_the_language_chosen_else_of_the_words_else_of_the_app(bot_api: BotApiServer) -> None:
    anna, wei = bot_api.user(language_code="en"), bot_api.user(first_name="Wei", language_code="zh-hans")
    assert _typed(anna, "被骗").titles[0] == "网上交易被骗"
    assert _typed(wei, "").titles[0] != _typed(anna, "").titles[0]
    assert _typed(wei, "t:online_fraud").titles[0] == "网上交易被骗"
    anna.say("/start lang_zh")
    anna.wait_for_reply()
    assert _typed(anna, CHEATED).titles[0] == "网上交易被骗"


def test_nothing_typed_shows_all_topics_each_theme_in_turn(bot_api: BotApiServer, small_parts: Parts) -> None:
    found = _typed(bot_api.user(), " ")
    assert len(found.titles) == 5
    knowledge = small_parts.knowledge
    assert found.titles[:2] == tuple(knowledge.topics_of(theme.id)[0].title["en"] for theme in knowledge.themes)
    assert found.next_offset == ""


def test_what_is_not_ours_finds_nothing_but_a_way_to_ask(bot_api: BotApiServer) -> None:
    found = _typed(bot_api.user(), "zq")
    assert not found.titles
    assert found.button == {"text": "Nothing found. Ask me in private", "start_parameter": "ask"}


@pytest.mark.parametrize("offset", ["10", "-1", "x", "٣", "9" * 60])
def test_any_offset_is_answered(bot_api: BotApiServer, offset: str) -> None:
    assert len(_typed(bot_api.user(), "trade", offset).titles) <= 10


@pytest.mark.parametrize(
    "typed", ["{{ 7*7 }}", "<b>", "x" * 256, "'; DROP TABLE people; --", "t:", "t:../../etc", "😀"]
)
def test_odd_words_do_no_harm(bot_api: BotApiServer, typed: str) -> None:
    _typed(bot_api.user(), typed)
    assert not bot_api.refused


def test_what_is_typed_leaves_no_trace(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    _typed(anna, "cheated by a supplier called Zanzibar")
    settle(anna)
    bot_api.wait_until(lambda: not bot.rows("SELECT 1 FROM inbox WHERE raw LIKE '%Zanzibar%'"))
    assert not bot.rows("SELECT 1 FROM conversations WHERE question LIKE '%Zanzibar%'")


def test_a_card_that_is_sent_is_logged_as_its_topic_without_the_words(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    asked = anna.inline("cheated by supplier Zanzibar")
    asked.wait()
    sent = asked.choose("en_online_fraud")
    assert "Being cheated" in sent.plain
    logged = "SELECT question, way, delivery FROM conversations WHERE chat_kind = 'inline'"
    bot_api.wait_until(lambda: bool(bot.rows(f"{logged} AND delivery = 'sent'")))
    assert bot.rows(logged) == [{"question": "Being cheated in online trade", "way": "chosen", "delivery": "sent"}]


def test_popular_topics_come_first(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    people = [fresh_api.user() for _ in range(3)]
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)) as bot:
        for person in people:
            person.say("/topic_faster_logistics")
            person.wait_for_reply()
            settle(person)
        for _ in range(5):
            people[0].say("/topic_online_fraud")
            people[0].wait_for_reply()
        settle(people[0])
        assert len(bot.rows("SELECT id FROM conversations")) == 8
        title = small_parts.knowledge.topic_by_id["faster_logistics"].title["en"]
        assert _typed(people[0], "").titles[0] == title
