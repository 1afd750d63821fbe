"""What a curator is told of follow-ups and of two needs."""

import json

import pytest

from bot.assembly import Parts
from bot.shells.reasons import reasons
from tests.conftest import RunCommand


def test_a_follow_up_says_how_far_it_leans_and_why(shipped_parts: Parts) -> None:
    told = reasons(shipped_parts.answerer.answer("why?", after=["shipping costs too much"]))
    assert "follow-up: 100% from the questions before it" in told
    assert "it names no subject of its own" in told
    assert "follow-up" not in reasons(shipped_parts.answerer.answer("shipping costs too much"))


def test_each_kind_of_evidence_has_its_share(shipped_parts: Parts) -> None:
    match = shipped_parts.answerer.answer("freight eats all we earn", explain=True).match
    assert set(match.topics[0].shares) == {"english", "meaning", "wording"}
    assert sum(match.topics[0].shares.values()) == pytest.approx(1, abs=0.01)
    assert all(share >= 0 for candidate in (*match.topics, *match.others) for share in candidate.shares.values())
    assert not shipped_parts.answerer.answer("freight eats all we earn").match.topics[0].shares


def test_two_needs_are_named_with_their_confidence(shipped_parts: Parts) -> None:
    told = reasons(shipped_parts.answerer.answer("we were cheated and can't find staff"))
    assert "decision: all offered" in told
    assert "online_fraud 1.00 and hiring 0." in told


def test_json_has_the_reasons_if_asked_for(run_command: RunCommand) -> None:
    plain = json.loads(run_command("ask", "--json", "-", stdin="freight too expensive\n").stdout)
    with_why = json.loads(run_command("ask", "--why", "--json", "-", stdin="freight too expensive\n").stdout)
    assert "understood as: freight too expensive" in with_why.pop("why")
    assert (with_why.pop("share_of_earlier"), with_why.pop("pieces")) == (0, [])
    assert with_why == plain
