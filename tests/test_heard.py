"""What is heard by its words, whatever it is like: somebody in distress, who wants a person, who wants no messages."""

import pytest

from bot.advice.deciding import Smalltalk
from bot.advice.markup import plain_text
from bot.advice.normalising import comparable
from bot.asides import Asides
from bot.assembly import Parts
from bot.files.knowledge_reading import load_knowledge
from bot.files.language_data import simplifier
from tests.conftest import CHECKOUT

KNOWLEDGE = load_knowledge(CHECKOUT / "knowledge")
SIMPLIFIED = simplifier()


def heard(text: str) -> str | None:
    asides = Asides(KNOWLEDGE, lambda *_: pytest.fail("nothing is matched to hear it"))
    found = asides.heard(SIMPLIFIED(comparable(text)))
    return None if found is None else found.kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I am going to kill myself", "in_distress"),
        ("My partner took all the money, the bank calls every day and I don’t want to live any more.", "in_distress"),
        ("不想活了，厂子要倒闭了", "in_distress"),
        ("生意垮了，我真想跳樓", "in_distress"),
        ("Unsubscribe!", "stop_messages"),
        ("不要再給我發消息", "stop_messages"),
        ("Give me a human", "wants_person"),
        ("我要投诉", "wants_person"),
        ("Hmm...", "at_a_loss"),
        ("我不知道", "at_a_loss"),
    ],
)
def test_it_is_heard_by_its_words(text: str, kind: str) -> None:
    assert heard(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        *("selling at that price would be suicide for our firm", "our product died in that market", "跳楼价甩货"),
        *("自杀式降价怎么办", "工厂快活不下去了", "想死守老客户", "our customers want live chat, how do we give it"),
        *("how do we stop sending messages nobody reads", "I don't know how to find buyers", "客服人员怎么培训"),
    ],
)
def test_trade_that_only_sounds_like_it_is_not(text: str) -> None:
    assert heard(text) is None


def test_whoever_is_in_distress_is_told_who_helps_whatever_else_they_write(shipped_parts: Parts) -> None:
    story = "Shipping costs eat all our profit, my wife has left, and I want to die. What can I do about the freight?"
    english = shipped_parts.answerer.answer(story)
    chinese = shipped_parts.answerer.answer("不想活了", after=["运费太贵了"])
    assert english.decision == chinese.decision == Smalltalk(kind="in_distress")
    assert english.decision_name == "smalltalk"
    assert "crisis line" in plain_text(english.reply.html)
    assert "12356" in plain_text(chinese.reply.html)


@pytest.mark.parametrize("text", ["unsubscribe", "Opt out.", "別再給我發消息"])
def test_no_mending_of_spelling_and_no_likeness_comes_before_it(shipped_parts: Parts, text: str) -> None:
    assert shipped_parts.answerer.answer(text).decision == Smalltalk(kind="stop_messages")


def test_none_is_a_phrasing_of_what_answers() -> None:
    """Whoever adds words here must not silence a topic."""
    for topic in KNOWLEDGE.topics:
        for texts in topic.phrasings.values():
            assert [text for text in texts if heard(text)] == []
