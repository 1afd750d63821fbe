"""What a cluster can teach: ways of asking without personal data, judged, and the files after that."""

from datetime import date
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.curation.clusters import Cluster, questions_of
from bot.curation.known_texts import KnownTexts, Owner, Phrasing, owners_of
from bot.curation.teaching import (
    MOST_OFFERED,
    kinds_found,
    likely_kinds,
    new_topic_owner,
    offered_for,
    started,
    taught,
)
from bot.errors import KnowledgeError
from bot.files.knowledge_changes import changed
from bot.files.knowledge_files import read_files
from bot.files.knowledge_reading import load_knowledge, read_knowledge
from bot.files.question_files import MeasuredQuestion
from bot.records.review import Asked
from tests.conftest import SMALL_KNOWLEDGE, plain_settings

TODAY = date(2026, 11, 21)
READ = read_knowledge(SMALL_KNOWLEDGE)
BASE = load_knowledge(SMALL_KNOWLEDGE)


def cluster(*texts: str, language: str = "en", topics: tuple[str, ...] = ()) -> Cluster:
    """A cluster of questions, oldest first."""
    asked = [
        Asked(
            item=f"c{number}",
            text=text,
            language=language,
            person="p",
            asked_at=f"2026-01-02T03:{number:04}",
            doings=frozenset({"refused"}),
            topics=topics,
        )
        for number, text in enumerate(texts)
    ]
    return Cluster(questions=questions_of(asked))


def owner(kind: str, ident: str) -> Owner:
    return next(owner for owner in owners_of(BASE) if (owner.kind, owner.id) == (kind, ident))


def phrasings_for(asked: Cluster, to: Owner, known: KnownTexts) -> list[Phrasing]:
    return [one.phrasing for one in offered_for(asked, to, known)]


LOGISTICS = owner("topic", "logistics_cost")
CODES = owner("elsewhere", "customs_code")


@pytest.mark.parametrize(
    ("text", "language", "to", "why"),
    [
        ("broker mislaid our folder", "en", LOGISTICS, None),
        ("FREIGHT too expensive?", "en", LOGISTICS, "there"),
        ("hs code ceramic tiles", "en", LOGISTICS, "taken"),
        ("hs code ceramic tile", "en", LOGISTICS, "near"),
        ("+44 20 7946 0958", "en", LOGISTICS, "no_words"),
        ("12 345 !?", "en", LOGISTICS, "no_words"),
        ("a" * 301, "en", LOGISTICS, "long"),
        ("¿dónde está el barco?", "es", LOGISTICS, "language"),
        ("¿dónde está el código?", "es", CODES, None),
        ("how is it measured", "en", LOGISTICS, "measured"),
    ],
)
def test_what_speaks_against_a_way_of_asking_is_told(text: str, language: str, to: Owner, why: str | None) -> None:
    question = MeasuredQuestion(text="how is it measured", where="x:1", group="x", kind="x", language="en")
    (judged,) = phrasings_for(cluster(text, language=language), to, KnownTexts(READ, BASE, [question]))
    assert (judged.objection and judged.objection.why) == why


def test_personal_data_are_left_out_and_what_is_the_same_then_is_one() -> None:
    texts = ("call +44 20 7946 0958 about my crates", "call about my crates", "where are my crates")
    judged = phrasings_for(cluster(*texts), LOGISTICS, KnownTexts(READ, BASE, ()))
    assert [one.text for one in judged] == ["call about my crates", "where are my crates"]


def test_the_commonest_come_first_and_what_was_chosen_stays_chosen_when_somebody_asks_again() -> None:
    known = KnownTexts(READ, BASE, ())
    before = offered_for(cluster("one crate", "two crates"), LOGISTICS, known)
    after = offered_for(cluster("one crate", "two crates", "Two crates!", "three crates"), LOGISTICS, known)
    assert [(one.phrasing.text, one.times, one.bit) for one in before] == [("one crate", 1, 0), ("two crates", 1, 1)]
    assert [(one.times, one.bit) for one in after] == [(2, 1), (1, 0), (1, 2)]
    assert len(offered_for(cluster(*(f"crate {n}" for n in range(60))), LOGISTICS, known)) == MOST_OFFERED


@pytest.mark.parametrize(("to", "language", "kept_as"), [(LOGISTICS, "zh", "zh"), (CODES, "es", "other")])
def test_what_is_taught_stands_in_the_right_place(to: Owner, language: str, kept_as: str) -> None:
    files = read_files(SMALL_KNOWLEDGE)
    text = "¿código? 编码" if language == "es" else "木箱太贵了"
    phrasings = phrasings_for(cluster(text, language=language), to, KnownTexts(READ, BASE, ()))
    assert [one.language for one in phrasings] == [kept_as]
    after = changed(files, taught(files, to, phrasings))
    assert [name for name in files if files[name] != after[name]] == [to.file]
    before, now = (content[to.file].decode().splitlines() for content in (files, after))
    assert [line for line in now if line not in before] == [line for line in now if text in line]


def test_a_topic_whose_file_is_gone_cannot_be_taught() -> None:
    with pytest.raises(KnowledgeError, match="no such file any more"):
        taught({}, LOGISTICS, ())


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("Crates: who pays?", "en", "crates_who_pays"),
        ("木箱谁出钱", "zh", "topic_c0"),
        ("3 crates", "en", "topic_c0"),
        ("logistics cost", "en", "logistics_cost_2"),
    ],
)
def test_a_new_topic_has_all_that_is_known(text: str, language: str, topic: str, tmp_path: Path) -> None:
    settings = plain_settings(knowledge=SMALL_KNOWLEDGE, data=tmp_path)
    asked = cluster(text, language=language, topics=("online_fraud", "gone", "logistics_cost"))
    phrasings = phrasings_for(asked, new_topic_owner(("en", "zh")), KnownTexts(READ, BASE, ()))
    name, changes = started(asked, phrasings, settings, ("en", "zh"), TODAY)
    assert name == topic
    (content,) = changes.values()
    written = (content or b"").decode()
    for line in ("draft: yes", "theme: safety", "reviewed: '2026-11-21'", f"    - {text}"):
        assert line in written.replace('"', "'").replace(f"'{text}'", text)
    assert "- online_fraud\n  - logistics_cost" in written.replace("    - ", "  - ")


def test_kinds_of_question_are_found_by_a_word_in_any_language() -> None:
    assert kinds_found("visas", BASE)[0] == "visas_travel"
    assert kinds_found("关税", BASE)[0] == "duty_rates"
    assert kinds_found("ceramic hs", BASE) == ("customs_code",)
    assert kinds_found("xyzzy", BASE) == ()
    assert kinds_found(" ?", BASE) == ()


def test_likely_kinds_come_first_and_none_is_missing(small_parts: Parts) -> None:
    match = small_parts.answerer.answer("a visa for my driver").match
    kinds = likely_kinds(match, BASE)
    assert kinds[0] == "visas_travel"
    assert sorted(kinds) == sorted(kind.id for kind in BASE.elsewhere)
