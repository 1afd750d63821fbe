"""Every bench runs on the small knowledge, and its figures are kept. How long anything takes is no matter here."""

import io
import json
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from bot.advice.arrays import Floats
from bot.advice.scoring import PIECES_REMEMBERED, TEXTS_REMEMBERED
from bot.files.question_files import MeasuredQuestion
from bot.settings import Settings
from tests.bench import ablation, delivery, latency
from tests.bench.__main__ import BENCHES
from tests.bench.ablation import FINER, VARIANTS
from tests.bench.example_sets import VARIABLE, RememberingEncoder, example_sets
from tests.bench.growth import resized_index, varied
from tests.bench.results import Table, keep, results_file, show
from tests.bench.robustness import with_slips
from tests.bench.subjects import QUESTIONS, Subject, own_questions, seeded, subject_of
from tests.conftest import SMALL_KNOWLEDGE, plain_settings


def question(group: str, text: str, *topics: str) -> MeasuredQuestion:
    return MeasuredQuestion(
        group=group, where=f"{group}:1", text=text, kind="", language=None, topics=frozenset(topics)
    )


ASKED = (
    question("en", "our freight is too expensive. how do we ship faster?", "faster_logistics"),
    question("en", "a fake seller cheated us", "online_fraud"),
    question("zh", "运费太高", "faster_logistics"),
    question("out_of_scope", "what is the weather like"),
)


IN_CHILDREN = {"latency", "delivery"}
"""Measured in child processes; tried with smaller numbers below."""


class CountingEncoder:
    """Encodes a text as its length, and tells what it was asked for."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of one number per text."""
        self.asked += texts
        return np.array([[float(len(text))] for text in texts], dtype=np.float32).reshape(len(texts), 1)


@pytest.fixture(autouse=True)
def _own_sample_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture(scope="module")
def subject(small_settings: Settings) -> Subject:
    return subject_of(small_settings, encoders={}, questions=ASKED)


@pytest.mark.parametrize("name", [name for name in BENCHES if name not in IN_CHILDREN])
def test_a_bench_gives_tables_of_figures(subject: Subject, name: str) -> None:
    tables = import_module(BENCHES[name][0]).run(subject, lambda *_: None)
    assert tables
    for table in tables:
        assert table.rows
        assert len({tuple(row) for row in table.rows}) == 1, "all rows of a table have the same columns"


def test_latency_is_measured_in_child_processes(subject: Subject, tmp_path: Path) -> None:
    asked = tmp_path / "en.jsonl"
    asked.write_text('{"q": "freight too expensive", "accept": []}\n', encoding="utf-8")
    one, footprint = latency.run(subject, lambda *_: None, files=[asked], rounds=2)
    assert [row["questions"] for row in one.rows] == [1, 1]
    assert all(isinstance(row["ready s"], float) for row in footprint.rows)


def test_delivery_is_measured_beside_an_echo_bot_and_with_many_rows(subject: Subject) -> None:
    speed, writes, queries = delivery.run(subject, lambda *_: None, messages=20, rounds=1, log_rows=500, tries=10)
    assert [row["replies"] for row in speed.rows][:3] == [
        "echo bot, one update at once",
        "echo bot, 256 updates at once",
        "tradebot, answers at hand, inbox and log on",
    ]
    assert all(isinstance(row["a second"], int) and row["a second"] > 0 for row in writes.rows)
    assert len(queries.rows) == 12
    assert not list((subject.settings.data / "bench").glob("delivery-*"))


def test_figures_of_another_bench_stay_when_one_is_kept_anew(tmp_path: Path) -> None:
    settings = plain_settings(data=tmp_path)
    keep("first", [Table(title="one", rows=({"a": 1},))], settings)
    keep("second", [Table(title="two", rows=({"b": None},), notes=("why",))], settings)
    kept = json.loads(results_file(settings).read_text(encoding="utf-8"))
    assert kept["first"]["tables"] == [{"title": "one", "rows": [{"a": 1}], "notes": []}]
    assert kept["second"]["tables"][0]["rows"] == [{"b": None}]


def test_a_table_is_shown_with_its_notes() -> None:
    screen = io.StringIO()
    show(
        [Table(title="Slips", rows=({"who": "en", "share": 0.25, "none": None},), notes=("a note",))],
        Console(file=screen),
    )
    assert all(word in screen.getvalue() for word in ("Slips", "0.250", "-", "a note"))


def test_an_index_of_another_size_has_as_many_phrasings_of_the_same_labels(subject: Subject) -> None:
    grown = resized_index(subject.index, 3 * len(subject.index.phrasings), seeded(1))
    assert len(grown.phrasings) == len(grown.places) == grown.wording.count == 3 * len(subject.index.phrasings)
    assert sorted(set(grown.places.tolist())) == sorted(set(subject.index.places.tolist()))
    assert subject.matcher(grown).match("a fake seller cheated us").topics


def test_varied_words_are_swapped_or_dropped_and_never_made_up() -> None:
    chance = seeded(3)
    for _ in range(20):
        assert set(varied("one two three four", chance).split()) <= {"one", "two", "three", "four"}
    assert varied("two words", chance) == "two words"


def test_slips_hit_one_word_of_five_and_leave_chinese_alone() -> None:
    text = "freight costs eat margins " * 100
    words = zip(text.split(), with_slips(text, seeded(5)).split(), strict=True)
    assert 50 <= sum(before != after for before, after in words) <= 110
    assert with_slips("运费太高", seeded(5)) == "运费太高"


def test_sets_of_examples_are_found_where_the_variable_names_them(tmp_path: Path) -> None:
    one, other = tmp_path / "bank", tmp_path / "travel"
    own, *named = example_sets({VARIABLE: f"{one}{os.pathsep}{other}"})
    assert own.train.is_file()
    assert own.test.is_file()
    assert [(found.name, found.train.parent) for found in named] == [("bank", one), ("travel", other)]


def test_an_encoder_that_remembers_encodes_a_text_once() -> None:
    counting = CountingEncoder()
    encoder = RememberingEncoder(counting)
    assert encoder.encode(["one", "three"]).tolist() == encoder.encode(["one", "three"]).tolist() == [[3.0], [5.0]]
    assert counting.asked == ["one", "three"]


def test_every_part_that_can_be_missed_has_a_row_for_both_kinds_of_questions(subject: Subject) -> None:
    own, sample = ablation.run(subject, lambda *_: None)
    parts = ["all parts", "without normaliser", "without spelling", "without gate"]
    assert [row["parts"] for row in own.rows] == [*parts, *FINER], "by wording alone, without an encoder"
    assert [row["parts"] for row in sample.rows] == parts
    assert sample.rows[0]["false advice"] != sample.rows[-1]["false advice"] == 1


def test_with_encoders_every_switch_makes_a_variant() -> None:
    encoders = {"meaning": CountingEncoder(), "english": CountingEncoder()}
    assert all(variant.differs(encoders) for variant in VARIANTS.values())
    assert not VARIANTS["without the English encoder"].differs({"meaning": CountingEncoder()})
    assert VARIANTS["without fusion"].encoders_of(encoders).keys() == encoders.keys()
    assert not VARIANTS["without meaning"].encoders_of(encoders)


def test_the_own_questions_are_there() -> None:
    assert SMALL_KNOWLEDGE.is_dir()
    assert all((QUESTIONS / f"{name}.jsonl").is_file() for name in ("en", "zh", "out_of_scope"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_question_is_measured_from_memory(language: str) -> None:
    # Asked in the same order again, each was forgotten before its turn comes.
    texts = {question.text for question in own_questions() if question.group == language}
    assert len(texts) > max(PIECES_REMEMBERED, TEXTS_REMEMBERED)
