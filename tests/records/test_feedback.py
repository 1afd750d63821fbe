"""What people say of answers, what they save, and what they leave."""

from typing import Any

import pytest

from bot.records.conversation_log import Asking
from bot.records.feedback import Opinion
from bot.records.left_questions import Address
from bot.records.opening import Records
from tests.records.clock import StandingClock
from tests.records.test_conversation_log import UNDERSTANDING


def an_answer(records: Records) -> int:
    asking = Asking(
        update_id=1, person="anna", chat="c", chat_kind="private", message_id=10, asked_at=StandingClock()()
    )
    return records.conversations.record_answer(asking, UNDERSTANDING).id


def test_an_opinion_can_be_changed_and_never_doubled(records: Records) -> None:
    number = an_answer(records)
    assert records.feedback.on(number) is None
    for opinion in (
        Opinion(verdict="helpful"),
        Opinion(verdict="not_helpful", reason="unclear"),
        Opinion(verdict="helpful"),
    ):
        records.feedback.give(number, "anna", opinion)
        assert records.feedback.on(number) == opinion
    assert records.database.table("feedback").count == 1


def test_an_opinion_goes_with_its_answer(records: Records) -> None:
    number = an_answer(records)
    records.feedback.give(number, "anna", Opinion(verdict="helpful"))
    records.database.execute("DELETE FROM conversations")
    assert records.database.table("feedback").count == 0


def test_an_answer_is_found_by_its_number_with_what_was_made_of_it(records: Records) -> None:
    logged = records.conversations.answer(an_answer(records), "c")
    assert logged is not None
    assert (logged.question, logged.topic, logged.reply) == (
        UNDERSTANDING.question,
        UNDERSTANDING.topic,
        UNDERSTANDING.reply,
    )
    assert [topic for topic, _ in logged.candidates] == ["online_fraud", "logistics_cost"]
    assert records.conversations.answer(99, "c") is None
    assert records.conversations.answer(1, "another chat") is None


def test_a_list_keeps_its_order_and_each_topic_once(records: Records) -> None:
    for topic in ("b", "a", "b"):
        records.saved.add("anna", topic)
    records.saved.add("bob", "c")
    assert records.saved.topics("anna") == ("b", "a")
    assert records.saved.has("anna", "a")
    records.saved.remove("anna", "b")
    records.saved.remove("anna", "never there")
    assert records.saved.topics("anna") == ("a",)
    assert not records.saved.has("anna", "c")


def unanswered(records: Records) -> list[dict[str, Any]]:
    return list(records.database.query("SELECT id, question FROM left_questions WHERE answered_at IS NULL"))


def test_a_left_question_waits_is_answered_is_told(records: Records) -> None:
    questions, number = records.left_questions, an_answer(records)
    address = Address(chat_id=7, thread_id=3, reply_to=9)
    for _ in range(2):
        questions.leave(number, "anna", "hs code?", "en", address)
    (waiting,) = unanswered(records)
    assert questions.was_left(number)
    assert questions.promised() == ()
    assert questions.answer(waiting["id"], words="Ask a broker.")
    assert questions.answer(waiting["id"], words="Ask your broker.")
    assert unanswered(records) == []
    (promised,) = questions.promised()
    assert (promised.words, promised.topic, promised.address) == ("Ask your broker.", None, address)
    questions.mark_told(promised.id, "sent")
    assert questions.promised() == ()
    assert not questions.answer(waiting["id"], words="Too late.")


def test_a_left_question_outlives_its_row_in_the_log(records: Records) -> None:
    number = an_answer(records)
    records.left_questions.leave(number, "anna", "hs code?", "en", Address(chat_id=7))
    records.database.execute("DELETE FROM conversations")
    assert [waiting["question"] for waiting in unanswered(records)] == ["hs code?"]


def test_an_answer_must_say_something(records: Records) -> None:
    with pytest.raises(ValueError, match="words or a topic"):
        records.left_questions.answer(1)
