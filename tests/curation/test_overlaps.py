"""Who wins a phrasing that is not known is exact, and what gets in each other's way is listed."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.advice.index import MatchingIndex
from bot.advice.knowledge import KnowledgeBase
from bot.advice.labels import Label
from bot.advice.normalising import comparable
from bot.advice.regression import blended
from bot.assembly import kept_index
from bot.curation.held_out import HeldOut, held_out
from bot.curation.overlaps import NAMES, Judged, overlap_lists
from bot.files.knowledge_reading import load_knowledge
from bot.settings import Settings
from tests.conftest import SMALL_KNOWLEDGE, RunCommand


def nothing(*_: object) -> None:
    """Progress that nobody looks at."""


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load_knowledge(SMALL_KNOWLEDGE)


@pytest.fixture(scope="module")
def index(knowledge: KnowledgeBase, small_settings: Settings) -> MatchingIndex:
    return kept_index(knowledge, {}, small_settings, nothing)


@pytest.fixture(scope="module")
def found(index: MatchingIndex) -> HeldOut:
    return held_out(index, np.ones(len(index.phrasings), dtype=np.bool_), str, nothing)


def test_who_wins_without_a_phrasing_is_what_an_index_without_it_says(index: MatchingIndex, found: HeldOut) -> None:
    """Fitted anew without it, in exact arithmetic, for every seventh phrasing."""
    blend = index.blends["multilingual"]
    rows = range(0, len(index.phrasings), 7)
    likeness = np.stack([index.wording.likeness(comparable(text)) for text in index.phrasings])
    kernel = blended({"wording": likeness}, {"wording": 1.0}, blend.width).astype(np.float64)
    targets = np.full((len(kernel), len(index.labels)), -1 / len(index.labels))
    targets[np.arange(len(kernel)), index.places] += 1
    left_over = targets - kernel @ blend.alpha
    ridge = float((left_over * blend.alpha).sum() / (blend.alpha**2).sum())
    for row in rows:
        others = np.delete(np.arange(len(kernel)), row)
        inner = kernel[np.ix_(others, others)] + ridge * np.eye(len(others))
        scores = kernel[row, others] @ np.linalg.solve(inner, targets[others])
        assert scores.argmax() == found.winner[row], index.phrasings[row]
        own = index.places[row]
        assert np.delete(scores, own).max() - scores[own] == pytest.approx(float(found.lead[row]), abs=0.01)


def test_every_phrasing_is_judged_and_the_nearest_belongs_to_another(index: MatchingIndex, found: HeldOut) -> None:
    assert found.judged.all()
    assert (index.places[found.nearest] != index.places).all()
    assert ((found.lead > 0) == (found.winner != index.places)).all()
    known = found.winner_known == index.places
    assert known.mean() > 0.95


FRAUD, COST, TRACKING = (
    Label(kind="topic", id="fraud"),
    Label(kind="topic", id="cost"),
    Label(kind="elsewhere", id="tracking"),
)
WON = Judged(
    label=FRAUD,
    language="en",
    phrasing="cheated",
    winner=FRAUD,
    winner_known=FRAUD,
    lead=-0.5,
    helps=1.0,
    nearest="freight",
    nearest_label=COST,
    likeness=0.2,
)
LOST = replace(WON, phrasing="paid for nothing", winner=COST, lead=0.3, helps=0.0)
TO_ELSEWHERE = replace(WON, phrasing="where is my box", winner=TRACKING, lead=0.4, helps=0.0, nearest="track my box")


def lists(*judged: Judged, most: int | None = None) -> dict[str, list[tuple[object, ...]]]:
    return {listing.name: list(listing.rows) for listing in overlap_lists(judged, most=most)}


def test_rivals_are_counted_topic_by_topic() -> None:
    found = lists(WON, LOST, replace(LOST, phrasing="paid for air", lead=0.6), TO_ELSEWHERE)
    assert found["rivals"] == [
        ("fraud", "cost", 2, 4, "paid for air"),
        ("fraud", "elsewhere: tracking", 1, 4, "where is my box"),
    ]


def test_lost_phrasings_come_clearest_first_and_those_that_are_helped_all_the_same_last() -> None:
    helped = replace(LOST, phrasing="helped half", lead=0.5, helps=0.5)
    assert [row[2] for row in lists(helped, LOST, TO_ELSEWHERE, WON)["phrasings"]] == [
        "where is my box",
        "paid for nothing",
        "helped half",
    ]


def test_a_topic_that_hardly_wins_is_shadowed_and_one_that_cannot_win_comes_first() -> None:
    never = [replace(LOST, label=COST, winner=FRAUD, winner_known=FRAUD) for _ in range(3)]
    hardly = [replace(LOST, phrasing=f"p{number}") for number in range(4)]
    assert lists(*hardly, *never)["shadowed"] == [
        ("cost", 3, 0, 0, "never", "fraud"),
        ("fraud", 4, 0, 4, "hardly", "cost"),
    ]
    assert lists(WON, LOST)["shadowed"] == []


def test_two_phrasings_that_are_alike_are_listed_once() -> None:
    one = replace(WON, nearest="i was cheated", likeness=0.9)
    other = replace(WON, label=COST, phrasing="i was cheated", nearest="cheated", nearest_label=FRAUD, likeness=0.9)
    between_others = replace(one, label=TRACKING, nearest_label=TRACKING)
    assert lists(one, other, between_others)["duplicates"] == [("fraud", "cheated", "cost", "i was cheated", 0.9)]


def test_of_a_long_list_the_rest_is_counted() -> None:
    (rivals, *_) = overlap_lists([LOST, TO_ELSEWHERE], most=1)
    assert (len(rivals.rows), rivals.left_out) == (1, 1)


# The command


def test_the_command_writes_the_lists_and_keeps_what_it_found(
    run_command: RunCommand, small_settings: Settings
) -> None:
    ended = run_command("overlaps", "--format", "json", "--all")
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert list(found) == list(NAMES)
    assert {row["topic"] for row in found["phrasings"]} <= set(load_knowledge(SMALL_KNOWLEDGE).topic_by_id)
    kept = list((small_settings.data / "index").glob("held-out-*.npz"))
    assert len(kept) == 1
    kept[0].write_bytes(b"broken")
    assert json.loads(run_command("overlaps", "--format", "json", "--all").stdout) == found


def test_one_topic_and_one_list_can_be_asked_for(run_command: RunCommand) -> None:
    rows = json.loads(
        run_command("overlaps", "--topic", "online_fraud", "--list", "rivals", "--all", "--format", "json").stdout
    )
    assert rows
    assert all("online_fraud" in {row["topic"], row["won by"]} for row in rows)
    table = run_command("overlaps", "--list", "rivals")
    assert table.stdout.startswith("Topics that win the phrasings of others, most of them first\n")


def test_csv_of_several_lists_says_which_row_is_of_which(run_command: RunCommand, tmp_path: Path) -> None:
    file = tmp_path / "overlaps.csv"
    assert run_command("overlaps", "--format", "csv", "--output", str(file)).returncode == 0
    header, first, *_ = file.read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("list,topic,won by,")
    assert first.startswith("rivals,")
