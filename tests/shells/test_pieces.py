"""What a curator is told of the pieces of a question, each by itself."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.advice.deciding import Choice, WhichPart
from bot.answering import Answer
from bot.assembly import Parts
from bot.shells.asking import as_json
from bot.shells.reasons import reasons, reasons_as_json
from tests.conftest import RunCommand

Asked = Callable[..., Answer]

STORY = (
    "We sell shoes to buyers in many countries and have done so for a long time. The frieght is too expensive and it "
    "eats the profit every month. What is there to be done about it all in the end?"
)
UNCLEAR_STORY = (
    "My grandfather began with one kiln and a horse in the year of the flood, as people will tell you on any day of "
    "the week. He had no telephone and no lamp, and he was happy. Then the bridge fell and the horse grew old and my "
    "uncle took to the sea. We were cheated online by a fake buyer. The frieght is too expensive for us now."
)
TWO_NEEDS = "we were cheated and also frieght too expensive"


@pytest.fixture(scope="module")
def asked(small_parts: Parts) -> Asked:
    """``asked(text, *after)`` gives the answer that explains itself."""
    return lambda text, *after: small_parts.answerer.answer(text, after=after, explain=True)


def told(answer: Answer) -> list[tuple[str, str, str, str | None]]:
    """Of each piece its kind, words, best label and what it stood for."""
    return [(piece.kind, piece.words, piece.candidates[0].label.id, piece.stood_for) for piece in answer.pieces]


def test_the_sentences_of_a_story_stand_in_its_order_with_what_each_speaks_for(asked: Asked) -> None:
    assert told(asked(STORY)) == [
        (
            "sentence",
            "we sell shoes to buyers in many countries and have done so for a long time",
            "what_is_trade",
            None,
        ),
        ("sentence", "the freight is too expensive and it eats the profit every month", "logistics_cost", None),
        ("sentence", "what is there to be done about it all in the end", "faster_logistics", None),
    ]


def test_the_labels_a_piece_speaks_for_are_few_and_best_first(asked: Asked) -> None:
    pieces = asked(STORY).pieces
    assert len(pieces) > 1
    for piece in pieces:
        scores = [candidate.score for candidate in piece.candidates]
        assert len(scores) == 3
        assert scores == sorted(scores, reverse=True)


def test_a_part_of_a_story_that_is_offered_names_its_topic(asked: Asked) -> None:
    answer = asked(UNCLEAR_STORY)
    assert isinstance(answer.decision, WhichPart)
    offered = {part.candidate.label.id for part in answer.decision.parts}
    assert {piece.stood_for for piece in answer.pieces if piece.stood_for} == offered
    assert ("sentence", "the freight is too expensive for us now", "logistics_cost", "logistics_cost") in told(answer)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (TWO_NEEDS, [("we were cheated", "online_fraud"), ("freight too expensive", "logistics_cost")]),
        ("运费太贵，还有我们被骗了", [("运费太贵", "logistics_cost"), ("我们被骗了", "online_fraud")]),
        ("a new subject: rivals get our data", [("a new subject", None), ("rivals get our data", None)]),
    ],
    ids=["English", "Chinese", "one need"],
)
def test_each_clause_names_the_need_it_stood_for(
    asked: Asked, text: str, clauses: list[tuple[str, str | None]]
) -> None:
    answer = asked(text)
    assert [(piece.kind, piece.words, piece.stood_for) for piece in answer.pieces] == [
        ("clause", words, need) for words, need in clauses
    ]


def test_both_needs_have_the_phrasings_that_spoke_for_them(asked: Asked) -> None:
    decision = asked(TWO_NEEDS).decision
    assert isinstance(decision, Choice)
    assert all(candidate.evidence for candidate in decision.candidates)


def test_a_follow_up_shows_what_was_said_before_as_it_was_understood_then(asked: Asked) -> None:
    answer = asked("why?", "hello", "frieght too expensive", "and by sea?")
    assert told(answer) == [
        ("said before", "freight too expensive", "logistics_cost", None),
        ("said before", "and by sea", "logistics_cost", None),
    ]
    then = max(
        asked("and by sea?", "hello", "frieght too expensive").match.topics, key=lambda candidate: candidate.score
    )
    best = answer.pieces[1].candidates[0]
    assert (best.label, best.score, best.evidence) == (then.label, then.score, then.evidence)
    assert "follow-up: 100% from the questions before it" in reasons(answer)
    assert "goes on with: logistics_cost, asked for: same" in reasons(answer)


def test_a_follow_up_about_the_papers_names_the_subject_it_took_over(asked: Asked) -> None:
    shown = reasons(asked("and the other papers?", "what does the big data paper say about freight?"))
    assert "asked for: subject, on “freight”" in shown
    assert "no follow-up" not in shown


def test_what_was_said_before_without_words_is_named_so(asked: Asked) -> None:
    assert "said before: “(no words)”" in reasons(asked("why?", "?!"))


def test_what_stands_alone_leans_on_nothing_and_says_so(asked: Asked) -> None:
    afresh = asked("rivals get our data", "freight too expensive")
    assert "no follow-up: it is clear alone" in reasons(afresh)
    assert not afresh.pieces
    assert "follow-up" not in reasons(asked("rivals get our data"))


@pytest.mark.parametrize("text", ["", "?!", "thank you", "hs code ceramic tiles", "freight too expensive"])
def test_a_short_question_has_no_pieces(asked: Asked, text: str) -> None:
    answer = asked(text)
    assert not answer.pieces
    assert "pieces" not in reasons(answer)


@pytest.mark.parametrize("text", [STORY, UNCLEAR_STORY, TWO_NEEDS, "why?", "which section?", "thank you", ""])
def test_who_asks_why_gets_the_same_answer(small_parts: Parts, text: str) -> None:
    plain = small_parts.answerer.answer(text, after=["freight too expensive"])
    explained = small_parts.answerer.answer(text, after=["freight too expensive"], explain=True)
    assert not plain.pieces
    assert as_json(plain, small_parts.answerer) == as_json(explained, small_parts.answerer)
    assert replace(explained, match=plain.match, decision=plain.decision, pieces=()) == plain


def test_the_pieces_are_told_as_text_and_as_json(asked: Asked) -> None:
    answer = asked(TWO_NEEDS)
    assert "clause: “freight too expensive”, stood for logistics_cost\n       topic logistics_cost" in reasons(answer)
    given = reasons_as_json(answer)
    assert given["why"] == reasons(answer)
    assert given["share_of_earlier"] == 0
    assert [(piece["kind"], piece["words"], piece["stood_for"]) for piece in given["pieces"]] == [
        ("clause", "we were cheated", "online_fraud"),
        ("clause", "freight too expensive", "logistics_cost"),
    ]
    best = given["pieces"][1]["speaks_for"][0]
    assert (best["kind"], best["id"]) == ("topic", "logistics_cost")
    assert 0 <= best["confidence"] <= 1 < best["score"] <= 100


def test_a_question_may_be_asked_after_others_as_text_and_as_json(run_command: RunCommand) -> None:
    shown = run_command("ask", "--why", "--after", "hello", "--after", "freight too expensive", "why?").stdout
    assert "said before: “freight too expensive”\n       topic logistics_cost" in shown
    lines = '{"q": "why?", "after": ["we were cheated"]}\nwhy?\n'
    ended = run_command("ask", "--why", "--after", "freight too expensive", "--json", "-", stdin=lines)
    own, general = (json.loads(line) for line in ended.stdout.splitlines())
    assert own["pieces"][0]["words"] == "we were cheated"
    assert general["pieces"][0]["words"] == "freight too expensive"
    assert own["share_of_earlier"] == general["share_of_earlier"] == 1
