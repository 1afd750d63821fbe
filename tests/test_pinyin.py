"""Chinese in Latin letters is answered as Chinese, or asked to be written in characters."""

import pytest

from bot.advice.deciding import NoAdvice, Smalltalk
from bot.advice.markup import plain_text
from bot.assembly import Parts


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("yunfei tai gui zenme ban", "运费太贵怎么办"),
        ("women zhao bu dao ren", "我们找不到人"),
        ("dashuju shi shenme", "大数据是什么"),
    ],
)
def test_it_is_answered_as_if_it_stood_there_in_characters(shipped_parts: Parts, typed: str, written: str) -> None:
    answer, same = shipped_parts.answerer.answer(typed), shipped_parts.answerer.answer(written)
    assert answer.question == typed
    assert (answer.language, answer.match.text) == ("zh", same.match.text)
    assert answer.reply == same.reply


def test_it_goes_on_with_what_was_asked_before(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("weishenme", after=["yunfei tai gui"])
    assert answer.reply.topic == "logistics_cost"
    assert answer.after == ("yunfei tai gui",)


def test_a_greeting_is_returned_in_characters(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("ni hao")
    assert answer.decision == Smalltalk(kind="greeting")
    assert answer.reply_language == "zh"


def test_what_cannot_be_read_is_asked_for_in_characters_or_english(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("wo jintian chi mianbao pingguo")
    assert isinstance(answer.decision, NoAdvice)
    assert answer.note is None
    assert "请用汉字或英文写一遍" in plain_text(answer.reply.html)
    assert "in Chinese characters or in English" in plain_text(answer.reply.html)
