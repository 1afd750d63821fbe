"""In groups the bot speaks when it is spoken to."""

import pytest

from bot.shells.telegram.owners.groups import ANSWERS_A_PERSON
from tests.bot_api import BotApiServer
from tests.bot_api.errors import bad_request
from tests.telegram.running_bot import BotThread, settle

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


def test_a_question_by_command_is_answered(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    for command in ("/ask", "/ask@trade_test_bot"):
        asked = anna.say(f"{command} {CHEATED}", chat=group)
        (answer,) = anna.wait_for_reply()
        assert answer.reply_to == asked.message_id
        assert answer.plain.startswith("You asked about: Being cheated")


def test_a_changed_question_by_command_changes_its_answer(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    asked = anna.say("/ask shipping cost is too high", chat=group)
    (answer,) = anna.wait_for_reply()
    anna.edit(asked.message_id, f"/ask {CHEATED}", chat=group)
    changed = anna.wait_for_edit()
    assert changed.message_id == answer.message_id
    assert changed.plain.startswith("You asked about: Being cheated")


def test_the_command_without_a_question_says_how(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    anna.say("/ask", chat=group)
    assert anna.wait_for_reply()[0].plain.startswith("Write your question after the command")


@pytest.mark.parametrize("call", ["/ask", "@trade_test_bot"])
def test_somebody_elses_message_can_be_asked(bot_api: BotApiServer, call: str) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    said = bob.say(CHEATED, chat=group)
    anna.say(call, chat=group, reply_to=said.message_id)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_a_reply_to_an_answer_goes_on_from_its_question_whoever_asked_it(bot_api: BotApiServer, bot: BotThread) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    anna.say("/ask shipping cost is too high", chat=group)
    (answer,) = anna.wait_for_reply()
    settle(anna)
    bob.say("and how?", chat=group, reply_to=answer.message_id)
    bob.wait_for_reply()
    settle(bob)
    (row,) = bot.rows("SELECT question, candidates FROM conversations ORDER BY id DESC LIMIT 1")
    assert row["question"] == "and how?"
    assert "logistics_cost" in row["candidates"]


def test_buttons_belong_to_who_asked(bot_api: BotApiServer) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    asked = anna.say(f"/ask {CHEATED}", chat=group)
    (answer,) = anna.wait_for_reply()
    bob.press(answer.labels[0], answer)
    alert = bob.wait_for_answer()
    assert alert.show_alert
    assert alert.text.startswith("These buttons belong to whoever asked here")
    anna.press("Related topics", answer)
    anna.press("Rivals getting our market information", anna.wait_for_edit())
    (opened,) = anna.wait_for_reply()
    assert opened.reply_to == asked.message_id
    bob.press(opened.labels[0], opened)
    assert bob.wait_for_answer().show_alert


def test_buttons_keep_their_owner_when_the_question_is_deleted(bot_api: BotApiServer) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    asked = anna.say(f"/ask {CHEATED}", chat=group)
    (answer,) = anna.wait_for_reply()
    settle(anna)
    with bot_api.world.lock:
        del group.chat.messages[asked.message_id]
    bob.press(answer.labels[0], answer)
    assert bob.wait_for_answer().show_alert
    anna.press(answer.labels[0], answer)
    anna.wait_for_edit()


def test_who_speaks_for_the_group_or_a_channel_is_answered_and_anybody_may_choose(bot_api: BotApiServer) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    sender = {"sender_chat": {"id": group.chat_id, "type": "supergroup", "title": "Traders"}}
    entities = [{"type": "bot_command", "offset": 0, "length": 4}]
    anna.send({**sender, "text": f"/ask {CHEATED}", "entities": entities}, chat=group)
    (answer,) = anna.wait_for_reply()
    assert answer.plain.startswith("You asked about: Being cheated")
    bob.press(answer.labels[0], answer)
    bob.wait_for_edit()


def test_a_sticker_for_an_answer_is_just_a_nod(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.supergroup(anna)
    bot_api.read_all_group_messages()
    anna.say(f"/ask {CHEATED}", chat=group)
    anna.wait_for_reply()
    anna.send_sticker(chat=group)
    anna.say("/help", chat=group)
    anna.wait_for_reply()
    assert len(group.chat.from_bot) == 2


def test_a_lively_person_is_told_once_to_wait_and_others_are_answered(bot_api: BotApiServer) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    for _ in range(ANSWERS_A_PERSON + 3):
        anna.say(f"/ask {CHEATED}", chat=group)
    bob.say("/help", chat=group)
    bot_api.wait_until(lambda: len(group.chat.from_bot) == ANSWERS_A_PERSON + 2)
    said = [message for message in group.messages if message.from_bot]
    assert said[-2].plain.startswith("So that everybody here can follow, I take a short break")
    assert [button.url for row in said[-2].buttons for button in row] == ["https://t.me/trade_test_bot?start=ask"]
    assert said[-1].plain.startswith("How to use me")


def test_what_others_say_does_not_use_up_answers(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.supergroup(anna)
    bot_api.read_all_group_messages()
    for number in range(ANSWERS_A_PERSON + 1):
        anna.say(f"number {number}, not for the bot", chat=group)
        anna.say("/weather", chat=group)
    anna.say(f"/ask {CHEATED}", chat=group)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_a_group_that_lets_us_in_hears_how_to_call_us_and_how_privacy_is_switched(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    group = bot_api.supergroup(anna)
    group.kick_bot(anna.id)
    group.add_bot(anna.id)
    bot_api.wait_until(lambda: len(group.chat.from_bot) == 1)
    (greeting,) = [message for message in group.messages if message.from_bot]
    for word in ("@trade_test_bot", "/ask", "reply", "/setprivacy"):
        assert word in greeting.plain


def test_a_group_hears_it_in_the_language_of_who_lets_us_in_and_only_once(bot_api: BotApiServer) -> None:
    wei = bot_api.user(first_name="Wei", language_code="zh-hans")
    group = bot_api.supergroup(wei)
    group.kick_bot(wei.id)
    group.add_bot(wei.id)
    group.promote_bot(wei.id)
    wei.say("/help", chat=group)
    bot_api.wait_until(lambda: len(group.chat.from_bot) == 2)
    said = [message.plain for message in group.messages if message.from_bot]
    assert said[0].startswith("大家好")
    assert "怎么用" in said[1]


def test_a_group_where_we_may_not_speak_hears_nothing_and_costs_nothing(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    group = bot_api.supergroup(anna)
    group.kick_bot(anna.id)
    with bot_api.world.lock:
        group.add_bot(anna.id)
        group.chat.refusal = bad_request("not enough rights to send text messages to the chat")
    settle(anna)
    bot_api.wait_until(lambda: any(found.call.chat_id == group.chat_id for found in bot_api.refused))
    assert not group.chat.from_bot
    bot_api.wait_until(lambda: not bot.rows("SELECT 1 FROM inbox WHERE state = 'waiting'"))


def test_a_group_that_puts_us_out_is_forgotten(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    group = bot_api.supergroup(anna)
    anna.say(f"/ask {CHEATED} and called itself Zanzibar", chat=group)
    anna.wait_for_reply()
    group.kick_bot(anna.id)
    rows = "SELECT chat, reply_ids FROM conversations WHERE question LIKE '%Zanzibar%'"
    anna.say("/help")
    bot_api.wait_until(lambda: bot.rows(rows) == [{"chat": "", "reply_ids": "[]"}])


def test_a_group_that_becomes_a_supergroup_keeps_its_conversation(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    anna.say("/ask shipping cost is too high", chat=group)
    anna.wait_for_reply()
    grown = group.migrate(anna.id)
    anna.say("/ask and how?", chat=grown)
    anna.wait_for_reply()
    settle(anna)
    first, second = bot.rows("SELECT chat, candidates FROM conversations ORDER BY id DESC LIMIT 2")
    assert first["chat"] == second["chat"]
    assert "logistics_cost" in first["candidates"]
