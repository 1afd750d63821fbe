"""Questions that say little alone: "and for hats?" goes on with the topic before it, or asks of nothing."""

import pytest

from bot.advice.deciding import Advice, Choice, NoAdvice
from bot.advice.markup import plain_text
from bot.answering import Answer
from bot.assembly import Parts


def answered(parts: Parts, *conversation: str) -> Answer:
    return parts.answerer.answer(conversation[-1], after=conversation[:-1])


@pytest.mark.parametrize("text", ["and for hats", "And for shoes?", "in Germany", "那帽子呢", "德国呢"])
@pytest.mark.parametrize("before", [[], ["hello"]])
def test_what_goes_on_with_nothing_is_asked_back(shipped_parts: Parts, before: list[str], text: str) -> None:
    assert answered(shipped_parts, *before, text).decision == NoAdvice(subjectless=True)


@pytest.mark.parametrize("text", ["and for hats?", "for small amounts", "by sea", "and with DHL", "法国呢", "那帽子呢"])
def test_goods_and_places_are_asked_about_the_topic_before(shipped_parts: Parts, text: str) -> None:
    for pleasantries in ([], ["thanks"]):
        answer = answered(shipped_parts, "freight too expensive", *pleasantries, text)
        assert answer.reply.topic == "logistics_cost"
        assert ("advice stays the same" if answer.reply_language == "en" else "还是这几条") in plain_text(
            answer.reply.html
        )


def test_goods_are_asked_about_what_was_offered_or_refused_before(shipped_parts: Parts) -> None:
    offered = answered(shipped_parts, "I can't find customers")
    refused = answered(shipped_parts, "duty for shoes")
    assert isinstance(offered.decision, Choice)
    assert isinstance(refused.decision, NoAdvice)
    assert answered(shipped_parts, "I can't find customers", "and for hats").decision == offered.decision
    assert answered(shipped_parts, "duty for shoes", "and for hats").decision == refused.decision


@pytest.mark.parametrize(
    ("text", "topic"), [("how about customers", "customers_and_demand"), ("那培训呢", "train_own_staff")]
)
def test_a_subject_of_ours_is_no_more_of_the_one_before(shipped_parts: Parts, text: str, topic: str) -> None:
    answer = answered(shipped_parts, "招不到人", text)
    assert isinstance(answer.decision, Advice | Choice)
    assert answer.match.topics[0].label.id == topic


@pytest.mark.parametrize("text", ["what about visas", "and for insurance", "那签证呢"])
def test_what_lies_elsewhere_is_said_to_lie_there(shipped_parts: Parts, text: str) -> None:
    for before in ([], ["freight too expensive"]):
        decision = answered(shipped_parts, *before, text).decision
        assert isinstance(decision, NoAdvice)
        assert decision.elsewhere in {"visas_travel", "insurance"}
