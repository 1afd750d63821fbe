"""Questions that say little alone: "and for hats?" goes on with the topic before it, or asks of nothing."""

from dataclasses import replace

import pytest

from bot.advice.deciding import Advice, Choice, NoAdvice, Smalltalk
from bot.advice.markup import plain_text
from bot.advice.normalising import has_han
from bot.answering import Answer
from bot.assembly import Parts


def answered(parts: Parts, *conversation: str) -> Answer:
    return parts.answerer.answer(conversation[-1], after=conversation[:-1])


@pytest.mark.parametrize("text", ["and for hats", "And for shoes?", "in Germany", "那帽子呢", "德国呢"])
@pytest.mark.parametrize("before", [[], ["hello"]])
def test_what_goes_on_with_nothing_is_asked_back(shipped_parts: Parts, before: list[str], text: str) -> None:
    assert answered(shipped_parts, *before, text).decision == NoAdvice(subjectless=True)


def test_who_has_not_chosen_yet_is_asked_to_first(shipped_parts: Parts) -> None:
    for asked, text in [("I can't find customers", "how long does that take?"), ("找不到客户", "要多久")]:
        offered, again = answered(shipped_parts, asked), answered(shipped_parts, asked, text)
        assert isinstance(offered.decision, Choice)
        assert again.decision == replace(offered.decision, ask="time")
        assert again.reply.html != offered.reply.html
        assert again.reply.offers == offered.reply.offers


@pytest.mark.parametrize("text", ["hats", "Shoes", "coffee", "Germany", "money", "帽子", "鞋子", "茶叶", "非洲"])
def test_a_thing_alone_names_no_need(shipped_parts: Parts, text: str) -> None:
    for before in ([], ["hello"]):
        assert answered(shipped_parts, *before, text).decision == NoAdvice(only_named=True)


@pytest.mark.parametrize(
    "text", ["logistics", "staff", "hackers", "employees", "fraud", "运费", "培训", "没钱", "诈骗"]
)
def test_a_need_of_one_word_is_one(shipped_parts: Parts, text: str) -> None:
    assert isinstance(answered(shipped_parts, text).decision, Advice | Choice)


@pytest.mark.parametrize(("text", "elsewhere"), [("weather", "weather"), ("dog", "pets"), ("customs", "customs_hold")])
def test_a_word_that_lies_elsewhere_is_said_to_lie_there(shipped_parts: Parts, text: str, elsewhere: str) -> None:
    assert answered(shipped_parts, text).decision == NoAdvice(elsewhere=elsewhere)


@pytest.mark.parametrize(
    "text",
    ["and for hats?", "hats", "shoes", "for small amounts", "by sea", "and with DHL", "法国呢", "那帽子呢", "那鞋子呢"],
)
def test_goods_and_places_are_asked_about_the_topic_before(shipped_parts: Parts, text: str) -> None:
    for pleasantries in ([], ["thanks"]):
        answer = answered(shipped_parts, "freight too expensive", *pleasantries, text)
        assert answer.reply.topic == "logistics_cost"
        assert ("advice stays the same" if answer.reply_language == "en" else "还是这几条") in plain_text(
            answer.reply.html
        )


@pytest.mark.parametrize("before", ["/topic_hiring", "我们被黑客攻击了", "怎么培训员工"])
def test_what_to_do_about_another_thing_does_not_stick_to_the_one_before(shipped_parts: Parts, before: str) -> None:
    assert answered(shipped_parts, before, "运费太贵怎么办").reply.topic == "logistics_cost"
    assert answered(shipped_parts, before, "那怎么办").reply.topic != "logistics_cost"


@pytest.mark.parametrize("text", ["thanks", "sorry", "goodbye", "谢谢", "好的"])
def test_a_pleasantry_of_one_word_asks_about_nothing(shipped_parts: Parts, text: str) -> None:
    assert isinstance(answered(shipped_parts, "freight too expensive", text).decision, Smalltalk)


def test_goods_are_asked_about_what_was_offered_or_refused_before(shipped_parts: Parts) -> None:
    offered = answered(shipped_parts, "I can't find customers")
    refused = answered(shipped_parts, "duty for shoes")
    assert isinstance(offered.decision, Choice)
    assert isinstance(refused.decision, NoAdvice)
    again = answered(shipped_parts, "I can't find customers", "and for hats")
    assert again.decision == replace(offered.decision, ask="further")
    assert again.reply.offers == offered.reply.offers
    assert plain_text(again.reply.html).startswith("My advice is the same for that. Which of these is it about?")
    assert answered(shipped_parts, "duty for shoes", "and for hats").decision == refused.decision


@pytest.mark.parametrize(
    "text", ["I sell shoes", "we make handmade soap", "I have a shop in Nairobi", "我是做帽子的", "I have a shop"]
)
def test_who_only_tells_what_they_sell_is_asked_what_is_hard(shipped_parts: Parts, text: str) -> None:
    for before in ([], ["hello"]):
        assert answered(shipped_parts, *before, text).decision == Smalltalk(kind="introduction")


def test_what_follows_an_introduction_is_understood_as_if_it_came_first(shipped_parts: Parts) -> None:
    for introduction in ("I have a shop", "I sell shoes"):
        after, first = (answered(shipped_parts, *before, "sales are down") for before in ([introduction], []))
        assert after.decision == first.decision


def test_what_somebody_sells_is_kept_with_the_topic_before(shipped_parts: Parts) -> None:
    for text in ("I sell shoes", "我们是做家具的"):
        assert answered(shipped_parts, "freight too expensive", text).reply.topic == "logistics_cost"


@pytest.mark.parametrize(
    "text",
    ["we make losses", "we sell too little", "I have a question", "我们做外贸", "我做不下去了", "we are a small firm"],
)
def test_a_worry_that_begins_like_an_introduction_is_none(shipped_parts: Parts, text: str) -> None:
    assert answered(shipped_parts, text).decision != Smalltalk(kind="introduction")


@pytest.mark.parametrize("text", ["I did that already", "that didn't work", "我做过了", "没效果", "你说的我都做了"])
def test_who_has_done_it_is_asked_about_each_step_and_led_on(shipped_parts: Parts, text: str) -> None:
    answer = answered(shipped_parts, "freight too expensive", text)
    assert answer.reply.topic == "logistics_cost"
    assert ("You have tried that?" if answer.reply_language == "en" else "试过了") in plain_text(answer.reply.html)
    assert answered(shipped_parts, text).decision == NoAdvice(subjectless=True)


@pytest.mark.parametrize("text", ["ok and what do I do first", "where do I start", "然后呢", "第一步干嘛"])
def test_who_asks_where_to_begin_gets_the_first_steps(shipped_parts: Parts, text: str) -> None:
    answer = answered(shipped_parts, "freight too expensive", text)
    assert answer.reply.topic == "logistics_cost"
    assert ("First steps" if answer.reply_language == "en" else "先做这几步") in plain_text(answer.reply.html)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["too expensive", "I have no money for that", "I'm alone in the company"], "Then do less"),
        (["太贵了", "没钱做这个", "没时间"], "那就少做一点"),
        (["can you do it for me?"], "I can't do it for you"),
        (["你能帮我做吗"], "没法替您做"),
        (["how much does it cost?", "is it expensive"], "The papers name no price"),
        (["要花多少钱", "贵不贵"], "要花多少钱，论文没有讲"),
        (["how long does it take?", "how long"], "The papers don't say how long"),
        (["要花多久", "大概要多长时间"], "要多久，论文没有讲"),
        (["is that true?", "Really?", "that's nonsense", "prove it", "I don't believe that"], "Judge for yourself"),
        (["真的假的", "我不信", "不太信"], "请您自己判断"),
        (["hurry up", "BE QUICK"], "Start with this"),
        (["快点"], "先做这一步"),
    ],
)
def test_doubts_and_what_is_asked_of_every_advice_are_answered(
    shipped_parts: Parts, texts: list[str], said: str
) -> None:
    for text in texts:
        before = "招不到人" if has_han(text) else "freight too expensive"
        answer = answered(shipped_parts, before, text)
        assert answer.reply.topic == answered(shipped_parts, before).reply.topic
        assert said in plain_text(answer.reply.html)
        assert answered(shipped_parts, text).decision == NoAdvice(subjectless=True)


@pytest.mark.parametrize("text", ["好的，第一步做什么", "first step是什么"])
def test_words_around_a_question_do_not_hide_that_it_goes_on(shipped_parts: Parts, text: str) -> None:
    assert answered(shipped_parts, "员工不会用电脑", text).reply.topic == "train_own_staff"


@pytest.mark.parametrize("text", ["THIS IS WRONG", "another answer", "换一个", "答非所问"])
def test_who_wants_another_answer_is_shown_the_themes(shipped_parts: Parts, text: str) -> None:
    assert answered(shipped_parts, "freight too expensive", text).decision == NoAdvice(none_fits=True)


@pytest.mark.parametrize("text", ["first one", "the other one"])
def test_who_chooses_where_nothing_was_offered_is_asked_what_is_meant(shipped_parts: Parts, text: str) -> None:
    for before in ([], ["freight too expensive"]):
        assert answered(shipped_parts, *before, text).decision == NoAdvice(subjectless=True)


@pytest.mark.parametrize(
    ("text", "topic"), [("how about customers", "customers_and_demand"), ("那运费呢", "logistics_cost")]
)
def test_a_subject_of_ours_is_no_more_of_the_one_before(shipped_parts: Parts, text: str, topic: str) -> None:
    answer = answered(shipped_parts, "招不到人", text)
    assert isinstance(answer.decision, Advice | Choice)
    assert answer.match.topics[0].label.id == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("and hiring people", "hiring"),
        ("and my staff can't use computers", "train_own_staff"),
        ("还有培训", "train_own_staff"),
        ("and for staff?", "train_own_staff"),
        ("那人才呢", "skills_needed"),
        ("and cheaper containers", "logistics_cost"),
    ],
)
def test_another_subject_is_not_outweighed_by_the_one_before(shipped_parts: Parts, text: str, topic: str) -> None:
    answer = answered(shipped_parts, "freight too expensive", text)
    assert isinstance(answer.decision, Advice | Choice)
    assert answer.match.surest is not None
    assert answer.match.surest.label.id == topic


@pytest.mark.parametrize("text", ["what about visas", "and for insurance", "那签证呢", "那关税呢"])
def test_what_lies_elsewhere_is_said_to_lie_there(shipped_parts: Parts, text: str) -> None:
    for before in ([], ["freight too expensive"]):
        decision = answered(shipped_parts, *before, text).decision
        assert isinstance(decision, NoAdvice)
        assert decision.elsewhere in {"visas_travel", "insurance", "duty_rates"}
