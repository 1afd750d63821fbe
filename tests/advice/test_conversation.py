"""When a question leans on those before it, and when it stands alone."""

import pytest

from bot.advice.conversation import (
    EARLIER_HEARD,
    NO_CUES,
    ConversationCues,
    earlier_heard,
    earlier_kept,
    share_of_earlier,
)
from bot.assembly import Parts

CUES = ConversationCues(
    leading={"en": ("and", "why"), "zh": ("那",)},
    leaning={"en": ("it", "them")},
    trailing={"zh": ("怎么办",)},
    fresh={"en": ("different question",), "zh": ("换个话题",)},
    asks={
        "challenge": {"en": ("downsides",), "zh": ("缺点",)},
        "measure": {"en": ("what can be done", "how do we"), "zh": ("怎么办",)},
        "same": {"en": ("why", "examples"), "zh": ("为什么",)},
    },
    fillers={"en": ("any", "the", "are"), "zh": ("有", "吗")},
    alone={"en": ("how",), "zh": ("咋弄",)},
    further_before={"en": ("for", "what about")},
    further_after={"zh": ("呢",)},
)


@pytest.mark.parametrize("text", ["and how", "why", "how do we train them", "那怎么办"])
def test_a_short_question_with_a_cue_leans_even_if_it_is_clear(text: str) -> None:
    assert share_of_earlier(text, 0.99, CUES) >= 0.5


def test_what_to_do_about_something_leans_only_if_that_is_not_clear() -> None:
    assert share_of_earlier("运费怎么办", 0.99, CUES) == 0
    assert share_of_earlier("没钱怎么办", 0.3, CUES) > share_of_earlier("没钱了", 0.3, CUES) > 0


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("why", "same"),
        ("any examples", "same"),
        ("what can be done", "measure"),
        ("and the downsides", "challenge"),
        ("那怎么办", "measure"),
        ("有缺点吗", "challenge"),
        ("how", "measure"),
        ("咋弄", "measure"),
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


def share(question: str) -> float:
    return share_of_earlier(question, 1.0, CUES)


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ([], ()),
        (["freight", "staff"], ("freight", "staff")),
        (["one", "two", "three", "four"], ("two", "three", "four")),
        (["freight", "why", "any examples", "how", "那怎么办"], ("freight", "那怎么办")),
        (["freight", "and it", "and them", "and so"], ("freight", "and them", "and so")),
        (["freight", "staff", "and it", "why", "and them", "and so"], ("staff", "and them", "and so")),
        (["why", "why"], ("why",)),
        (["freight", *["and it", "and them"] * EARLIER_HEARD], ("and them", "and it", "and them")),
    ],
)
def test_the_subject_is_kept_however_often_people_go_on_about_it(after: list[str], kept: tuple[str, ...]) -> None:
    assert earlier_kept(after, share) == kept


@pytest.mark.parametrize(
    ("after", "heard"),
    [
        ([*"abcdefghij"], tuple("cdefghij")),
        (["freight", *["why"] * EARLIER_HEARD], ("freight", *["why"] * (EARLIER_HEARD - 1))),
        (["staff", "freight", *["and it"] * 30], ("freight", *["and it"] * (EARLIER_HEARD - 1))),
        (["freight", "why", "staff", *["why"] * (EARLIER_HEARD - 1)], ("staff", *["why"] * (EARLIER_HEARD - 1))),
        (["why"] * 30, ("why",) * EARLIER_HEARD),
    ],
)
def test_of_a_long_conversation_the_last_few_are_heard_and_what_they_lean_on(
    after: list[str], heard: tuple[str, ...]
) -> None:
    assert earlier_heard(after, lambda question: share(question) > 0) == heard[-EARLIER_HEARD:]


@pytest.mark.parametrize(
    "text",
    [
        *("go on", "how?", "like what", "what first", "is that true?", "what else", "does it work for a small company"),
        *("wdym", "继续", "怎么弄", "先做什么", "真的吗", "还有别的吗", "对我们小公司管用吗", "具体怎麼操作"),
    ],
)
def test_hurried_follow_ups_stay_with_the_subject(shipped_parts: Parts, text: str) -> None:
    after = ["my freight cost eat all profit"] if text.isascii() else ["运费太贵了"]
    answer = shipped_parts.answerer.answer(text, after=[*after, "why?", "give me an example", "ok so what now", "why?"])
    assert (answer.decision_name, answer.reply.topic) == ("advice", "logistics_cost")


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


@pytest.mark.parametrize(
    ("conversation", "topic"),
    [
        (["do i need a visa for dubai", "and training for my staff?"], "train_own_staff"),
        (["how much is the duty on shoes to brazil", "and the shipping cost?"], "logistics_cost"),
        (["关税多少", "那怎么找客户"], "customers_and_demand"),
        (["tell me about visas", "and for logistics?"], "logistics_partner"),
        (["do i need a visa for dubai", "how long does it take"], None),
        (["write me an email to my buyer", "make it shorter"], None),
        (["how much is the duty on shoes to brazil", "and to chile?"], None),
    ],
)
def test_after_a_question_for_others_one_of_ours_is_heard_as_such(
    shipped_parts: Parts, conversation: list[str], topic: str | None
) -> None:
    *after, text = conversation
    answer = shipped_parts.answerer.answer(text, after=after)
    named = [answer.reply.topic, *(offer.topic for offer in answer.reply.offers)]
    assert topic in named if topic else answer.decision_name == "none"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("and for hats", "hats"),
        ("what about small parcels", "small parcels"),
        ("那帽子呢", "帽子"),
        ("for what we pay them each year", None),
        ("forging papers", None),
        ("hats", None),
        ("why", None),
        ("for", None),
        ("呢", None),
    ],
)
def test_what_is_asked_about_further_is_found(text: str, named: str | None) -> None:
    assert CUES.named_further(text) == named
