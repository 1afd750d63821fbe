"""Cantonese is understood as the same question in written Chinese."""

import pytest

from bot.assembly import Parts


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("員工唔識用電腦", "train_own_staff"),
        ("俾人呃咗錢", "online_fraud"),
        ("邊間貨代平啲", "logistics_partner"),
        ("點解运费咁贵", "logistics_cost"),
    ],
)
def test_it_is_advised(shipped_parts: Parts, typed: str, topic: str) -> None:
    answer = shipped_parts.answerer.answer(typed)
    assert answer.reply.topic == topic
    assert (answer.question, answer.language) == (typed, "zh")


@pytest.mark.parametrize("text", ["幾多錢", "係咪真㗎", "點做", "有冇例子", "唔明", "點解"])
def test_it_goes_on_with_the_topic_before(shipped_parts: Parts, text: str) -> None:
    assert shipped_parts.answerer.answer(text, after=["運費好貴"]).reply.topic == "logistics_cost"
