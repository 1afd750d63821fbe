"""What people say to a reply: which topic they choose, what they meant, in which language, or just a thumb."""

import pytest

from bot.advice.deciding import Advice, Choice, Chosen, NoAdvice, Smalltalk
from bot.advice.markup import plain_text
from bot.answering import Answer
from bot.assembly import Parts

UNSURE = "train staff or hire"


def said(parts: Parts, *conversation: str) -> list[Answer]:
    """The answers to the whole *conversation*, with the client in English."""
    return [
        parts.answerer.answer(text, client_language="en", after=conversation[:place])
        for place, text in enumerate(conversation)
    ]


def topics_of(answer: Answer) -> list[str]:
    match answer.decision:
        case Choice(candidates=candidates) | Chosen(candidates=candidates):
            return [candidate.label.id for candidate in candidates]
        case Advice(candidate=candidate):
            return [candidate.label.id]
        case _:
            return []


def test_a_place_in_words_opens_that_topic(small_parts: Parts) -> None:
    asked, first, other = said(small_parts, UNSURE, "the first one", "and the other one?")
    assert isinstance(asked.decision, Choice)
    assert topics_of(first) == topics_of(asked)[:1]
    assert first.reply.topic == topics_of(asked)[0]
    assert first.match.topics[0].label.id == topics_of(asked)[0]
    assert first.reply.certainty is None
    assert topics_of(other) == topics_of(asked)[1:]


@pytest.mark.parametrize("text", ["which one is best for my shop?", "you choose", "whichever", "哪个最适合我", "随便"])
def test_who_leaves_the_choice_to_us_gets_the_surest(small_parts: Parts, text: str) -> None:
    asked, chosen = said(small_parts, UNSURE, text)
    assert isinstance(asked.decision, Choice)
    surest = max(asked.decision.candidates, key=lambda candidate: candidate.confidence)
    assert topics_of(chosen) == [surest.label.id]


@pytest.mark.parametrize(
    ("asked", "picked"), [("how do I run google ads for a german audience", "1"), ("微信诈骗", "1")]
)
def test_a_topic_beside_what_lies_elsewhere_can_be_chosen(shipped_parts: Parts, asked: str, picked: str) -> None:
    refused, chosen = said(shipped_parts, asked, picked)
    assert isinstance(refused.decision, NoAdvice)
    (offer,) = refused.reply.offers
    assert offer.title in plain_text(refused.reply.html)
    assert chosen.reply.topic == offer.topic


def test_both_are_answered_in_one_reply(small_parts: Parts) -> None:
    asked, both = said(small_parts, UNSURE, "both")
    assert topics_of(both) == topics_of(asked)
    assert [offer.topic for offer in both.reply.offers] == topics_of(asked)
    for topic in topics_of(asked):
        assert small_parts.answerer.replies.topic(topic, "en").html in both.reply.html


def test_none_of_them_leads_on_and_is_no_second_refusal(small_parts: Parts) -> None:
    asked, none = said(small_parts, UNSURE, "none of these")
    assert isinstance(asked.decision, Choice)
    assert none.decision == NoAdvice(none_fits=True)
    assert plain_text(none.reply.html).startswith("Then let us look by theme")
    assert none.stands_for == UNSURE


@pytest.mark.parametrize("text", ["yes", "sure"])
def test_who_does_not_say_which_is_asked_again(small_parts: Parts, text: str) -> None:
    asked, again = said(small_parts, UNSURE, text)
    assert again.decision == asked.decision
    assert again.reply == asked.reply


def test_a_number_is_answered_in_the_language_of_the_conversation(small_parts: Parts) -> None:
    asked, chosen = said(small_parts, "客户和人才", "1")
    assert isinstance(asked.decision, Choice)
    assert chosen.reply_language == "zh"
    assert chosen.stands_for == small_parts.knowledge.topic_by_id[topics_of(asked)[0]].title["zh"]


def test_what_follows_a_choice_goes_on_with_the_topic_chosen(small_parts: Parts) -> None:
    asked, _, steps = said(small_parts, UNSURE, "2", "what do we do then?")
    assert topics_of(steps) == topics_of(asked)[1:2]
    assert "First steps" in plain_text(steps.reply.html)


@pytest.mark.parametrize("before", ["freight too expensive", "what is the HS code for mugs", "hello"])
def test_where_nothing_was_offered_nothing_is_chosen(small_parts: Parts, before: str) -> None:
    assert said(small_parts, before, "the first one")[-1].stands_for is None


def test_a_correction_is_answered_as_if_it_had_been_asked_at_once(small_parts: Parts) -> None:
    corrected = said(small_parts, "a supplier took our deposit and vanished", "no, I meant freight too expensive")[-1]
    alone = small_parts.answerer.answer("freight too expensive")
    assert topics_of(corrected) == topics_of(alone) == ["logistics_cost"]
    assert corrected.match.text == alone.match.text
    assert corrected.question == "no, I meant freight too expensive"


@pytest.mark.parametrize("text", ["no, freight", "not fraud but freight", "No. It is about freight", "不是，运费太贵"])
def test_a_subject_named_instead_is_answered_alone(small_parts: Parts, text: str) -> None:
    corrected = said(small_parts, "a supplier took our deposit and vanished", text)[-1]
    assert topics_of(corrected)[0] == "logistics_cost"
    assert corrected.match.share_of_earlier == 0


def test_what_follows_a_correction_goes_on_with_what_was_meant(shipped_parts: Parts) -> None:
    for correction in ("no, staff training", "no, I meant staff training", "not fraud but staff training"):
        conversation = ("a supplier took our deposit and vanished", correction, "what can I do")
        assert said(shipped_parts, *conversation)[-1].reply.topic == "train_own_staff"


def test_a_no_before_what_makes_no_sense_alone_corrects_nothing(small_parts: Parts) -> None:
    assert said(small_parts, "freight too expensive", "no, too late")[-1].match.text == "no, too late"


@pytest.mark.parametrize("text", ["not that", "that's not it", "不是这个"])
def test_who_rejects_an_answer_is_not_given_it_again(small_parts: Parts, text: str) -> None:
    advised, rejected = said(small_parts, "freight too expensive", text)
    assert isinstance(advised.decision, Advice)
    assert rejected.decision == NoAdvice(none_fits=True)
    assert rejected.stands_for == "freight too expensive"
    (alone,) = said(small_parts, text)
    assert alone.stands_for is None


@pytest.mark.parametrize("text", ["It is about our shipping cost", "one more thing, the shipping cost", "是关于运费的"])
def test_who_only_names_a_subject_is_answered_on_it(shipped_parts: Parts, text: str) -> None:
    for before in ([], ["hello"], ["I have a question"]):
        named = said(shipped_parts, *before, text)[-1]
        assert topics_of(named)[0] == "logistics_cost"


@pytest.mark.parametrize("text", ["It is about my staff", "my staff"])
def test_the_words_around_a_subject_do_not_hide_it(shipped_parts: Parts, text: str) -> None:
    (named,) = said(shipped_parts, text)
    assert topics_of(named)[0] == "train_own_staff"


@pytest.mark.parametrize("text", ["whatsapp scam", "Alibaba fraud", "wechat scam", "阿里巴巴骗子"])
def test_a_need_at_a_place_online_is_one_online(shipped_parts: Parts, text: str) -> None:
    (named,) = said(shipped_parts, text)
    assert topics_of(named)[0] == "online_fraud"


@pytest.mark.parametrize("text", ["amazon returns", "alibaba password", "facebook friends", "抖音赚钱"])
def test_what_lies_elsewhere_at_a_place_online_stays_there(shipped_parts: Parts, text: str) -> None:
    (named,) = said(shipped_parts, text)
    assert isinstance(named.decision, NoAdvice)
    assert named.decision.elsewhere


def test_the_last_reply_comes_again_in_the_language_wanted(small_parts: Parts) -> None:
    asked, again = said(small_parts, "运费太贵", "in English please")
    assert again.decision == asked.decision
    assert (again.reply_language, again.stands_for) == ("en", "运费太贵")
    assert plain_text(again.reply.html).startswith("You asked about: Shipping costs too much")


def test_a_language_wanted_of_nothing_is_small_talk_or_nothing(small_parts: Parts) -> None:
    assert small_parts.answerer.answer("in English please").stands_for is None


def test_a_thumb_is_a_pleasantry_in_the_language_of_the_conversation(small_parts: Parts) -> None:
    _, thumb = said(small_parts, "运费太贵", "👍🏽")
    assert thumb.decision == Smalltalk(kind="thanks")
    assert thumb.reply.html.startswith(small_parts.knowledge.smalltalk_by_id["thanks"].reply["zh"])


def test_who_goes_on_about_an_answer_gets_more_of_it_and_no_choice(small_parts: Parts) -> None:
    conversation = ["freight too expensive", "why", "any examples", "what do we do then?", "and for a small firm?"]
    conversation += ["ok, which one first"]
    for answer in said(small_parts, *conversation):
        assert topics_of(answer) == ["logistics_cost"]
        assert isinstance(answer.decision, Advice)


@pytest.mark.parametrize("text", ["too long", "in short please", "I don't understand", "太长了", "说人话"])
def test_who_wants_it_short_gets_it_short(small_parts: Parts, text: str) -> None:
    whole, short = said(small_parts, "freight too expensive", text)
    card = small_parts.answerer.replies.card("logistics_cost", short.reply_language)
    shown = plain_text(short.reply.html)
    assert card.answer in shown
    assert card.steps[0] in shown
    assert card.steps[1] not in shown
    assert len(short.reply.html) < len(whole.reply.html) * 1.2


@pytest.mark.parametrize("words", ["what did you say?", "Say that again", "repeat please"])
def test_the_last_reply_is_given_once_more_as_it_was(small_parts: Parts, words: str) -> None:
    _, steps, again, goes_on = said(small_parts, "freight too expensive", "and then?", words, "why?")
    assert again.reply == steps.reply
    assert again.stands_for == "and then?"
    assert goes_on.reply.topic == "logistics_cost"
    (alone,) = said(small_parts, words)
    assert alone.reply.topic is None


def test_next_asks_what_to_do_about_what_was_spoken_of(small_parts: Parts) -> None:
    _, steps = said(small_parts, "freight too expensive", "next")
    assert "First steps" in plain_text(steps.reply.html)
    (alone,) = said(small_parts, "next")
    assert alone.decision == NoAdvice(subjectless=True)
