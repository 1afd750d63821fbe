"""When a question leans on those before it, and when it stands alone."""

import pytest

from bot.advice.conversation import NO_CUES, ConversationCues, share_of_earlier
from bot.assembly import Parts

CUES = ConversationCues(
    leading={"en": ("and", "why"), "zh": ("那",)},
    leaning={"en": ("it", "them"), "zh": ("怎么办",)},
    fresh={"en": ("different question",), "zh": ("换个话题",)},
    asks={
        "challenge": {"en": ("downsides",), "zh": ("缺点",)},
        "measure": {"en": ("what can be done", "how do we"), "zh": ("怎么办",)},
        "same": {"en": ("why", "examples"), "zh": ("为什么",)},
    },
    fillers={"en": ("any", "the", "are"), "zh": ("有", "吗")},
)


@pytest.mark.parametrize("text", ["and how", "why", "how do we train them", "那怎么办", "运费怎么办"])
def test_a_short_question_with_a_cue_leans_even_if_it_is_clear(text: str) -> None:
    assert share_of_earlier(text, 0.99, CUES) >= 0.5


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("why", "same"),
        ("any examples", "same"),
        ("what can be done", "measure"),
        ("and the downsides", "challenge"),
        ("那怎么办", "measure"),
        ("有缺点吗", "challenge"),
    ],
)
def test_a_question_that_names_no_subject_leans_wholly(text: str, ask: str) -> None:
    assert CUES.is_bare(text)
    assert CUES.ask(text) == ask
    assert share_of_earlier(text, 0.99, CUES) == 1


@pytest.mark.parametrize("text", ["how do we train them", "运费怎么办", "freight", "any"])
def test_a_question_with_words_of_its_own_is_not_bare(text: str) -> None:
    assert not CUES.is_bare(text)


@pytest.mark.parametrize(
    ("text", "clarity"),
    [
        ("not enough customers and no staff", 0.8),
        ("different question, how do we train them", 0.1),
        ("换个话题，那怎么办", 0.1),
        (" ".join(["word"] * 15) + " it", 0.0),
        ("freight is too expensive", 0.9),
    ],
)
def test_a_question_that_stands_alone_does_not_lean(text: str, clarity: float) -> None:
    assert share_of_earlier(text, clarity, CUES) == 0


def test_without_a_cue_an_unclear_question_leans_less_than_half() -> None:
    assert 0 < share_of_earlier("the university route", 0.2, CUES) <= 0.5
    assert share_of_earlier("it and them", 0.9, NO_CUES) == 0


@pytest.mark.parametrize(
    ("conversation", "topics"),
    [
        (["We can't find people who know online sales", "And how do we train them?"], {"train_own_staff"}),
        (["Sea freight costs us too much", "any figure for it?"], {"logistics_cost"}),
        (["Shipping costs too much", "what can be done?"], {"logistics_cost", "logistics_partner"}),
        (["Shipping costs too much", "why?"], {"logistics_cost"}),
        (["Shipping costs too much", "thanks!", "any examples"], {"logistics_cost"}),
        (["A supplier cheated us", "Shipping costs too much", "tell me more"], {"logistics_cost"}),
        (["我们不会用大数据", "为什么"], {"start_with_big_data"}),
        (["网上被骗了定金", "那怎么办"], {"online_fraud", "consumer_law"}),
        (["海运费太贵", "具体点"], {"logistics_cost"}),
    ],
)
def test_follow_ups_are_understood(shipped_parts: Parts, conversation: list[str], topics: set[str]) -> None:
    answer = shipped_parts.answerer.answer(conversation[-1], after=conversation[:-1])
    assert answer.match.topics[0].label.id in topics
    assert answer.decision_name in {"advice", "choice"}


@pytest.mark.parametrize(
    ("earlier", "text", "topics"),
    [
        ("Shipping costs us too much", "not enough customers and no staff", {"hiring", "customers_and_demand"}),
        ("运费太贵", "懂电商的人招不到", {"hiring"}),
        ("Shipping costs us too much", "a supplier cheated us", {"online_fraud"}),
        ("what is the HS code for ceramic mugs", "运费太贵怎么办", {"logistics_cost"}),
        ("a supplier cheated us", "different question: why is shipping so dear", {"logistics_cost"}),
    ],
)
def test_a_new_subject_does_not_stick_to_the_old_one(
    shipped_parts: Parts, earlier: str, text: str, topics: set[str]
) -> None:
    answer = shipped_parts.answerer.answer(text, after=[earlier])
    assert answer.match.topics[0].label.id in topics


@pytest.mark.parametrize(
    ("conversation", "decision"),
    [
        (["Shipping costs too much", "thanks, that helps"], "smalltalk"),
        (["Shipping costs too much", "what is the HS code for that?"], "none"),
        (["what is the HS code for ceramic mugs", "why?"], "none"),
        (["why?"], "choice none smalltalk"),
        (["hello", "what can be done?"], "choice none smalltalk"),
    ],
)
def test_what_is_not_ours_stays_so_in_a_conversation(
    shipped_parts: Parts, conversation: list[str], decision: str
) -> None:
    answer = shipped_parts.answerer.answer(conversation[-1], after=conversation[:-1])
    assert answer.decision_name in decision.split()
