"""Conversations about the papers: what points back to them, what does not, and where papers come from."""

import pytest

from bot.advice.deciding import PaperAnswer
from bot.advice.markup import plain_text
from bot.assembly import Parts
from bot.files.question_files import read_questions
from tests.conftest import CHECKOUT

FIRST, SECOND, THIRD = "internet-plus", "network-economy", "big-data"


def test_follow_ups_and_misspelt_questions_about_papers_find_their_places(shipped_parts: Parts) -> None:
    asked = [q for q in read_questions(CHECKOUT / "tests" / "evaluation" / "papers_more.jsonl") if q.papers]
    right_papers = right_claims = 0
    for question in asked:
        sources = shipped_parts.answerer.answer(question.text, after=question.after).reply.sources
        right_papers += {source.paper for source in sources} == question.papers
        right_claims += not question.accept.isdisjoint(source.claim for source in sources)
    assert right_papers >= len(asked) - 3
    assert right_claims >= len(asked) - 3


@pytest.mark.parametrize(
    ("after", "text", "papers", "claim"),
    [
        (["shipping costs too much"], "what figure do they give for it?", {THIRD}, "big-data.c7"),
        (["shipping costs too much"], "which section?", {THIRD}, "big-data.m2"),
        (["a supplier cheated us online", "thanks"], "which paper says that?", {FIRST}, "internet-plus.c1"),
        (["challenges in the second paper"], "and the third one?", {THIRD}, "big-data.c3"),
        (["challenges in the second paper"], "what about the Internet paper", {FIRST}, "internet-plus.c1"),
        (["what does the second paper say about talent?"], "do the others agree?", {FIRST, THIRD}, "big-data.m5"),
        (["summarise the second paper"], "what figures does that paper give", {SECOND}, "network-economy.b2"),
        (["第二篇有哪些挑战"], "第三篇呢", {THIRD}, "big-data.c3"),
        (["海运费太贵"], "出处在哪", {THIRD}, "big-data.c7"),
        (["客户资料泄露了怎么办"], "论文怎么说", {SECOND, THIRD}, "big-data.c2"),
    ],
)
def test_a_follow_up_points_back_to_papers(
    shipped_parts: Parts, after: list[str], text: str, papers: set[str], claim: str
) -> None:
    answer = shipped_parts.answerer.answer(text, after=after)
    assert {source.paper for source in answer.reply.sources} == papers
    assert claim in [source.claim for source in answer.reply.sources]


@pytest.mark.parametrize(
    ("conversation", "asks", "papers"),
    [
        (["challenges in the third paper", "and its measures?"], "measure", {THIRD}),
        (["challenges in the third paper", "what do they recommend"], "measure", {THIRD}),
        (["challenges in the third paper", "and the other two?"], "challenge", {FIRST, SECOND}),
        (["what does the second paper say about fraud", "and the third?"], "subject", {THIRD}),
        (["what does the second paper say about fraud", "what about the 1st?"], "subject", {FIRST}),
        (["how old are the figures in the big data paper"], "figure", {THIRD}),
        (["figures in the big data paper", "and in the second paper?"], "figure", {SECOND}),
        (["challenges in the second paper", "how do I cite the first paper"], "origin", {FIRST}),
        (["is the 2nd paper peer reviewed", "how do I cite it"], "origin", {SECOND}),
        (["shipping costs too much", "can I trust this?"], "origin", {THIRD}),
        (["第一篇讲什么", "它的对策呢"], "measure", {FIRST}),
        (["第一篇讲什么", "其他的呢"], "summary", {SECOND, THIRD}),
        (["运费太贵", "数据旧不旧"], "origin", {THIRD}),
        (["what does the second paper say about fraud", "what does section 3.2 say?"], "section", {SECOND}),
        (["section 3 of paper two", "and in the third paper?"], "section", {THIRD}),
        (["section 3 of paper two", "and section 9?"], "section", {SECOND}),
        (["第三篇讲什么", "第5.3节呢", "有哪些章节"], "section", {THIRD}),
        (["shipping costs too much", "read me section 6.1"], "section", {THIRD}),
        (["which paper says that data can leak", "what does that section say?"], "section", {THIRD}),
        (["运费太贵", "出处在哪", "那一节讲了什么"], "section", {THIRD}),
        (
            ["what does the second paper say about fraud", "what section of the third paper is on leaks"],
            "subject",
            {THIRD},
        ),
    ],
)
def test_a_conversation_about_the_papers_goes_on(
    shipped_parts: Parts, conversation: list[str], asks: str, papers: set[str]
) -> None:
    *after, text = conversation
    decision = shipped_parts.answerer.answer(text, after=after).decision
    assert isinstance(decision, PaperAnswer)
    assert (decision.ask, set(decision.papers)) == (asks, papers)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what is the difference between the papers", "summary"),
        ("summarize all three in one sentence each", "summary"),
        ("三篇论文有什么不同", "summary"),
        ("limitations of the studies?", "origin"),
    ],
)
def test_what_is_asked_of_all_papers_is_not_left_to_the_last_one(shipped_parts: Parts, text: str, asks: str) -> None:
    for after in ([], ["challenges in the second paper"]):
        answer = shipped_parts.answerer.answer(text, after=after)
        assert isinstance(answer.decision, PaperAnswer)
        assert answer.decision.ask == asks
        said = plain_text(answer.reply.html)
        for paper in shipped_parts.knowledge.papers:
            assert paper.short["en"] in said or paper.short["zh"] in said or paper.title["en"] in said


@pytest.mark.parametrize("text", ["what are the benefits?", "and the second?", "and the others?", "data?"])
def test_after_a_topic_a_bare_word_means_no_paper(shipped_parts: Parts, text: str) -> None:
    decision = shipped_parts.answerer.answer(text, after=["shipping costs too much"]).decision
    assert not isinstance(decision, PaperAnswer)


def test_the_other_papers_may_have_nothing_on_it(shipped_parts: Parts) -> None:
    answer = shipped_parts.answerer.answer("does the other paper say the same?", after=["a supplier cheated us online"])
    assert answer.decision_name == "none"
    assert answer.reply.sources == ()
    assert "The Internet + paper speaks of it." in plain_text(answer.reply.html)


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (["we were cheated"], "i need that paper for customs, how do i get it"),
        (["we sell paper bags"], "the other one is cheaper"),
        (["shipping costs too much"], "and the second one?"),
        (["what is the HS code for mugs"], "which section?"),
        (["hello"], "which paper says that?"),
        ([], "which section?"),
    ],
)
def test_what_points_to_nothing_in_the_papers_is_no_question_about_them(
    shipped_parts: Parts, after: list[str], text: str
) -> None:
    assert not isinstance(shipped_parts.answerer.answer(text, after=after).decision, PaperAnswer)


@pytest.mark.parametrize(
    ("after", "text", "papers"),
    [
        ([], "who wrote the papers", {FIRST, SECOND, THIRD}),
        ([], "who is the author of the big data paper", {THIRD}),
        ([], "which journal was the second paper published in", {SECOND}),
        ([], "are the papers reliable", {FIRST, SECOND, THIRD}),
        ([], "what papers do you have", {FIRST, SECOND, THIRD}),
        ([], "can i read the papers?", {FIRST, SECOND, THIRD}),
        ([], "论文是谁写的", {FIRST, SECOND, THIRD}),
        ([], "大数据那篇论文是谁写的", {THIRD}),
        ([], "你们有哪些论文", {FIRST, SECOND, THIRD}),
        ([], "這些論文是哪年的", {FIRST, SECOND, THIRD}),
        ([], "论文全文发我一下", {FIRST, SECOND, THIRD}),
        (["my freight cost eat all profit"], "who wrote this?", {THIRD}),
        (["who wrote the second paper"], "and the third one?", {THIRD}),
        (["运费太贵了"], "谁写的", {THIRD}),
    ],
)
def test_who_asks_where_papers_come_from_is_told_what_is_known_of_it(
    shipped_parts: Parts, after: list[str], text: str, papers: set[str]
) -> None:
    answer = shipped_parts.answerer.answer(text, after=after)
    said = plain_text(answer.reply.html)
    for paper in shipped_parts.knowledge.papers:
        assert (paper.lacks[answer.reply_language] in said) == (paper.id in papers)
    # Nothing is cited, nobody is asked whether it helped, and no curator misses an answer.
    assert (answer.decision_name, answer.reply.sources) == ("smalltalk", ())


@pytest.mark.parametrize(
    "text",
    [
        "which papers do i need to ship",
        "download the papers for customs",
        "are the papers of my supplier reliable",
        "what is the name of the paper for origin",
        "论文怎么发表",
        "帮我想个论文题目",
    ],
)
def test_papers_that_are_none_of_ours_have_no_origin_to_tell(shipped_parts: Parts, text: str) -> None:
    answer = shipped_parts.answerer.answer(text)
    assert not isinstance(answer.decision, PaperAnswer)


def test_after_being_told_the_origin_people_go_on_with_what_a_paper_says(shipped_parts: Parts) -> None:
    after = ["who wrote the second paper", "and the third one?"]
    answer = shipped_parts.answerer.answer("what does that paper say", after=after)
    assert {source.paper for source in answer.reply.sources} == {THIRD}
