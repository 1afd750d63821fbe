"""Single questions about the papers, answered from the shipped knowledge with places."""

import json

import pytest

from bot.advice.deciding import PaperAnswer
from bot.advice.markup import plain_text
from bot.assembly import Parts
from bot.shells.asking import as_json
from bot.shells.reasons import reasons
from tests.conftest import CHECKOUT

FIRST, SECOND, THIRD = "internet-plus", "network-economy", "big-data"


@pytest.mark.parametrize(
    ("text", "papers", "claim"),
    [
        ("which paper talks about logistics cost?", {THIRD}, "big-data.c7"),
        ("what does the second paper say about talent?", {SECOND}, "network-economy.c1"),
        ("what figure do they give for shipping?", {THIRD}, "big-data.c7"),
        ("summarise the network economy paper", {SECOND}, "network-economy.b1"),
        ("challenges in big data paper", {THIRD}, "big-data.c3"),
        ("what figures do the papers give?", {SECOND, THIRD}, "network-economy.b2"),
        ("summarise the three papers", {FIRST, SECOND, THIRD}, "internet-plus.b1"),
        ("第二篇怎么说人才？", {SECOND}, "network-economy.c1"),
        ("论文给出的运输费用数字是多少？", {THIRD}, "big-data.c7"),
        ("总结一下网络经济论文", {SECOND}, "network-economy.b1"),
        ("大数据论文里的挑战有哪些", {THIRD}, "big-data.c3"),
        ("第三篇論文講了哪些挑戰？", {THIRD}, "big-data.c3"),
    ],
)
def test_the_papers_asked_about_are_cited(shipped_parts: Parts, text: str, papers: set[str], claim: str) -> None:
    answer = shipped_parts.answerer.answer(text)
    assert answer.decision_name == "advice"
    assert {source.paper for source in answer.reply.sources} == papers
    assert claim in [source.claim for source in answer.reply.sources]
    assert len(answer.reply.sources) <= 6


def test_the_project_s_own_questions_about_papers_find_their_places(shipped_parts: Parts) -> None:
    lines = (CHECKOUT / "tests" / "evaluation" / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    right_papers = right_claims = 0
    for asked in map(json.loads, lines):
        sources = shipped_parts.answerer.answer(asked["q"]).reply.sources
        right_papers += {source.paper for source in sources} == set(asked["papers"])
        right_claims += not set(asked["claims"]).isdisjoint(source.claim for source in sources)
    assert right_papers >= len(lines) - 1
    assert right_claims >= len(lines) - 1


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("paper one: talent", {FIRST}),
        ("second paper, logistics", {SECOND}),
        ("network economy paper - risks", {SECOND}),
        ("第二篇 人才", {SECOND}),
    ],
)
def test_a_paper_and_a_subject_are_enough(shipped_parts: Parts, text: str, papers: set[str]) -> None:
    decision = shipped_parts.answerer.answer(text).decision
    assert isinstance(decision, PaperAnswer)
    assert (decision.ask, set(decision.papers)) == ("subject", papers)


def test_a_paper_in_the_middle_of_a_story_is_no_keyword(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("i got the first paper back from customs")
    assert not isinstance(answer.decision, PaperAnswer)


def test_what_is_not_shown_of_a_list_is_counted(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("challenges in the third paper")
    assert isinstance(answer.decision, PaperAnswer)
    assert (len(answer.decision.claims), answer.decision.more) == (6, 2)
    assert "2 more" in plain_text(answer.reply.html)


@pytest.mark.parametrize("text", ["which paper talks about logistics cost?", "哪篇论文谈到物流成本？"])
def test_a_place_that_two_claims_share_is_listed_once(shipped_parts: Parts, text: str) -> None:
    reply = shipped_parts.answerer.answer(text).reply
    assert [(source.claim, source.at) for source in reply.sources] == [("big-data.c7", "6.1"), ("big-data.m2", "6.1")]
    assert plain_text(reply.html).count("6.1") == 1
    assert plain_text(reply.html).count("[1]") == 3


def test_a_paper_that_says_nothing_on_it_is_told_so(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("What does the first paper say about finance data from banks?")
    assert answer.decision_name == "none"
    assert answer.reply.sources == ()
    assert "I found nothing on this in the Internet + paper.\nThe big data paper speaks of it." in plain_text(
        answer.reply.html
    )


def test_what_stands_in_a_section_is_told_with_all_its_parts(shipped_parts: Parts) -> None:
    whole = shipped_parts.answerer.answer("what does section 3 of the second paper say?")
    part = shipped_parts.answerer.answer("第二篇论文第3.2节说了什么")
    assert (whole.decision_name, part.decision_name) == ("advice", "advice")
    assert {source.claim for source in part.reply.sources} == {
        f"network-economy.{claim}" for claim in ("c1", "c2", "m6")
    }
    assert {source.claim for source in part.reply.sources} < {source.claim for source in whole.reply.sources}
    assert plain_text(part.reply.html).startswith("网络经济论文第3.2节\n坏的影响：缺人才、风险高")
    assert all(source.says in plain_text(part.reply.html) for source in part.reply.sources)


def test_a_section_of_no_named_paper_is_that_of_all_that_have_it(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("what does section 6.1 say")
    assert {source.paper for source in answer.reply.sources} == {THIRD}
    several = shipped_parts.answerer.answer("what does section 3 say")
    assert {source.paper for source in several.reply.sources} == {FIRST, SECOND, THIRD}
    assert "10 more are not shown" in plain_text(several.reply.html)


def test_a_section_that_is_not_there_is_answered_with_those_that_are(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("section 5.1 of the network economy paper")
    told = plain_text(answer.reply.html)
    assert (answer.decision_name, answer.reply.sources) == ("none", ())
    assert told.startswith(
        "The network economy paper has no section 5.1. It has these:\nWhat the paper is about\n1 The"
    )
    assert told.count("4.3 A fitting platform") == 1
    listed = shipped_parts.answerer.answer("what sections does the network economy paper have?")
    assert listed.decision_name == "smalltalk"
    assert plain_text(listed.reply.html).splitlines()[1:] == told.splitlines()[1:]


def test_what_lies_elsewhere_is_sent_there_whatever_paper_is_named(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("what does the second paper say about visas?")
    assert answer.decision_name == "none"
    assert not isinstance(answer.decision, PaperAnswer)


def test_a_paper_no_one_knows_of_is_not_made_up(shipped_parts: Parts) -> None:
    assert not shipped_parts.answerer.answer("which paper talks about growing tomatoes on the moon?").reply.sources


def test_topics_that_cover_what_is_cited_come_first(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("What does paper two say on hackers?")
    given = as_json(answer, shipped_parts.answerer)
    cited = {source["claim"] for source in given["sources"]}
    assert cited == {"network-economy.c2", "network-economy.m6"}
    helps = [not cited.isdisjoint(topic["covers"]) for topic in given["topics"]]
    assert helps == sorted(helps, reverse=True)
    assert helps[0]
    assert len(given["topics"]) == 5


def test_a_curator_is_told_how_it_was_understood(shipped_parts: Parts) -> None:
    told = reasons(shipped_parts.answerer.answer("challenges in the third paper"))
    assert "decision: a question about the papers (big-data), asked for: challenge; cited: big-data.c1" in told
