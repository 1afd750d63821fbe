"""``tradebot evaluate`` on the small knowledge."""

import json
import re
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.curation.evaluation_page import of_hundred
from bot.curation.measuring import Evaluation, evaluation_of
from bot.curation.outcomes import helps, outcomes_of
from bot.files.question_files import MeasuredQuestion, read_questions
from tests.conftest import RunCommand

LINES = (
    {"q": "freight too expensive", "accept": ["big-data.c7"], "best": ["big-data.c7"], "kind": "keyword"},
    {"q": "cut shipping costs", "accept": ["internet-plus.c1"], "best": ["internet-plus.c1"], "kind": "plain"},
    {"q": "do I need a visa for Canton Fair", "kind": "near"},
    {"turns": [{"q": "freight too expensive", "accept": ["big-data.m2"]}, {"q": "hm", "accept": ["big-data.m2"]}]},
    {"q": "what does the data paper say on freight cost", "papers": ["big-data"], "claims": ["big-data.c7"]},
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A file of a few questions about the small knowledge."""
    path = tmp_path / "en_mine.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in LINES), encoding="utf-8")
    return path


def asked(small_parts: Parts, path: Path) -> Evaluation:
    return evaluation_of(outcomes_of(small_parts.answerer, read_questions(path)))


def test_a_phrasing_of_its_own_topic_is_a_hit(small_parts: Parts, questions: Path) -> None:
    kinds = asked(small_parts, questions).by_kind["en_mine"]
    keyword, plain = kinds["keyword"].in_scope, kinds["plain"].in_scope
    assert keyword is not None
    assert plain is not None
    assert (keyword.hit_at_1, keyword.direct_at_1, plain.hit_at_1) == (1, 1, 0)


def test_a_topic_helps_if_it_covers_an_accepted_claim(small_parts: Parts) -> None:
    topic = small_parts.knowledge.topic_by_id["logistics_cost"]

    def question(*accept: str, topics: tuple[str, ...] = ()) -> MeasuredQuestion:
        return MeasuredQuestion(
            group="x", where="x:1", text="x", kind="", language="en", accept=frozenset(accept), topics=frozenset(topics)
        )

    assert helps(question(topic.covers[0], "internet-plus.c1"), topic)
    assert helps(question(topics=("logistics_cost",)), topic)
    assert not helps(question("internet-plus.c1"), topic)
    assert not helps(question(topics=("online_fraud",)), topic)


def test_a_topic_named_in_a_csv_is_what_is_meant(small_parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("text,label\nfreight too expensive,logistics_cost\nfreight too expensive,online_fraud\n", "utf-8")
    first, second = outcomes_of(small_parts.answerer, read_questions(path))
    assert (first.hit(1), first.meant) == (True, "logistics_cost")
    assert (second.hit(1), second.meant) == (False, "online_fraud")


def test_all_figures_are_printed_as_one_object(run_command: RunCommand, questions: Path) -> None:
    ended = run_command("evaluate", str(questions), "--json", "--errors")
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["questions"] == 6
    assert figures["by_group"]["en_mine"]["in_scope"]["n"] == 5
    assert figures["by_group"]["en_mine"]["out_of_scope"]["n"] == 1
    assert figures["by_kind"]["en_mine"]["later turn"]["in_scope"]["n"] == 1
    assert {"reliability", "ece", "curve", "confusions", "by_language", "latency_p99_ms"} <= set(figures)
    assert "cut shipping costs" in [miss["question"] for miss in figures["misses"]]


def test_the_tables_for_people_have_every_kind(run_command: RunCommand, questions: Path) -> None:
    ended = run_command("evaluate", str(questions), "--errors")
    assert ended.returncode == 0, ended.stderr
    for expected in ("keyword", "later turn", "language en", "false advice", "calibration error", "answering more"):
        assert expected in ended.stdout
    assert re.search(r"en_mine\.jsonl:2: \w+ [\d.]+ online_fraud -> logistics_cost: cut shipping costs", ended.stdout)


def test_the_page_needs_nothing_but_itself(run_command: RunCommand, questions: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    with questions.open("a", encoding="utf-8") as file:
        file.write('\n{"q": "<script>alert(1)</script> {{ 7*7 }} shipping", "accept": ["internet-plus.c1"]}\n')
    ended = run_command("evaluate", str(questions), "--html", str(page))
    assert ended.returncode == 0, ended.stderr
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert html.count("<svg") == 2
    assert not re.search(r"<script|<link|<img|src=|url\(|https?://", html)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} shipping" in html
    assert "Shipping costs too much" in html
    assert re.search(r"“did you mean”\. <b>(None|One|Fewer than one|\d+)</b> got advice that does not help\.", html)


def test_a_page_of_questions_out_of_scope_alone_can_be_written(run_command: RunCommand, tmp_path: Path) -> None:
    asked_about, page = tmp_path / "out.jsonl", tmp_path / "page.html"
    asked_about.write_text('{"q": "how old is the moon", "kind": "far"}\n', encoding="utf-8")
    ended = run_command("evaluate", str(asked_about), "--html", str(page))
    assert ended.returncode == 0, ended.stderr
    html = page.read_text(encoding="utf-8")
    assert "Questions that have none" in html
    assert "<b>none</b> got advice all the same. The bot named" in html


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "none"), (0.004, "fewer than one"), (0.006, "one"), (0.014, "one"), (0.026, "3"), (1, "100")],
)
def test_a_share_is_told_as_people_count(share: float, said: str) -> None:
    assert of_hundred(share) == said


@pytest.mark.parametrize(("limit", "status"), [("0", 0), ("1", 1)])
def test_a_figure_below_its_floor_fails_the_run(
    limit: str, status: int, run_command: RunCommand, questions: Path, tmp_path: Path
) -> None:
    floors = tmp_path / "floors.yaml"
    floors.write_text(f"at_least:\n  en_mine/plain: {{hit_at_1: {limit}}}\n", encoding="utf-8")
    ended = run_command("evaluate", str(questions), "--floors", str(floors))
    assert ended.returncode == status, ended.stderr
    assert ("floors.yaml:2: hit_at_1 of en_mine/plain is 0.0000, not at least 1;" in ended.stderr) == bool(status)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"q": "x", "accept": ["big-data.z9"]}', 'mine.jsonl:1: there is no claim "big-data.z9"; fix the id'),
        ('{"q": "x", "claims": ["big-data.c7"], "papers": ["p"]}', 'mine.jsonl:1: there is no paper "p"; fix the id'),
        ("nonsense", "mine.jsonl:1: this is not JSON"),
    ],
)
def test_a_question_that_cannot_be_judged_is_told(
    line: str, says: str, run_command: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(line, encoding="utf-8")
    ended = run_command("evaluate", str(path))
    assert ended.returncode == 2
    assert says in ended.stderr.splitlines()[-1]
