"""When a question leans on those before it, and when it stands alone."""

import pytest

from bot.advice.conversation import NO_CUES, ConversationCues, share_of_earlier
from bot.assembly import Parts

CUES = ConversationCues(
    leading={"en": ("and", "why"), "zh": ("那",)},
    leaning={"en": ("it", "them"), "zh": ("怎么办",)},
    fresh={"en": ("different question",), "zh": ("换个话题",)},
)


@pytest.mark.parametrize("text", ["and how", "why", "how do we train them", "那怎么办", "运费怎么办"])
def test_a_short_question_with_a_cue_leans_even_if_it_is_clear(text: str) -> None:
    assert share_of_earlier(text, 0.99, CUES) >= 0.5


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
    ("earlier", "text", "topics"),
    [
        ("We can't find people who know online sales", "And how do we train them?", {"train_own_staff", "hiring"}),
        ("Sea freight costs us too much", "any figure for it?", {"logistics_cost"}),
        ("网上被骗了定金", "那怎么办", {"online_fraud", "consumer_law"}),
        ("Shipping costs us too much", "not enough customers and no staff", {"hiring", "customers_and_demand"}),
        ("运费太贵", "懂电商的人招不到", {"hiring"}),
    ],
)
def test_follow_ups_are_understood_and_new_subjects_do_not_stick(
    shipped_parts: Parts, earlier: str, text: str, topics: set[str]
) -> None:
    answer = shipped_parts.answerer.answer(text, after=[earlier])
    assert answer.match.topics[0].label.id in topics
