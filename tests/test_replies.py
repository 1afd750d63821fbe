"""Replies: every one that the shipped knowledge can give is one valid message, and some are kept word for word.

The kept ones stand under ``tests/golden/<language>/``. After a change that is meant, write them anew and read the
difference, or have it read by someone who speaks the language:

    UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/test_replies.py && git diff tests/golden
"""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import pytest

from bot.advice.deciding import Advice, Choice, NoAdvice, PaperAnswer, Smalltalk
from bot.advice.knowledge import PaperAsk
from bot.advice.labels import Label
from bot.advice.markup import MESSAGE_LIMIT, plain_text, split_html, visible_length
from bot.advice.matching import Candidate
from bot.errors import TemplateError
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.replies import SECTIONS, Offer, Replies
from tests.bot_api import format_text
from tests.conftest import CHECKOUT
from tests.kept_checkups import KEPT_CHECKUPS
from tests.kept_rooms import KEPT_ROOMS

GOLDEN = CHECKOUT / "tests" / "golden"
LANGUAGES = ("en", "zh")
REPLIES = Replies(load_knowledge(CHECKOUT / "knowledge"), Templates(CHECKOUT / "templates", lambda: date(2026, 11, 21)))
TOPICS = [topic.id for topic in REPLIES.knowledge.topics]
GOLDEN_TOPICS = (
    "big_data_pros_cons",
    "consumers_buy_abroad",
    "hiring",
    "internet_finance",
    "keep_pace",
    "logistics_cost",
    "negotiation",
    "online_fraud",
    "rise_of_developing_countries",
    "small_firm_weakness",
    "trade_barriers",
    "what_is_internet_plus",
)


def candidate(topic: str, confidence: float = 0.7) -> Candidate:
    return Candidate(label=Label(kind="topic", id=topic), score=50, confidence=confidence, features={}, evidence=())


def choice(*topics: str, confidence: float = 0.7) -> Choice:
    return Choice(candidates=tuple(candidate(topic, confidence) for topic in topics))


def paper_answer(
    ask: PaperAsk, *claims: str, papers: tuple[str, ...] = (), more: int = 0, others: tuple[str, ...] = ()
) -> PaperAnswer:
    found = (candidate("trade_barriers"),)
    return PaperAnswer(ask=ask, papers=papers, claims=claims, more=more, others=others, candidates=found)


PAPER_ANSWERS: Mapping[str, PaperAnswer] = {
    "paper_which": paper_answer("which", "internet-plus.c4", "network-economy.c5", "network-economy.o1"),
    "paper_summary": paper_answer(
        "summary", "network-economy.b1", "network-economy.o1", "network-economy.c1", papers=("network-economy",)
    ),
    "paper_challenges": paper_answer("challenge", "big-data.c1", "big-data.c7", papers=("big-data",), more=6),
    "paper_silent": paper_answer("figure", papers=("internet-plus",), others=("network-economy", "big-data")),
}


def help_page(language: str) -> str:
    names = ("start", "help", "topics", "sources", "language")
    commands = [(name, REPLIES.templates.label(language, f"command_{name}")) for name in names]
    return REPLIES.page("help", language, commands=commands)


def advice_on(topic: str, language: str) -> str:
    return REPLIES.topic(topic, language).html


KEPT: Mapping[str, Callable[[str], str]] = {
    **{f"topic_{topic}": partial(advice_on, topic) for topic in GOLDEN_TOPICS},
    "topic_hiring_sure": lambda language: REPLIES.topic("hiring", language, certainty="sure").html,
    "topic_hiring_likely": lambda language: REPLIES.topic("hiring", language, certainty="likely").html,
    "topic_hiring_closest": lambda language: REPLIES.topic("hiring", language, certainty="closest").html,
    "topic_hiring_whole": lambda language: REPLIES.whole("hiring", language).html,
    "topic_hiring_steps": lambda language: REPLIES.section("hiring", language, "steps"),
    "topic_hiring_papers": lambda language: REPLIES.section("hiring", language, "papers"),
    "topic_hiring_cited": lambda language: REPLIES.section("hiring", language, "cited"),
    "what_is_trade_papers": lambda language: REPLIES.section("what_is_trade", language, "papers"),
    "choice_of_two": lambda language: REPLIES.to_decision(choice("logistics_cost", "logistics_partner"), language).html,
    "choice_of_closest": lambda language: (
        REPLIES.to_decision(choice("hiring", "negotiation", confidence=0.3), language).html
    ),
    "choice_of_three": lambda language: (
        REPLIES.to_decision(choice("hiring", "train_own_staff", "university_training"), language).html
    ),
    "none": lambda language: REPLIES.to_decision(NoAdvice(), language).html,
    "none_customs_code": lambda language: REPLIES.to_decision(NoAdvice(elsewhere="customs_code"), language).html,
    "none_visas_travel": lambda language: REPLIES.to_decision(NoAdvice(elsewhere="visas_travel"), language).html,
    "smalltalk_greeting": lambda language: REPLIES.to_decision(Smalltalk(kind="greeting"), language).html,
    "smalltalk_who_are_you": lambda language: REPLIES.to_decision(Smalltalk(kind="who_are_you"), language).html,
    **{
        name: (lambda language, answer=answer: REPLIES.to_decision(answer, language).html)  # type: ignore[misc] # mypy knows no defaults in a lambda
        for name, answer in PAPER_ANSWERS.items()
    },
    "related": lambda language: REPLIES.page("related", language, title="X"),
    "why": lambda language: REPLIES.page("why", language, question="X"),
    "others": lambda language: REPLIES.page(
        "others", language, reason="X", offers=REPLIES.offers(("hiring", "negotiation"), language)
    ),
    "others_none": lambda language: REPLIES.page("others", language, reason="X", offers=()),
    "none_fits": lambda language: REPLIES.page("none_fits", language),
    "leave": lambda language: REPLIES.page("leave", language, question="X"),
    "left": lambda language: REPLIES.page("left", language, question="X"),
    "question_answered": lambda language: REPLIES.page(
        "question_answered", language, question="X", words="Y", title="Z", answer="W"
    ),
    "found": lambda language: REPLIES.page("found", language, words="X", offers=({"title": "Y"},)),
    "found_nothing": lambda language: REPLIES.page("found", language, words="X", offers=()),
    "saved": lambda language: REPLIES.page("saved", language, count=9, page=1, pages=2, tidying=False),
    "saved_nothing": lambda language: REPLIES.page("saved", language, count=0, page=1, pages=1, tidying=False),
    "saved_file": lambda language: REPLIES.page("saved_file", language, count=2),
    **KEPT_CHECKUPS,
    **KEPT_ROOMS,
    "no_words": lambda language: REPLIES.no_words(language).html,
    "start": lambda language: REPLIES.page("start", language),
    "help": help_page,
    "sources": REPLIES.sources,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KEPT)
def test_a_kept_reply_stays_word_for_word(name: str, language: str) -> None:
    path = GOLDEN / language / f"{name}.html"
    now = KEPT[name](language) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert path.is_file(), f"{path} is missing; write it with UPDATE_GOLDEN=1"
    assert now == path.read_text(encoding="utf-8"), "if this change is meant, run the tests with UPDATE_GOLDEN=1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reply_is_kept_that_is_no_more(language: str) -> None:
    assert {path.stem for path in (GOLDEN / language).iterdir()} == set(KEPT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KEPT)
def test_a_kept_reply_is_valid_for_telegram(name: str, language: str) -> None:
    pieces = split_html(KEPT[name](language))
    assert pieces
    assert all(format_text(piece, "HTML").plain for piece in pieces)


def numbers_cited(shown: str, language: str) -> tuple[set[int], set[int]]:
    """The numbers in the statements of a reply, and those in its list of sources."""
    said, _, listed = shown.rpartition({"en": "\nSources\n", "zh": "\n出处\n"}[language])
    said_numbers, listed_numbers = (set(map(int, re.findall(r"\[(\d+)\]", part))) for part in (said, listed))
    return said_numbers, listed_numbers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_the_card_of_every_topic_is_one_valid_message_that_cites(topic: str, language: str) -> None:
    reply = REPLIES.topic(topic, language, certainty="closest")
    assert visible_length(reply.html) <= MESSAGE_LIMIT
    said, listed = numbers_cited(format_text(reply.html, "HTML").plain, language)
    assert said == listed == set(range(1, len(said) + 1))
    assert said <= {source.number for source in reply.sources}
    assert reply.offers == REPLIES.offers(REPLIES.knowledge.topic_by_id[topic].related, language)


@pytest.mark.parametrize("topic", TOPICS)
def test_the_card_of_every_topic_is_read_in_ten_seconds(topic: str) -> None:
    """Sources are folded away beneath."""
    english = format_text(REPLIES.topic(topic, "en", certainty="closest").html, "HTML").plain.partition("\nSources\n")[
        0
    ]
    chinese = format_text(REPLIES.topic(topic, "zh", certainty="closest").html, "HTML").plain.partition("\n出处\n")[0]
    assert 40 <= len(english.split()) <= 92
    assert 80 <= len(chinese) <= 190


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_what_the_card_of_every_topic_leaves_out_is_valid_and_cited(topic: str, language: str) -> None:
    sources = REPLIES.topic(topic, language).sources
    everything = set(range(1, len(sources) + 1))
    for section in SECTIONS:
        assert visible_length(REPLIES.section(topic, language, section)) <= MESSAGE_LIMIT
    papers = format_text(REPLIES.section(topic, language, "papers"), "HTML").plain
    assert numbers_cited(papers, language) == (everything, everything)
    cited = REPLIES.section(topic, language, "cited")
    assert all(source.says in format_text(cited, "HTML").plain for source in sources)
    whole = REPLIES.whole(topic, language).html
    assert all(visible_length(piece) <= MESSAGE_LIMIT for piece in split_html(whole))
    assert numbers_cited(format_text(whole, "HTML").plain, language) == (everything, everything)


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_steps_are_marked_as_our_own(language: str) -> None:
    mark = {"en": "our own practical advice, not the papers'", "zh": "我们的实操建议，不是论文的话"}[language]
    for topic in TOPICS:
        assert mark in plain_text(REPLIES.section(topic, language, "steps"))
        assert mark in plain_text(REPLIES.whole(topic, language).html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_elsewhere_names_who_answers(language: str) -> None:
    for kind in REPLIES.knowledge.elsewhere:
        html = REPLIES.to_decision(NoAdvice(elsewhere=kind.id), language).html
        text = format_text(html, "HTML").plain
        assert kind.line[language] in text
        assert (kind.title[language] in text) == kind.readable
        assert visible_length(html) <= MESSAGE_LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pleasantry_is_returned(language: str) -> None:
    for kind in REPLIES.knowledge.smalltalk:
        shown = format_text(REPLIES.to_decision(Smalltalk(kind=kind.id), language).html, "HTML").plain
        assert shown == kind.reply[language]


def test_advice_is_the_topic_itself() -> None:
    assert REPLIES.to_decision(Advice(candidate=candidate("hiring")), "en") == REPLIES.topic(
        "hiring", "en", certainty="likely"
    )


def test_a_choice_offers_its_topics_in_order() -> None:
    reply = REPLIES.to_decision(choice("hiring", "negotiation"), "en")
    assert [offer.topic for offer in reply.offers] == ["hiring", "negotiation"]
    titles = [offer.title for offer in reply.offers]
    assert reply.html.endswith(f"1. {titles[0]}\n2. {titles[1]}")
    assert reply.sources == ()


def test_what_people_could_have_written_is_never_markup() -> None:
    html = REPLIES.topic("hiring", "en", note="<b>{{ 7*7 }}</b> & <script>").html
    assert format_text(html, "HTML").plain.startswith("<b>{{ 7*7 }}</b> & <script>\n")
    offers = (Offer(topic="x", title="<a href='x'>"),)
    values = {"note": None, "offers": offers, "certainty": "sure", "two_needs": False}
    assert "<a href" not in REPLIES.page("choice", "en", **values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_stands_on_one_shelf(language: str) -> None:
    themes = REPLIES.themes(language)
    assert sum(count for _, _, count in themes) == len(TOPICS)
    assert all(title and count for _, title, count in themes)


def test_a_foreign_language_is_told_in_its_own_words() -> None:
    note = REPLIES.templates.foreign_note("es")
    assert note is not None
    assert REPLIES.topic("hiring", "en", note=note).html.startswith(f"<i>{note}</i>\n\nYou asked about")
    assert REPLIES.templates.foreign_note("en") is None


def test_what_a_template_lacks_is_said_with_its_place() -> None:
    with pytest.raises(TemplateError, match=r"templates/en/help\.html:\d+: 'commands' is undefined; correct"):
        REPLIES.page("help", "en")
    with pytest.raises(TemplateError, match=r"templates/en/nonsense\.html.* the file is missing; add it"):
        REPLIES.page("nonsense", "en")
    with pytest.raises(TemplateError, match=r'labels\.yaml:1: the label "nonsense" is missing; add it'):
        REPLIES.templates.label("en", "nonsense")


def test_both_languages_have_the_same_templates_and_labels() -> None:
    templates = REPLIES.templates
    assert templates.languages == LANGUAGES
    assert templates.names("en") == templates.names("zh")
    assert list(templates.labels("en")) == list(templates.labels("zh"))
