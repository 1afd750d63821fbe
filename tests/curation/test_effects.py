"""What a change does is known before anybody is answered by it."""

import csv
import io
import json
from pathlib import Path

import pytest

from bot import assembly
from bot.curation.diffing import effect_between, logged_questions
from bot.curation.effect_text import effect_as_json, effect_from_json, effect_text
from bot.curation.effects import Change, Effect, Questions
from bot.curation.floors import read_floors
from bot.files.question_files import MeasuredQuestion
from bot.records.asked_questions import AskedQuestion
from bot.records.feedback import Opinion
from bot.records.opening import open_records
from bot.settings import Settings
from tests.conftest import SMALL_KNOWLEDGE, RunCommand
from tests.curation.edited import STOLEN, add_phrasings, copy_of_knowledge, replace_words
from tests.records.clock import StandingClock
from tests.records.test_conversation_log import UNDERSTANDING
from tests.records.test_feedback import an_answer


@pytest.fixture
def settings(small_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(assembly, "load_encoders", lambda _: ({}, ()))
    return small_settings


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    return copy_of_knowledge(tmp_path / "edited")


def measured(text: str, *topics: str) -> MeasuredQuestion:
    return MeasuredQuestion(
        group="mine", where="mine.jsonl:1", text=text, kind="", language="en", topics=frozenset(topics)
    )


def logged(text: str, *, helpful: str = "", unhelpful: str = "") -> AskedQuestion:
    return AskedQuestion(
        text=text,
        times=3,
        people=2,
        last_at="2026-11-20",
        helpful=frozenset({helpful} - {""}),
        unhelpful=frozenset({unhelpful} - {""}),
    )


def the_change(effect: Effect) -> Change:
    (change,) = effect.changes
    return change


def test_the_same_knowledge_has_no_effect(settings: Settings, edited: Path) -> None:
    questions = Questions(measured=[measured("freight too expensive", "logistics_cost")], logged=[logged("运费太高")])
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, questions)
    assert (effect.changes, effect.figures, effect.overlaps, effect.reworded) == ((), (), (), 0)
    assert effect.edits is not None
    assert effect.edits.count == 0
    assert effect.old == effect.new
    assert "both say the same" in effect_text(effect)


def test_a_phrasing_taught_is_better_for_who_asked_it(settings: Settings, edited: Path) -> None:
    add_phrasings(edited, "logistics_cost", STOLEN)
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, Questions(measured=[measured(STOLEN, "logistics_cost")]))
    change = the_change(effect)
    assert (change.before.decision, change.after.decision, change.verdict) == ("none", "advice", "better")
    assert change.after.ids == ("logistics_cost",)
    assert {(figure.group, figure.name) for figure in effect.figures} >= {("mine", "right_advice"), ("all", "refused")}
    assert effect.edits is not None
    assert [edit.text for edit in effect.edits.phrasings_added] == [STOLEN]


def test_advice_where_none_was_due_is_worse(settings: Settings, edited: Path) -> None:
    add_phrasings(edited, "logistics_cost", STOLEN)
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, Questions(measured=[measured(STOLEN)]))
    assert the_change(effect).verdict == "worse"


@pytest.mark.parametrize(
    ("helpful", "unhelpful", "verdict"),
    [("", "", "different"), ("logistics_cost", "", "better"), ("", "logistics_cost", "worse")],
)
def test_people_s_own_questions_are_judged_by_what_they_said(
    settings: Settings, edited: Path, helpful: str, unhelpful: str, verdict: str
) -> None:
    add_phrasings(edited, "logistics_cost", STOLEN)
    questions = Questions(logged=[logged(STOLEN, helpful=helpful, unhelpful=unhelpful)])
    change = the_change(effect_between(settings, SMALL_KNOWLEDGE, edited, questions))
    assert (change.verdict, change.where, change.times) == (verdict, "log", 3)


def test_new_words_of_a_reply_are_no_other_answer(settings: Settings, edited: Path) -> None:
    topic = "topics/logistics_cost.yaml"
    replace_words(edited, topic, "The paper gives no freight rates", "No freight rates are given")
    replace_words(edited, topic, "  en: Logistics", "  en: Moving goods")
    questions = Questions(logged=[logged("freight too expensive"), logged("who can I trust online")])
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, questions)
    assert (effect.changes, effect.reworded) == ((), 1)
    assert effect.edits is not None
    assert {edit.place for edit in effect.edits.texts} == {
        "topics/logistics_cost.limits",
        "topics/logistics_cost.answer",
    }


def test_new_shorthand_is_an_edit_that_changes_answers(settings: Settings, edited: Path) -> None:
    replace_words(edited, "shorthand.yaml", "  frt: freight\n", "  frt: freight\n  2 xp: freight too expensive\n")
    questions = Questions(measured=[measured("2 xp", "logistics_cost")])
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, questions)
    assert effect.edits is not None
    assert [(edit.place, edit.language, edit.after) for edit in effect.edits.texts] == [
        ("shorthand/2 xp", "en", "freight too expensive")
    ]
    assert the_change(effect).verdict == "better"


def test_a_phrasing_that_another_topic_would_answer_is_an_overlap(settings: Settings, edited: Path) -> None:
    add_phrasings(edited, "online_fraud", "freight too expensive now")
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, Questions())
    overlap = effect.overlaps[0]
    assert (overlap.phrasing, overlap.of, overlap.claimed_by) == (
        "freight too expensive now",
        "online_fraud",
        "logistics_cost",
    )
    assert overlap.nearest == "freight too expensive"


def test_a_floor_that_falls_is_named(settings: Settings, edited: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.yaml"
    floors.write_text("at_most:\n  mine: {false_advice: 0}\n  other: {false_advice: 0}\n", encoding="utf-8")
    add_phrasings(edited, "logistics_cost", STOLEN)
    questions = Questions(measured=[measured(STOLEN)], floors=read_floors(floors))
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, questions)
    assert effect.lowers_floor
    (fallen,) = effect.below
    assert (fallen.floor.line, fallen.before, fallen.after, fallen.missing, fallen.asked) == (2, 0.0, 1.0, 1, 1)
    assert fallen.worse == (STOLEN,)
    text = effect_text(effect)
    assert "false_advice of mine is 1.0000, was 0.0000, must be at most 0 (1 of 1 questions)" in text
    assert f"    - {STOLEN}\n" in text
    assert "What to do: reword or take away" in text
    assert not effect_between(settings, edited, SMALL_KNOWLEDGE, questions).lowers_floor


def test_what_is_broken_is_asked_nothing(settings: Settings, edited: Path) -> None:
    replace_words(edited, "topics/logistics_cost.yaml", "kind: challenge", "kind: nonsense")
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, Questions(measured=[measured("x")]))
    assert effect.is_broken
    assert effect.measured == 0
    assert "logistics_cost.yaml:2" in effect_text(effect)


def test_an_effect_survives_the_way_from_a_child_process(settings: Settings, edited: Path) -> None:
    add_phrasings(edited, "logistics_cost", STOLEN)
    effect = effect_between(settings, SMALL_KNOWLEDGE, edited, Questions(measured=[measured(STOLEN)]))
    assert effect_from_json(json.loads(json.dumps(effect_as_json(effect)))) == effect


def test_the_log_gives_each_question_once_with_what_people_said(tmp_path: Path) -> None:
    records = open_records(tmp_path, StandingClock(), bot=1)
    records.feedback.give(an_answer(records), "anna", Opinion(verdict="helpful"))
    asking = {"person": "bob", "question": f"  {UNDERSTANDING.question.upper()}!"}
    row = next(records.database.query("SELECT * FROM conversations"))
    records.database.table("conversations").insert({**row, "id": None, "update_id": 2, **asking})
    records.database.table("conversations").insert({**row, "id": None, "update_id": 3, "question": "other"})
    records.close()
    newest, twice = logged_questions(tmp_path, most=10)
    assert newest.text == "other"
    assert (twice.times, twice.people, twice.helpful) == (2, 2, frozenset({UNDERSTANDING.topic}))
    assert [one.text for one in logged_questions(tmp_path, most=1)] == ["other"]


def test_no_records_are_no_questions(tmp_path: Path) -> None:
    assert logged_questions(tmp_path, most=10) == ()
    assert not list(tmp_path.iterdir())


def test_the_command_tells_and_its_status_says_whether_it_may_be_published(
    run_command: RunCommand, edited: Path, tmp_path: Path
) -> None:
    questions = tmp_path / "en_mine.jsonl"
    questions.write_text(json.dumps({"q": STOLEN}), encoding="utf-8")
    floors = tmp_path / "floors.yaml"
    floors.write_text("at_most:\n  en_mine: {false_advice: 0}\n", encoding="utf-8")
    add_phrasings(edited, "logistics_cost", STOLEN)
    given = ("diff", str(SMALL_KNOWLEDGE), str(edited), "--questions", str(questions))
    told = run_command(*given)
    assert told.returncode == 0, told.stderr
    assert f"- {STOLEN}" in told.stdout
    with_floor = run_command(*given, "--floors", str(floors), "--json", "--steps")
    assert with_floor.returncode == 1
    assert json.loads(with_floor.stdout)["lowers_floor"] is True
    assert {"doing": "asking", "done": 0, "of": 1} in [json.loads(line) for line in with_floor.stderr.splitlines()]
    assert "asked: 0 evaluation questions" in run_command(*given, "--quick").stdout
    listed = run_command(*given, "--floors", str(floors), "--format", "json")
    assert listed.returncode == 1
    lists = json.loads(listed.stdout)
    assert {name: len(rows) for name, rows in lists.items() if rows} == {
        "edits": 1,
        "changes": 1,
        "figures": 11,
        "floors": 1,
    }
    assert lists["floors"][0]["worse"] == [STOLEN]
    assert lists["changes"][0]["verdict"] == "worse"
    table = run_command(*given, "--quick", "--format", "csv", "--list", "edits").stdout
    assert next(iter(csv.DictReader(io.StringIO(table))))["after"] == STOLEN
    assert "the text has all of it" in run_command(*given, "--list", "edits").stderr
