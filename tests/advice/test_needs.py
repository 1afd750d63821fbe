"""Two needs in one message: where it is cut, and which cuts count."""

import pytest

from bot.advice.cues import NeedCues
from bot.advice.needs import MOST_CLAUSES, clauses_of
from bot.files.knowledge_reading import load_knowledge
from tests.conftest import CHECKOUT

CUES = load_knowledge(CHECKOUT / "knowledge").need_cues


def clauses(text: str) -> list[tuple[str, str]]:
    return [(clause.text, clause.link) for clause in clauses_of(text, CUES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we were cheated and can't find staff", [("we were cheated", "pause"), ("can't find staff", "join")]),
        (
            "freight is dear. also, nobody reads our ads",
            [("freight is dear", "pause"), ("nobody reads our ads", "addition")],
        ),
        (
            "i need staff but i also need cheap freight",
            [("i need staff", "pause"), ("i also need cheap freight", "addition")],
        ),
        ("我们被骗了,而且招不到人", [("我们被骗了", "pause"), ("招不到人", "addition")]),
        ("物流太慢,营销也不行", [("物流太慢", "pause"), ("营销也不行", "join")]),
        ("招不到人又没有钱", [("招不到人", "pause"), ("没有钱", "join")]),
        ("my needs: 1) cheap freight 2) hackers", [("cheap freight", "addition"), ("hackers", "addition")]),
        ("1.运费高2.招不到人", [("运费高", "addition"), ("招不到人", "addition")]),
    ],
)
def test_clauses_end_where_another_need_may_begin(text: str, expected: list[tuple[str, str]]) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "freight is too expensive",
        "research and development",
        "it costs 1,000.50 dollars",
        "1. freight is too expensive",
        "what is the difference between trade norms and trade barriers",
        "大数据和互联网有什么区别,哪个重要",
        "运费高",
        " ".join(["my uncle sold mangoes for years, and his shop is on a hill."] * 12),
    ],
)
def test_what_holds_one_need_has_no_clauses(text: str) -> None:
    assert clauses(text) == []


def test_of_many_clauses_the_last_and_the_longest_are_matched() -> None:
    found = clauses("one small, two bits, a much longer clause, three bits, another quite long clause, also the end")
    assert len(found) == MOST_CLAUSES
    assert found[-1] == ("the end", "addition")
    assert "a much longer clause" in [text for text, _ in found]


def test_without_cues_only_pauses_cut() -> None:
    cues = NeedCues(additions={}, joins={}, ones={})
    assert [clause.link for clause in clauses_of("we were cheated and robbed, no staff", cues)] == ["pause", "pause"]
