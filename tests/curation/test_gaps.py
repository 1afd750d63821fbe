"""Gaps are found in the knowledge and in the log, and nobody's number is shown."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.curation.gaps import NAMES, gap_lists
from bot.files.knowledge_reading import load_knowledge
from bot.files.question_files import MeasuredQuestion
from bot.records.conversation_log import Asking
from bot.records.opening import open_records
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE, RunCommand
from tests.records.test_conversation_log import UNDERSTANDING


def row(question: str, decision: str = "none", **other: Any) -> dict[str, Any]:
    return {
        "question": question,
        "decision": decision,
        "topic": None,
        "way": "asked",
        "person": "a",
        "language": "en",
        "asked_at": "2026-11-21T10:00:00+00:00",
        "candidates": [{"topic": "online_fraud", "confidence": 0.1}],
    } | other


def gaps(*rows: dict[str, Any], measured: Sequence[MeasuredQuestion] = ()) -> dict[str, list[dict[str, Any]]]:
    lists = gap_lists(load_knowledge(SMALL_KNOWLEDGE), measured, rows, days=90)
    return {one.name: [dict(zip(one.columns, cells, strict=True)) for cells in one.rows] for one in lists}


def test_questions_that_never_got_advice_are_counted_with_their_people() -> None:
    found = gaps(
        row("Whose is it?"),
        row("whose is it", person="b", decision="choice", asked_at="2026-11-22T10:00:00+00:00"),
        row("later answered"),
        row("Later answered!", decision="advice", topic="online_fraud"),
        row("hello", decision="smalltalk"),
        row("Online fraud", way="chosen", decision="none"),
    )["questions"]
    assert found == [
        {
            "question": "Whose is it?",
            "language": "en",
            "times": 2,
            "people": 2,
            "newest": "2026-11-22",
            "asked back": 1,
            "refused": 1,
            "closest topic": "online_fraud",
        }
    ]


def test_what_more_people_ask_comes_first() -> None:
    found = gaps(row("often"), row("often"), row("often"), row("by two"), row("by two", person="b"), row("once"))
    assert [one["question"] for one in found["questions"]] == ["by two", "often", "once"]


def test_personal_data_is_masked_before_it_is_counted() -> None:
    found = gaps(row("call me at +44 7700 900123 about it"), row("call me at +44 7700 900999 about it"))["questions"]
    assert [one["times"] for one in found] == [2]
    assert "7700" not in found[0]["question"]


def test_topics_that_nobody_got_are_named() -> None:
    found = gaps(row("x", decision="advice", topic="online_fraud"), row("y", way="chosen", topic="logistics_cost"))
    topics = {one["topic"] for one in found["topics"]}
    assert topics == set(load_knowledge(SMALL_KNOWLEDGE).topic_by_id) - {"online_fraud", "logistics_cost"}


def test_a_claim_is_thin_for_the_reasons_named() -> None:
    question = MeasuredQuestion(
        group="en", where="en:1", text="q", kind="", language="en", accept=frozenset({"big-data.c7"})
    )
    thin = {one["claim"]: one for one in gaps(measured=[question])["claims"]}
    assert thin["big-data.c7"]["questions"] == 1
    assert "1 questions to measure with" in thin["big-data.c7"]["thin because"]
    assert "big-data.c7" not in {one["claim"] for one in gaps(measured=[question] * 3)["claims"]}
    assert thin["internet-plus.b3"]["thin because"] == ("1 statement", "0 questions to measure with")


def test_the_claims_of_the_shipped_knowledge_are_covered_but_some_thinly() -> None:
    base = load_knowledge(CHECKOUT / "knowledge")
    (claims, *_) = gap_lists(base, [], [], days=1)
    assert len(claims.rows) == len(base.claim_by_id)
    assert all(cells[1] for cells in claims.rows)


# The command


@pytest.fixture
def data(tmp_path: Path) -> Path:
    now = datetime.now(UTC)
    records = open_records(tmp_path, lambda: now, bot=1)
    for number, (question, days) in enumerate([("where do I buy bricks", 1), ("what was long ago", 200)]):
        asking = Asking(
            update_id=number,
            person="p",
            chat="c",
            chat_kind="private",
            message_id=number,
            asked_at=now - timedelta(days=days),
        )
        records.conversations.record_answer(
            asking, replace(UNDERSTANDING, question=question, decision="none", topic=None)
        )
    records.close()
    return tmp_path


def test_the_command_looks_at_the_last_days(run_command: RunCommand, data: Path) -> None:
    settings = {"TRADEBOT_DATA": str(data), "TRADEBOT_EVALUATION": str(data)}
    ended = run_command("gaps", "--format", "json", "--all", settings=settings)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert list(found) == list(NAMES)
    assert [one["question"] for one in found["questions"]] == ["where do I buy bricks"]
    longer = run_command("gaps", "--since", "365", "--list", "questions", settings=settings)
    assert "what was long ago" in longer.stdout


def test_without_records_the_claims_are_looked_at_all_the_same(run_command: RunCommand, tmp_path: Path) -> None:
    ended = run_command("gaps", settings={"TRADEBOT_DATA": str(tmp_path), "TRADEBOT_EVALUATION": str(tmp_path)})
    assert ended.returncode == 0, ended.stderr
    assert "Claims thinly covered" in ended.stdout
    assert list(tmp_path.iterdir()) == []
