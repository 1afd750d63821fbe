"""Readiness checks: what answers add up to, and which question comes next."""

from collections.abc import Mapping

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from bot.advice.checkup import (
    GIVEN,
    MOST_GAPS,
    Given,
    changes_between,
    outcome_of,
    question_after,
    question_at,
    question_before,
)
from bot.advice.knowledge import CheckupQuestion, Statement

TEXT = {"en": "…"}


def question(name: str, weight: int) -> CheckupQuestion:
    why = Statement(claims=("big-data.c7",), text=TEXT)
    return CheckupQuestion(id=name, weight=weight, topic=name, skip_steps=0, area=TEXT, ask=TEXT, good=TEXT, why=why)


QUESTIONS = tuple(question(name, weight) for name, weight in (("a", 3), ("b", 5), ("c", 1), ("d", 3), ("e", 4)))
ANSWERS = st.dictionaries(st.sampled_from([one.id for one in QUESTIONS]), st.sampled_from(GIVEN))


def gaps(answers: Mapping[str, Given]) -> str:
    return "".join(gap.question.id for gap in outcome_of(QUESTIONS, answers).gaps)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a": "no", "b": "no", "c": "no"}, "bac"),
        ({"a": "no", "b": "partly", "c": "yes"}, "ab"),
        ({"a": "no", "d": "unknown"}, "ad"),
        ({"a": "unknown", "d": "no"}, "da"),
        ({"a": "no", "d": "no"}, "ad"),
        ({"a": "partly", "d": "unknown"}, "da"),
        (dict.fromkeys("abcde", "no"), "bea"),
        (dict.fromkeys("abcde", "yes"), ""),
        ({}, ""),
    ],
    ids=[
        "the weightier first", "how open counts, too", "no before don't know", "whichever comes first",
        "the same in the order of the questions", "don't know before partly", "only three", "none", "nothing answered",
    ],
)  # fmt: skip
def test_the_gaps_that_matter_most_come_first(answers: Mapping[str, Given], expected: str) -> None:
    assert gaps(answers) == expected


@for_all(ANSWERS)
def test_every_answer_is_a_strength_a_gap_or_one_of_the_others(answers: Mapping[str, Given]) -> None:
    outcome = outcome_of(QUESTIONS, answers)
    parts = (*outcome.strengths, *outcome.gaps, *outcome.others)
    assert sorted(one.question.id for one in parts) == sorted(answers)
    assert {one.given for one in outcome.strengths} <= {"yes"}
    assert "yes" not in {one.given for one in (*outcome.gaps, *outcome.others)}
    assert len(outcome.gaps) <= MOST_GAPS
    importance = [one.importance for one in (*outcome.gaps, *outcome.others)]
    assert importance == sorted(importance, reverse=True)
    assert sum(outcome.count(word) for word in GIVEN) == len(answers)


def test_an_answer_to_a_question_that_is_asked_no_longer_does_not_count() -> None:
    assert outcome_of(QUESTIONS, {"gone": "no", "a": "yes"}).answered == outcome_of(QUESTIONS, {"a": "yes"}).answered


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("no", "yes", "better"),
        ("partly", "yes", "better"),
        ("unknown", "partly", "better"),
        ("yes", "unknown", "worse"),
        ("partly", "no", "worse"),
        ("no", "unknown", ""),
        ("unknown", "no", ""),
        ("yes", "yes", ""),
    ],
)
def test_a_change_is_for_better_or_for_worse(was: Given, now: Given, expected: str) -> None:
    changes = changes_between(QUESTIONS, {"a": was}, {"a": now})
    assert bool(changes.better) == (expected == "better")
    assert bool(changes.worse) == (expected == "worse")


def test_only_what_was_answered_both_times_is_compared() -> None:
    changes = changes_between(QUESTIONS, {"a": "no", "gone": "no"}, {"b": "yes", "gone": "yes"})
    assert changes.better == changes.worse == ()


@for_all(ANSWERS, ANSWERS)
def test_what_is_better_one_way_is_worse_the_other(one: Mapping[str, Given], other: Mapping[str, Given]) -> None:
    there, back = changes_between(QUESTIONS, one, other), changes_between(QUESTIONS, other, one)
    assert [change.question for change in there.better] == [change.question for change in back.worse]


def test_questions_are_asked_in_their_order_and_then_it_is_done() -> None:
    answers: dict[str, Given] = {}
    asked = []
    due = question_at(QUESTIONS, "a", answers)
    while due is not None:
        asked.append(due.id)
        following = question_after(QUESTIONS, due.id, answers)
        answers[due.id] = "yes"
        before = question_before(QUESTIONS, due.id)
        assert (before.id if before else None) == (asked[-2] if len(asked) > 1 else None)
        due = following
    assert asked == ["a", "b", "c", "d", "e"]


def test_who_stood_at_a_question_that_is_asked_no_longer_goes_on_with_the_first_open_one() -> None:
    at = question_at(QUESTIONS, "gone", {"a": "yes", "c": "no"})
    assert at is not None
    assert at.id == "b"
    assert question_at(QUESTIONS, "gone", dict.fromkeys("abcde", "yes")) is None


def test_a_question_left_out_on_the_way_is_asked_at_the_end() -> None:
    left = question_after(QUESTIONS, "e", {"b": "yes", "c": "yes", "d": "yes"})
    assert left is not None
    assert left.id == "a"
