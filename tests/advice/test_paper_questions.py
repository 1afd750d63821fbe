"""Questions about the papers themselves: which are taken for such, and what they ask."""

import json
from collections.abc import Iterator

import pytest

from bot.advice.knowledge import PaperAsk, PaperCues
from bot.advice.normalising import comparable
from bot.advice.paper_cues import words_referred_to
from bot.advice.paper_questions import PaperQuestions
from bot.files.knowledge_reading import load_knowledge
from bot.files.language_data import simplifier
from tests.conftest import CHECKOUT

KNOWLEDGE = load_knowledge(CHECKOUT / "knowledge")
QUESTIONS = PaperQuestions(KNOWLEDGE.papers, KNOWLEDGE.paper_cues)
FIRST, SECOND, THIRD = "internet-plus", "network-economy", "big-data"

ASKED: list[tuple[str, tuple[str, ...], PaperAsk, str]] = [
    ("Which paper talks about logistics cost?", (), "which", "logistics cost"),
    ("What does the second paper say about talent?", (SECOND,), "subject", "talent"),
    ("What figure do they give for shipping?", (), "figure", "shipping"),
    ("Summarise the network economy paper", (SECOND,), "summary", ""),
    ("challenges in big data paper", (THIRD,), "challenge", ""),
    ("what countermeasures does paper 3 list", (THIRD,), "measure", ""),
    ("Benefits according to the first paper", (FIRST,), "opportunity", ""),
    ("do the first and third papers agree on transport", (FIRST, THIRD), "subject", "transport"),
    ("In which paper is fraud discussed?", (), "which", "fraud discussed"),
    ("What do your papers say about small firms?", (), "subject", "small firms"),
    ("which numbers do the papers give?", (), "figure", ""),
    ("sum up the three papers", (), "summary", ""),
    ("what is the Internet + paper about?", (FIRST,), "summary", ""),
    ("哪篇论文讲物流成本？", (), "which", "物流成本"),
    ("第二篇怎么说人才？", (SECOND,), "subject", "人才"),
    ("论文给出的运输费用数字是多少？", (), "figure", "运输费用"),
    ("总结一下网络经济论文", (SECOND,), "summary", ""),
    ("大数据论文里的挑战有哪些", (THIRD,), "challenge", ""),
    ("第一篇和第三篇有什么对策", (FIRST, THIRD), "measure", ""),
    ("“互联网+”那篇讲了什么", (FIRST,), "summary", ""),
    ("In which section does the second paper talk about talent?", (SECOND,), "subject", "talent"),
    ("大数据论文哪一节讲物流", (THIRD,), "subject", "物流"),
]

SECTIONS: list[tuple[str, tuple[str, ...], str]] = [
    ("section 5.1 of the network economy paper", (SECOND,), "5.1"),
    ("what does section 3.2 say", (), "3.2"),
    ("sec. 3 of paper two", (SECOND,), "3"),
    ("paper 1, section 2(1)", (FIRST,), "2.1"),
    ("what does the third section of the first paper say?", (FIRST,), "3"),
    ("Chapter three of the Internet + paper", (FIRST,), "3"),
    ("the 2nd section of the big data paper", (THIRD,), "2"),
    ("chapter 3 section 2 of paper 3", (THIRD,), "3.2"),
    ("the third paper, section number 6.1.", (THIRD,), "6.1"),
    ("what does section 9 of paper 3 say about talent", (THIRD,), "9"),
    ("第二篇论文第3节说了什么", (SECOND,), "3"),
    ("第三篇第三章第二节讲什么", (THIRD,), "3.2"),
    ("大数据论文5.3节", (THIRD,), "5.3"),
    ("第三篇論文第六章", (THIRD,), "6"),
    ("第4.2节讲了什么", (), "4.2"),
    ("what are the sections of paper 2", (SECOND,), ""),
    ("how many sections does the big data paper have", (THIRD,), ""),
    ("list the sections", (), ""),
    ("第一篇有哪些章节", (FIRST,), ""),
]


@pytest.mark.parametrize(("text", "papers", "ask", "subject"), ASKED, ids=[row[0] for row in ASKED])
def test_a_question_about_the_papers_is_understood(
    text: str, papers: tuple[str, ...], ask: PaperAsk, subject: str
) -> None:
    request = QUESTIONS.request(comparable(text))
    assert request is not None
    assert (request.papers, request.ask, request.subject) == (papers, ask, subject)


@pytest.mark.parametrize(("text", "papers", "section"), SECTIONS, ids=[row[0] for row in SECTIONS])
def test_a_section_is_found_by_its_number(text: str, papers: tuple[str, ...], section: str) -> None:
    request = QUESTIONS.request(simplifier()(comparable(text)))
    assert request is not None
    assert (request.papers, request.ask, request.section) == (papers, "section", section)


@pytest.mark.parametrize(
    "text",
    [
        *("section 301 tariffs", "chapter 64 of the hs code", "what does section 9.9 say", "part 3", "第三方物流"),
        *("what does section 5 of the customs form say", "合同第三节写什么", "我们公司分三部分", "一部分客户说太贵"),
        "the first part of the order was late",
    ],
)
def test_sections_of_something_else_are_none_of_ours(text: str) -> None:
    assert QUESTIONS.request(comparable(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "what papers do I need to export honey",
        "which papers do I need for customs clearance",
        "which paper does the customs want to see",
        "we sell wallpaper, the paper is too expensive, what challenges",
        "the papers for export have problems, customs refuse",
        "I print paper bags, what advice do you have on marketing",
        "there is a problem with the papers the bank gives us",
        "how do I write an article about my shop that sells",
        "the articles we sell have problems with quality, what do you recommend",
        "our last paper for customs had a wrong number",
        "the author of the email says he is from the bank",
        "how much does the paper cost",
        "we are first in paper export, how many customers can we get",
        "我们写文章推广产品有什么办法",
        "发了三篇推文没效果，有什么问题",
        "纸张价格上涨怎么办",
        "孩子写作文的问题",
        "出口需要哪些文件",
        "",
    ],
)
def test_papers_of_another_kind_are_none_of_ours(text: str) -> None:
    assert QUESTIONS.request(comparable(text)) is None


def worries() -> Iterator[str]:
    """The project's own questions that do not speak of papers."""
    about_papers = ("the papers", "which paper", "papers agree", "authors", "三篇文章", "这几篇", "几篇文章", "文章里")
    for name in ("en", "zh", "languages", "out_of_scope"):
        for line in (CHECKOUT / "tests" / "evaluation" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["q"]
            if not any(words in text.casefold() for words in about_papers):
                yield text


def test_no_ordinary_worry_is_taken_for_a_question_about_papers() -> None:
    asked = list(worries())
    assert len(asked) > 400
    assert [text for text in asked if QUESTIONS.request(comparable(text)) is not None] == []


def test_a_story_that_names_no_paper_keeps_its_need() -> None:
    short = "What do the authors say about late boxes?"
    assert QUESTIONS.request(comparable(short)) is not None
    assert QUESTIONS.request(comparable(f"{'Our boxes arrive late and crushed. ' * 4}{short}")) is None


def test_another_language_needs_its_words_only() -> None:
    cues = PaperCues(
        words={"paper": {"es": ("artículo",)}, "joins": {"es": ("y",)}, "says": {"es": ("dice", "habla de")}},
        together={"es": ("los tres artículos",)},
        asks={
            "which": {"es": ("qué artículo … <says>",)},
            "summary": {"es": ("resumen",)},
            "subject": {"es": ("<says>",)},
        },
        follow_ups={},
        fillers={"es": ("qué", "el", "de", "sobre", "los")},
    )
    questions = PaperQuestions(KNOWLEDGE.papers, cues)
    request = questions.request(comparable("¿Qué artículo de los tres habla de fraude?"))
    assert request is not None
    assert (request.ask, request.subject) == ("which", "fraude")


def test_cues_tell_which_words_they_refer_to() -> None:
    cues = PaperCues(
        words={},
        together={"en": ("the papers <says>",)},
        asks={"which": {"en": ("x", "<b> <c>")}},
        follow_ups={"same": {"en": ("that one <d>",)}},
        fillers={},
    )
    assert list(words_referred_to(cues)) == [
        (("together", "en", 0), "says"),
        (("asks", "which", "en", 1), "b"),
        (("asks", "which", "en", 1), "c"),
        (("follow_ups", "same", "en", 0), "d"),
    ]
