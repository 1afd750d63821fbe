"""In groups the bot speaks when it is spoken to."""

import pytest

from tests.bot_api import BotApiServer
from tests.telegram.running_bot import BotThread

pytestmark = pytest.mark.usefixtures("bot")

CHEATED = "a supplier took our deposit and vanished"


def test_only_who_mentions_the_bot_is_answered_and_with_a_reply(bot_api: BotApiServer) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    bot_api.read_all_group_messages()
    bob.say(CHEATED, chat=group)
    bob.send_sticker(chat=group)
    asked = anna.say(f"@trade_test_bot {CHEATED}", chat=group)
    (answer,) = anna.wait_for_reply()
    assert answer.reply_to == asked.message_id
    assert answer.plain.startswith("You asked about: Being cheated")
    assert len([message for message in group.messages if message.from_bot]) == 1


def test_a_reply_to_the_bot_is_a_question(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    anna.say("/help@trade_test_bot", chat=group)
    (text,) = anna.wait_for_reply()
    anna.say(CHEATED, chat=group, reply_to=text.message_id)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_commands_of_other_bots_are_left_to_them(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.supergroup(anna)
    for command in ("/weather", "/help@another_bot", "/weather@another_bot"):
        anna.say(command, chat=group)
    anna.say("/weather@trade_test_bot", chat=group)
    (answer,) = anna.wait_for_reply()
    assert "/help" in answer.plain
    assert len([message for message in group.messages if message.from_bot]) == 1


def test_an_answer_stays_in_the_topic_where_it_was_asked(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    forum = bot_api.supergroup(anna, is_forum=True)
    topic = forum.topic("Shipping")
    anna.say(f"@trade_test_bot {CHEATED}", chat=topic)
    (answer,) = anna.wait_for_reply()
    assert answer.thread_id == topic.thread_id


def test_earlier_questions_are_those_of_the_same_person_in_the_same_chat(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    anna.say(CHEATED)
    anna.wait_for_reply()
    anna.say(f"@trade_test_bot {CHEATED}", chat=group)
    anna.wait_for_reply()
    kinds = bot.rows("SELECT DISTINCT person, chat, chat_kind FROM conversations ORDER BY id DESC LIMIT 2")
    assert len({row["person"] for row in kinds}) == 1
    assert len({row["chat"] for row in kinds}) == 2


def test_people_who_come_and_go_are_not_commented_on(bot_api: BotApiServer) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.group(anna)
    bob.join(group)
    bob.leave(group)
    anna.say("/help", chat=group)
    anna.wait_for_reply()
    assert len([message for message in group.messages if message.from_bot]) == 1
