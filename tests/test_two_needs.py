"""A message with two needs gets both offered, and a message with one need is left whole."""

import json
from typing import Any

import pytest

from bot.advice.deciding import Choice
from bot.advice.markup import plain_text
from bot.assembly import Parts
from bot.shells.asking import as_json
from tests.conftest import CHECKOUT

QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (CHECKOUT / "tests" / "evaluation" / "two_needs.jsonl").read_text(encoding="utf-8").splitlines()
]
LEAST_HEARD = 0.72
"""The share of messages with two needs in which both are heard; it only rises."""


@pytest.mark.parametrize(
    ("text", "topics", "said"),
    [
        ("we were cheated and can't find staff", ["online_fraud", "hiring"], "I hear two things. Which one first?"),
        ("我们被骗了，而且招不到人", ["online_fraud", "hiring"], "我听出您说了两件事，先看哪一件？"),
        ("我們被騙了訂金，還有招不到人", ["online_fraud", "hiring"], "我听出您说了两件事，先看哪一件？"),
        ("shiping cost is to high and hackers attack us", ["logistics_cost", "network_security"], "I hear two things."),
        (
            "1. shipping cost 2. staff training 3. hackers",
            ["logistics_cost", "train_own_staff", "network_security"],
            "I hear three things. Which one first?",
        ),
        (
            "1、运费高 2、招不到人 3、怕被骗",
            ["logistics_cost", "hiring", "online_fraud"],
            "我听出您说了三件事，先看哪一件？",
        ),
    ],
)
def test_both_needs_are_offered_in_the_order_asked(
    shipped_parts: Parts, text: str, topics: list[str], said: str
) -> None:
    answer = shipped_parts.answerer.answer(text)
    given = as_json(answer, shipped_parts.answerer)
    assert given["decision"] == "choice"
    assert [topic["id"] for topic in given["topics"]][: len(topics)] == topics
    assert len(given["topics"]) == 5
    assert [offer.topic for offer in answer.reply.offers] == topics
    assert said in plain_text(answer.reply.html)


def test_most_messages_with_two_needs_get_both(shipped_parts: Parts) -> None:
    asked = [question for question in QUESTIONS if "needs" in question]
    assert len(asked) >= 40
    heard = 0
    for question in asked:
        answer = shipped_parts.answerer.answer(question["q"])
        topics = shipped_parts.knowledge.topic_by_id
        offered = [set(topics[offer.topic].covers) for offer in answer.reply.offers]
        is_heard = all(any(not covers.isdisjoint(need) for covers in offered) for need in question["needs"])
        heard += is_heard and isinstance(answer.decision, Choice) and answer.decision.several_needs
    assert heard / len(asked) >= LEAST_HEARD


@pytest.mark.parametrize("question", [question["q"] for question in QUESTIONS if "needs" not in question])
def test_a_message_with_one_need_is_left_whole(shipped_parts: Parts, question: str) -> None:
    decision = shipped_parts.answerer.answer(question).decision
    assert not (isinstance(decision, Choice) and decision.several_needs)


def test_a_pleasantry_before_a_need_is_no_second_need(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("hello and good morning, shipping costs too much")
    assert answer.match.topics[0].label.id == "logistics_cost"
    assert answer.decision_name == "advice"
