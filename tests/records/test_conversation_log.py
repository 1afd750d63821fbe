"""The log has a row for each question, with its delivery, and knows what was asked before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.advice.repeating import Past
from bot.records.conversation_log import Asking, Understanding
from bot.records.logged_rows import logged_rows
from bot.records.opening import Records
from tests.records.clock import StandingClock

UNDERSTANDING = Understanding(
    way="asked",
    language="en",
    reply_language="en",
    question="cheated",
    candidates=(("online_fraud", 0.912345), ("logistics_cost", 0.1)),
    decision="advice",
    topic="online_fraud",
    knowledge_version="abc",
    reply="<b>Take care</b>",
)


@pytest.fixture
def asking(clock: StandingClock) -> Asking:
    return Asking(update_id=1, person="anna", chat="chat of anna", chat_kind="private", message_id=10, asked_at=clock())


def test_a_question_is_logged_before_and_its_delivery_after_the_sending(
    records: Records, clock: StandingClock, asking: Asking
) -> None:
    log = records.conversations
    logged = log.record_answer(asking, UNDERSTANDING)
    (row,) = logged_rows(records.database)
    assert (row["delivery"], row["sent_at"]) == ("pending", None)
    assert row["candidates"][0] == {"topic": "online_fraud", "confidence": 0.9123}
    clock.advance(milliseconds=250)
    log.record_delivery(logged, "sent", [11, 12])
    (row,) = logged_rows(records.database)
    assert (row["delivery"], row["sent_at"], row["latency_ms"]) == ("sent", clock().isoformat(), 250)
    found = log.of_update(1)
    assert found is not None
    assert found.reply_ids == (11, 12)


def test_a_second_try_adds_no_row(records: Records, asking: Asking) -> None:
    first = records.conversations.record_answer(asking, UNDERSTANDING)
    assert records.conversations.record_answer(asking, UNDERSTANDING) == first
    assert len(list(logged_rows(records.database))) == 1


def test_a_message_is_found_with_its_latest_answer(records: Records, asking: Asking) -> None:
    log = records.conversations
    log.record_delivery(log.record_answer(asking, UNDERSTANDING), "sent", [11])
    edited = replace(asking, update_id=2)
    log.record_delivery(log.record_answer(edited, replace(UNDERSTANDING, way="edited", question="q2")), "sent", [12])
    found = log.of_message("chat of anna", 10)
    assert found is not None
    assert (found.question, found.reply_ids) == ("q2", (12,))
    assert log.of_message("another chat", 10) is None


def test_earlier_questions_are_the_last_ones_of_this_person_here_and_not_long_ago(
    records: Records, clock: StandingClock, asking: Asking
) -> None:
    log = records.conversations

    def said(number: int, question: str, **changed: Any) -> None:
        made = {name: changed.pop(name) for name in ("decision", "candidates") if name in changed}
        values = replace(asking, update_id=number, message_id=number, asked_at=clock(), **changed)
        log.record_answer(values, replace(UNDERSTANDING, question=question, **made))

    said(1, "long ago")
    clock.advance(minutes=31)
    for number, question in enumerate(["one", "two", "three", "four"], start=2):
        said(number, question)
        clock.advance(seconds=5)
    said(20, "somebody else's", person="bob")
    said(21, "in a group", chat="a group")
    said(22, "hello", decision="smalltalk", candidates=())
    now = replace(asking, update_id=30, message_id=30, asked_at=clock())
    log.record_answer(now, replace(UNDERSTANDING, question="now"))
    assert log.questions_before(now, within=timedelta(minutes=30), most=3) == ("two", "three", "four")


def test_what_came_before_is_told_of_this_person_here_and_of_each_message_once(
    records: Records, clock: StandingClock, asking: Asking
) -> None:
    log = records.conversations

    def told(number: int, decision: str, *, message: int | None = None, **changed: Any) -> Asking:
        now = replace(asking, update_id=number, message_id=message or number, asked_at=clock(), **changed)
        topic = f"t{number}" if decision == "advice" else None
        made = replace(UNDERSTANDING, decision=decision, topic=topic, reply=f"r{number}", candidates=())
        log.record_answer(now, made)
        return now

    def past(now: Asking) -> Past:
        return log.past(now, refusals_within=timedelta(minutes=30), topics_within=timedelta(days=1))

    told(1, "advice")
    clock.advance(days=1, minutes=1)
    told(2, "advice")
    told(3, "none")
    clock.advance(minutes=31)
    # A question that was changed twice was refused once, and what is asked now does not count itself.
    for number in (4, 5, 6):
        told(number, "none", message=4)
    told(7, "none", person="bob")
    told(8, "none", chat="a group")
    told(9, "smalltalk")
    assert past(told(10, "none")) == Past(refusals=1, said="r9", topics=("t2",))
    assert past(told(11, "advice")).refusals == 2
    assert past(told(12, "none")) == Past(refusals=0, said="r11", topics=("t11", "t2"))


def test_who_wrote_the_papers_is_remembered_though_it_is_no_advice(records: Records, asking: Asking) -> None:
    log = records.conversations
    log.record_answer(asking, replace(UNDERSTANDING, question="who wrote the papers", decision="smalltalk"))
    now = replace(asking, update_id=30, message_id=30)
    assert log.questions_before(now, within=timedelta(minutes=30), most=3) == ("who wrote the papers",)


def test_rows_are_chosen_by_time_and_decision(records: Records, clock: StandingClock, asking: Asking) -> None:
    records.conversations.record_answer(asking, UNDERSTANDING)
    clock.advance(days=2)
    later = replace(asking, update_id=2, asked_at=clock())
    records.conversations.record_answer(later, replace(UNDERSTANDING, decision="none", question="visa?"))
    since = clock() - timedelta(days=1)
    assert [row["question"] for row in logged_rows(records.database, since=since)] == ["visa?"]
    assert [row["question"] for row in logged_rows(records.database, decision="none")] == ["visa?"]
    assert len(list(logged_rows(records.database))) == 2
