"""People ask, choose, change their minds, and come back to it."""

import json

import pytest

from tests.bot_api import BotApiServer
from tests.telegram.running_bot import BotThread, settle

pytestmark = pytest.mark.usefixtures("bot")

CHEATED = "a supplier took our deposit and vanished"


def test_start_says_what_the_bot_does_in_the_language_of_the_app(bot_api: BotApiServer) -> None:
    anna, wei = bot_api.user(language_code="en-GB"), bot_api.user(first_name="Wei", language_code="zh-hans")
    anna.say("/start")
    assert "Trade advice" in anna.wait_for_reply()[0].plain
    wei.say("/start")
    assert "外贸建议" in wei.wait_for_reply()[0].plain


def test_a_question_gets_advice_with_sources_and_related_topics_as_buttons(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say(CHEATED)
    (answer,) = anna.wait_for_reply()
    assert answer.plain.startswith("You asked about: Being cheated in online trade")
    assert "Sources" in answer.plain
    anna.press("Related topics", answer)
    related_topics = anna.wait_for_edit()
    anna.press("Rivals getting our market information", related_topics)
    (related,) = anna.wait_for_reply()
    assert related.plain.startswith("You asked about: Rivals getting our market information")
    assert anna.wait_for_answer().text == ""


def test_a_chinese_question_is_answered_in_chinese_and_so_are_its_buttons(bot_api: BotApiServer) -> None:
    anna = bot_api.user(language_code="en")
    anna.say("网上交易被骗了怎么办")
    (answer,) = anna.wait_for_reply()
    assert answer.plain.startswith("您问的是：网上交易被骗")
    anna.press("相关话题", answer)
    related = anna.wait_for_edit()
    anna.press(related.labels[0], related)
    assert anna.wait_for_reply()[0].plain.startswith("您问的是：")


def test_a_choice_is_made_by_button(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    anna.say("train staff or hire")
    (choice,) = anna.wait_for_reply()
    assert choice.plain.startswith("I am not sure I have what you mean. The closest I have:")
    assert len(choice.labels) >= 3
    anna.press(choice.labels[1], choice)
    (answer,) = anna.wait_for_reply()
    settle(anna)
    assert answer.plain.startswith(f"You asked about: {choice.labels[1]}")
    asked, chosen = bot.rows("SELECT way, question, decision FROM conversations ORDER BY id DESC LIMIT 2")[::-1]
    assert (asked["way"], asked["decision"]) == ("asked", "choice")
    assert (chosen["way"], chosen["question"]) == ("chosen", choice.labels[1])


def test_a_choice_is_made_in_words_as_by_button(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    anna.say("train staff or hire")
    (choice,) = anna.wait_for_reply()
    anna.say("the second one pls")
    (answer,) = anna.wait_for_reply()
    assert answer.plain.startswith(f"You asked about: {choice.labels[1]}")
    assert {"First steps", "Save"} <= set(answer.labels)
    anna.say("all")
    (three,) = anna.wait_for_reply()
    assert three.labels[:3] == choice.labels[:3]
    anna.say("none of these")
    (none,) = anna.wait_for_reply()
    assert none.labels == ("All topics by theme", "Leave my question for a curator")
    settle(anna)
    asked, chosen = bot.rows("SELECT way, question, topic FROM conversations ORDER BY id DESC LIMIT 4")[:1:-1]
    assert (chosen["way"], chosen["question"]) == ("chosen", choice.labels[1])
    assert chosen["topic"] is not None
    assert asked["way"] == "asked"


def test_who_wrote_the_papers_can_be_asked_on(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("who wrote the papers?")
    assert "The impact of big data technology" in anna.wait_for_reply()[0].plain
    anna.say("thanks")
    anna.wait_for_reply()
    anna.say("and the first one?")
    (first,) = anna.wait_for_reply()
    assert "On the innovation of international trade" in first.plain
    assert "The impact of big data technology" not in first.plain


def test_every_question_is_logged_with_what_was_made_of_it(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user(id=424242, first_name="Annabella", username="annabella")
    anna.say(CHEATED)
    (answer,) = anna.wait_for_reply()
    settle(anna)
    row = bot.rows("SELECT * FROM conversations ORDER BY id DESC LIMIT 1")[0]
    assert (row["question"], row["decision"], row["topic"]) == (CHEATED, "advice", "online_fraud")
    assert (row["language"], row["reply_language"], row["chat_kind"]) == ("en", "en", "private")
    assert json.loads(row["reply_ids"]) == [answer.message_id]
    assert json.loads(row["candidates"])[0]["topic"] == "online_fraud"
    assert row["latency_ms"] >= 0
    assert row["sent_at"] >= row["asked_at"]
    assert not {"424242", "Annabella", "annabella"} & {str(value) for value in row.values()}


def test_nothing_that_was_said_stays_in_the_inbox(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user(first_name="Annabella")
    anna.say(CHEATED)
    anna.wait_for_reply()
    settle(anna)
    assert bot.rows("SELECT DISTINCT state, raw, chat FROM inbox WHERE number < (SELECT max(number) FROM inbox)") == [
        {"state": "done", "raw": "", "chat": ""}
    ]


def test_an_edited_question_changes_its_answer(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    asked = anna.say("shipping cost is too high")
    (answer,) = anna.wait_for_reply()
    settle(anna)
    anna.edit(asked.message_id, CHEATED)
    changed = anna.wait_for_edit()
    assert changed.message_id == answer.message_id
    assert changed.plain.startswith("You asked about: Being cheated")


def test_an_edit_that_changes_no_word_is_passed_over(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    asked = anna.say(CHEATED)
    (answer,) = anna.wait_for_reply()
    anna.edit(asked.message_id, f" {CHEATED} ")
    anna.say("/help")
    anna.wait_for_reply()
    assert next(message.message_id for message in anna.messages if message.from_bot) == answer.message_id
    assert len([message for message in anna.messages if message.from_bot]) == 2
    assert all(message.edited_at is None for message in anna.messages if message.from_bot)


def test_an_edited_message_that_was_never_answered_is_answered_now(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    sticker = anna.send_sticker()
    anna.wait_for_reply()
    anna.edit(sticker.message_id, CHEATED)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_an_answer_that_was_deleted_is_given_anew_for_an_edited_question(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    asked = anna.say("shipping cost is too high")
    (answer,) = anna.wait_for_reply()
    settle(anna)
    with bot_api.world.lock:
        del bot_api.world.chats[anna.id].messages[answer.message_id]
    anna.edit(asked.message_id, CHEATED)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_a_chosen_language_is_remembered_and_can_be_given_up(bot_api: BotApiServer) -> None:
    anna = bot_api.user(language_code="en")
    anna.say("/language")
    (offer,) = anna.wait_for_reply()
    assert offer.labels == ("English", "中文", "The language I ask in")
    anna.press("中文", offer)
    assert "中文" in anna.wait_for_edit().plain
    anna.say(CHEATED)
    assert anna.wait_for_reply()[0].plain.startswith("您问的是：")
    anna.say("/help")
    assert "怎么用" in anna.wait_for_reply()[0].plain
    anna.say("/language")
    (offer,) = anna.wait_for_reply()
    anna.press("l:-", offer)
    anna.wait_for_edit()
    anna.say(CHEATED)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about:")


def test_questions_of_one_person_are_answered_in_order(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    for number in range(8):
        anna.say("/help" if number % 2 else "/start")
    bot_api.wait_until(lambda: len([message for message in anna.messages if message.from_bot]) == 8)
    beginnings = [message.plain.splitlines()[0] for message in anna.messages if message.from_bot]
    assert beginnings == ["Trade advice, with its sources", "How to use me"] * 4


def test_a_story_about_several_things_is_asked_which_part_to_answer(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    anna.say(
        "My grandfather began with one kiln and a horse, and people in our valley still talk about it at weddings "
        "when the band is late. A supplier took our deposit and vanished. The family was upset for weeks, "
        "my mother most of all, and nobody wanted to eat. Shipping cost is too high for us. "
        "The horse was called Emma and lived to be thirty years old. So."
    )
    (asked,) = anna.wait_for_reply()
    assert asked.plain.startswith("That is quite a story. Which part shall I answer?")
    assert "“A supplier took our deposit and vanished.”" in asked.plain
    assert {"Being cheated in online trade", "Shipping costs too much"} <= set(asked.labels)
    anna.press("Shipping costs too much", asked)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Shipping costs too much")
    settle(anna)
    assert bot.rows("SELECT decision FROM conversations ORDER BY id DESC LIMIT 2")[1] == {"decision": "choice"}


def test_follow_ups_stay_with_the_subject_however_many_there_are(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say(CHEATED)
    anna.wait_for_reply()
    for words in (*["tell me more", "why?"] * 4, "any examples?", "what now", "why?", "who wrote this?", "how?"):
        anna.say(words)
        (reply,) = anna.wait_for_reply()
    assert reply.plain.startswith("You asked about: Being cheated in online trade")
    assert "First steps" in reply.plain
