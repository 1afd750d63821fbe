"""Cards: citations numbered in the order of reading, each source once."""

from dataclasses import replace

import pytest

from bot.advice.citing import Place, card_of, places_of
from bot.advice.knowledge import TopicKind
from bot.assembly import Parts
from bot.files.knowledge_reading import load_knowledge
from tests.conftest import CHECKOUT


@pytest.mark.parametrize(
    ("at", "places"),
    [
        pytest.param("abstract", (Place(section="abstract"),), id="abstract"),
        pytest.param("3.1", (Place(section="3.1"),), id="section"),
        pytest.param("2(1)", (Place(section="2(1)"),), id="numbered part of a section"),
        pytest.param("3 p2", (Place(section="3", paragraph=2),), id="paragraph"),
        pytest.param("3.2 second", (Place(section="3.2", point=2),), id="counted point"),
        pytest.param(
            "abstract; 3 p1; 4.1 third",
            (Place(section="abstract"), Place(section="3", paragraph=1), Place(section="4.1", point=3)),
            id="several places",
        ),
        pytest.param("appendix B", (Place(section="appendix B"),), id="anything else is a section's name"),
    ],
)
def test_places_are_read_from_their_short_form(at: str, places: tuple[Place, ...]) -> None:
    assert places_of(at) == places


def test_every_shipped_place_is_a_section_of_its_paper() -> None:
    for paper in load_knowledge(CHECKOUT / "knowledge").papers:
        sections = {section.at for section in paper.sections}
        places = {place.section for claim in paper.claims for place in places_of(claim.at)}
        assert places <= sections


@pytest.mark.parametrize("language", ["en", "zh"])
def test_numbers_count_up_and_lead_to_the_sources(small_parts: Parts, language: str) -> None:
    knowledge = small_parts.knowledge
    for topic in knowledge.topics:
        card = card_of(topic, knowledge, language)
        used = [number for line in (*card.main, *card.observe, *card.recommend) for number in line.numbers]
        assert list(dict.fromkeys(used)) == list(range(1, len(card.sources) + 1))
        assert [source.number for source in card.sources] == list(range(1, len(card.sources) + 1))
        assert len({source.claim for source in card.sources}) == len(card.sources)
        assert all(line.numbers for line in (*card.observe, *card.recommend))


def test_the_first_screen_cites_what_its_own_statements_rest_on(small_parts: Parts) -> None:
    for topic in small_parts.knowledge.topics:
        card = card_of(topic, small_parts.knowledge, "en")
        cited = {source.number for paper in card.cited for source in paper.lines}
        assert cited == {number for line in card.main for number in line.numbers}
        assert {source for paper in card.papers for source in paper.lines} == set(card.sources)


@pytest.mark.parametrize(
    ("kind", "observed"), [("challenge", False), ("measure", False), ("background", True), ("opportunity", True)]
)
def test_what_papers_observe_comes_first_where_it_is_the_answer(
    small_parts: Parts, kind: TopicKind, observed: bool
) -> None:
    card = card_of(replace(small_parts.knowledge.topics[0], kind=kind), small_parts.knowledge, "en")
    shown = card.observe if observed else card.recommend
    assert card.main == shown[: len(card.main)]
    assert card.main


def test_a_source_says_what_stands_where(small_parts: Parts) -> None:
    topic = small_parts.knowledge.topic_by_id["logistics_cost"]
    source = card_of(topic, small_parts.knowledge, "en").sources[0]
    assert (source.claim, source.paper, source.at) == ("big-data.m2", "big-data", "6.1")
    assert source.title == small_parts.knowledge.paper_by_id["big-data"].title["en"]
    assert source.says == small_parts.knowledge.claim_by_id["big-data.m2"].says["en"]
