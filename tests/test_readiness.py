"""What a finished readiness check says: each gap with its sources, the picture in words, a page that needs nothing."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.advice.checkup_plan import Finished, Part
from bot.advice.markup import plain_text
from bot.pages.readiness import Readiness
from bot.pictures.lettering import font
from tests.kept_checkups import FIRST, MIXED, PERFECT, READINESS, REPEATED

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


@LANGUAGES
@pytest.mark.parametrize("part", ["why", "how", "all"])
def test_all_that_papers_say_of_a_gap_is_cited_and_every_source_is_used(part: Part, language: str) -> None:
    card = READINESS.card(FIRST, language, part)
    lines = [line for gap in card.gaps for line in (gap.why, gap.advice) if line is not None]
    assert len(lines) == len(card.gaps) * (2 if part == "all" else 1)
    assert all(line.numbers for line in lines)
    assert {number for line in lines for number in line.numbers} == {source.number for source in card.sources}
    assert [source.number for source in card.sources] == list(range(1, len(card.sources) + 1))


@LANGUAGES
def test_first_steps_are_those_of_the_topic_and_said_to_be_our_own(language: str) -> None:
    plan = plain_text(READINESS.plan(FIRST, language))
    skipped = {question.topic: question.skip_steps for question in READINESS.knowledge.checkup}
    for gap in READINESS.card(FIRST, language, "how").gaps:
        topic, skip = READINESS.knowledge.topic_by_id[gap.topic], skipped[gap.topic]
        assert gap.steps == tuple(step[language] for step in topic.steps[skip : skip + 3])
        assert all(step in plan for step in gap.steps)
    assert {"en": "our own practical advice", "zh": "我们的实操建议"}[language] in plan


def test_a_plan_against_fraud_is_not_for_whom_it_has_happened() -> None:
    (gap,) = [gap for gap in READINESS.card(FIRST, "en", "how").gaps if gap.topic == "online_fraud"]
    already = READINESS.knowledge.topic_by_id["online_fraud"].steps[0]["en"]
    assert already.startswith("Cheated already?")
    assert already not in gap.steps


@LANGUAGES
@pytest.mark.parametrize("finished", [FIRST, REPEATED, MIXED, PERFECT])
def test_the_words_under_the_picture_say_all_that_it_shows(finished: Finished, language: str) -> None:
    chart = READINESS.chart(finished, language)
    caption = plain_text(READINESS.caption(finished, language))
    for bar in chart.bars:
        (line,) = [line for line in caption.splitlines() if re.match(re.escape(bar.words) + "[:：]", line)]
        assert bar.name in line
        if bar.badge:
            assert f"{bar.badge} {bar.name}" in caption


def test_only_what_changed_has_a_ring_and_only_gaps_that_matter_a_number() -> None:
    bars = READINESS.chart(REPEATED, "en").bars
    assert [(bar.name, bar.before) for bar in bars if bar.before is not None] == [("Fraud protection", 0.0)]
    assert [bar.badge for bar in bars if bar.badge] == ["1", "2", "3"]
    assert "Rings" not in " ".join(READINESS.chart(FIRST, "en").notes)


@LANGUAGES
def test_the_font_has_every_letter_of_the_picture(language: str) -> None:
    letters = font(40)
    missing = letters.getmask("\U0010ffff").getbbox(), bytes(letters.getmask("\U0010ffff"))
    chart = READINESS.chart(MIXED, language)
    words = "".join(
        (chart.title, chart.subtitle, *chart.notes, *(bar.name + bar.words + bar.badge for bar in chart.bars))
    )
    for letter in set(words) - set(" \u3000"):
        assert (letters.getmask(letter).getbbox(), bytes(letters.getmask(letter))) != missing, letter


class _Page(HTMLParser):
    """What a page has: its open tags, what it loads, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@LANGUAGES
def test_the_page_to_print_needs_nothing_else(language: str) -> None:
    html = READINESS.handout(MIXED, language, picture=b"PNG", username="trade_bot").decode()
    page = _Page(html)
    assert page.open == []
    assert [load.partition(",")[0] for load in page.loads] == ["data:image/png;base64"]
    assert "script" not in page.tags
    assert not re.search(r"url\(|@import|https?:", html)
    assert "@media print" in html
    assert "@trade_bot" in html
    assert {"en": '<html lang="en">', "zh": '<html lang="zh-Hans">'}[language] in html


@LANGUAGES
def test_the_page_to_print_has_every_answer_gap_and_source(language: str) -> None:
    html = READINESS.handout(MIXED, language, picture=b"PNG", username="trade_bot").decode()
    card = READINESS.card(MIXED, language, "all")
    text = plain_text(re.sub(r"<(style|head).*?</\1>", "", html, flags=re.DOTALL))
    for words in (
        *(item.ask for item in card.items),
        *(item.good for item in card.strengths),
        *(step for gap in card.gaps for step in gap.steps),
        *(line.text for gap in card.gaps for line in (gap.why, gap.advice) if line is not None),
        *(source.says for source in card.sources),
    ):
        assert words in text


def test_what_stands_in_the_knowledge_is_text_and_never_markup() -> None:
    knowledge = READINESS.knowledge
    odd = replace(knowledge.checkup[0], area={"en": "A <b>&"}, good={"en": "<script>"}, ask={"en": "<i>?"})
    readiness = Readiness(replace(knowledge, checkup=(odd, *knowledge.checkup[1:])), READINESS.templates)
    page = readiness.handout(PERFECT, "en", picture=b"PNG", username="<u>bot").decode()
    assert "&lt;script&gt;" in page
    assert "@&lt;u&gt;bot" in page
    assert not re.search(r"<(script|i|u|b)>", page.partition("<h2>Sources")[0])
    assert "A &lt;b&gt;&amp;" in readiness.caption(PERFECT, "en")
