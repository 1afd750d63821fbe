"""Replies: every one that the shipped knowledge can give is one valid message, and some are kept word for word.

The kept ones stand under ``tests/golden/<language>/``. After a change that is meant, write them anew and read the
difference, or have it read by someone who speaks the language:

    UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/test_replies.py && git diff tests/golden
"""

import os
import re

import pytest

from bot.advice.deciding import Advice, NoAdvice, Smalltalk
from bot.advice.markup import MESSAGE_LIMIT, plain_text, split_html, visible_length
from bot.errors import TemplateError
from bot.replies import SECTIONS, Offer
from tests.bot_api import format_text
from tests.conftest import CHECKOUT
from tests.kept_replies import KEPT, LANGUAGES, REPLIES, candidate, choice

GOLDEN = CHECKOUT / "tests" / "golden"
TOPICS = [topic.id for topic in REPLIES.knowledge.topics]


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
    values = {"note": None, "offers": offers, "certainty": "sure", "several_needs": False, "ask": None}
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
