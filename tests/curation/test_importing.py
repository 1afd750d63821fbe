"""Phrasings and questions from tables: each row is taken over or refused with the reason, and nothing else changes."""

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.curation.importing import Imported, import_phrasings, import_questions
from bot.curation.known_texts import LONGEST_PHRASING
from bot.errors import KnowledgeError
from bot.files.knowledge_checks import knowledge_problems
from bot.files.knowledge_reading import read_knowledge
from bot.files.question_files import read_questions
from bot.files.sheets import SheetError, read_sheet
from tests.chinese import left_in_english
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE, RunCommand

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    folder = tmp_path / "questions"
    folder.mkdir()
    lines = [{"q": "Is the sea freight to Genoa a robbery?", "accept": ["big-data.c7"]}]
    (folder / "en.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (folder / "languages.jsonl").write_text('{"q": "El flete", "accept": ["big-data.c7"]}', encoding="utf-8")
    return folder


def imported(table: str, knowledge: Path, questions: Path | None = None, *, topic: str = "") -> Imported:
    known = read_questions(questions / "en.jsonl") if questions else ()
    return import_phrasings(read_sheet(table.encode(), "t.csv"), read_knowledge(knowledge), known, topic=topic)


def why(table: str, knowledge: Path, questions: Path | None = None) -> str:
    """Why the one row of *table* is refused."""
    found = imported(table, knowledge, questions)
    (refused,) = found.refused
    assert (found.read, found.kept, found.files, refused.row) == (1, (), {}, 2)
    assert left_in_english([refused.why]) == []
    return refused.why


def test_phrasings_go_to_the_topics_and_kinds_that_are_named(knowledge: Path) -> None:
    sheet = read_sheet((SAMPLES / "phrasings.csv").read_bytes(), "phrasings.csv")
    found = import_phrasings(sheet, read_knowledge(knowledge))
    assert [(kept.row, kept.language, kept.to) for kept in found.kept] == [
        (2, "en", "logistics_cost"),
        (3, "zh", "logistics_cost"),
        (4, "en", "online_fraud"),
        (5, "en", "elsewhere: customs_code"),
    ]
    assert sorted(found.files) == ["elsewhere.yaml", "topics/logistics_cost.yaml", "topics/online_fraud.yaml"]


def test_what_is_taken_over_is_in_the_knowledge_afterwards_and_nothing_else_is(knowledge: Path) -> None:
    before = read_knowledge(knowledge).base
    sheet = read_sheet((SAMPLES / "phrasings.xlsx").read_bytes(), "phrasings.xlsx")
    for name, text in import_phrasings(sheet, read_knowledge(knowledge)).files.items():
        (knowledge / name).write_bytes(text.encode())
    read = read_knowledge(knowledge)
    assert knowledge_problems(read, ("en", "zh")) == []
    assert before is not None
    assert read.base is not None
    phrasings = read.base.topic_by_id["logistics_cost"].phrasings
    earlier = before.topic_by_id["logistics_cost"].phrasings
    assert phrasings["en"] == (*earlier["en"], "the lorry eats all my earnings")
    assert phrasings["zh"] == (*earlier["zh"], "车钱比货还贵，咋整")
    assert [topic for topic in read.base.topics if topic.id not in {"logistics_cost", "online_fraud"}] == [
        topic for topic in before.topics if topic.id not in {"logistics_cost", "online_fraud"}
    ]


def test_importing_twice_adds_nothing(knowledge: Path) -> None:
    table = "topic,phrasing\nlogistics_cost,the lorry eats all my earnings\n"
    for name, text in imported(table, knowledge).files.items():
        (knowledge / name).write_bytes(text.encode())
    assert "it is there already" in why(table, knowledge)


def test_two_columns_of_languages_stand_side_by_side(knowledge: Path) -> None:
    found = imported("话题,English,中文\n运费太贵,lorry too dear,车钱比货还贵\nonline_fraud,,骗子又来了\n", knowledge)
    assert [(kept.row, kept.language, kept.text) for kept in found.kept] == [
        (2, "en", "lorry too dear"),
        (2, "zh", "车钱比货还贵"),
        (3, "zh", "骗子又来了"),
    ]


def test_one_topic_can_be_named_for_all_rows(knowledge: Path) -> None:
    found = imported("phrasing\nlorry too dear\n", knowledge, topic="logistics_cost")
    assert [kept.to for kept in found.kept] == ["logistics_cost"]


def test_the_language_given_counts_more_than_what_it_looks_like(knowledge: Path) -> None:
    table = "topic,phrasing,language\nlogistics_cost,El flete se come mi ganancia y no queda nada,{}\n"
    assert 'it seems to be in "es"' in why(table.format(""), knowledge)
    assert [kept.language for kept in imported(table.format("en"), knowledge).kept] == ["en"]
    assert '"klingon" is no language we know' in why(table.format("klingon"), knowledge)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("logistic_cost,lorry too dear", 'there is no topic "logistic_cost"; did you mean "logistics_cost"?'),
        ("zzzzzzzz,lorry too dear", 'there is no topic "zzzzzzzz"; write its id or title'),
        (",lorry too dear", "no topic is named; write its id in every row, merged cells or not"),
        ("logistics_cost,", "there are no words; write how people ask"),
        *(
            (f"logistics_cost,{cell}", "there are no words; write how people ask")
            for cell in ("？！", "8517", "①2-3 %")
        ),
        ("logistics_cost,=1+1", "it is a formula, or begins like one; write the words themselves, not a sign first"),
        ("=A1,lorry too dear", "it is a formula, or begins like one; write the words themselves, not a sign first"),
        (f"logistics_cost,{'a' * (LONGEST_PHRASING + 1)}", "it has 301 characters; shorten it to 300"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_mend(knowledge: Path, row: str, reason: str) -> None:
    assert why(f"topic,phrasing\n{row}\n", knowledge) == reason


def test_a_phrasing_stands_in_one_place(knowledge: Path) -> None:
    file = f"{knowledge.as_posix()}/topics/logistics_cost.yaml"
    assert why("topic,phrasing\nlogistics_cost,Freight too expensive!\n", knowledge).startswith(
        f"it is there already ({file}:"
    )
    assert why("topic,phrasing\nonline_fraud,Freight too expensive!\n", knowledge).startswith(
        f"it belongs to logistics_cost ({file}:"
    )
    assert why("topic,phrasing\nonline_fraud,freights too expensive\n", knowledge).startswith(
        f"it is nearly a phrasing of logistics_cost ({file}:"
    )
    near_own = imported("topic,phrasing\nlogistics_cost,freights too expensive\n", knowledge)
    assert len(near_own.kept) == 1


def test_rows_of_one_table_are_compared_with_each_other(knowledge: Path) -> None:
    found = imported("topic,phrasing\nlogistics_cost,lorry too dear\nonline_fraud,Lorry too dear.\n", knowledge)
    assert [(refused.row, refused.why) for refused in found.refused] == [
        (3, "it belongs to logistics_cost (row 2); keep it in one place")
    ]


def test_what_understanding_is_measured_with_is_no_phrasing(knowledge: Path, questions: Path) -> None:
    table = "topic,phrasing\nlogistics_cost,is the sea freight to Genoa a robbery\n"
    assert "understanding is measured with it" in why(table, knowledge, questions)


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("topic,words\na,b", "no column has texts (there are: topic, words)"),
        ("phrasing\nlorry too dear", "no column says which topic"),
    ],
)
def test_a_table_without_the_columns_is_refused(knowledge: Path, table: str, what: str) -> None:
    with pytest.raises(SheetError, match=r"^t\.csv:1: ") as told:
        imported(table, knowledge)
    assert what in str(told.value)


def test_broken_knowledge_is_not_added_to(knowledge: Path) -> None:
    (knowledge / "topics" / "online_fraud.yaml").write_text("id: online_fraud", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="mend them first: tradebot check"):
        imported("topic,phrasing\nlogistics_cost,lorry too dear\n", knowledge)


def measured(table: str, knowledge: Path, questions: Path) -> Imported:
    known = [question for path in sorted(questions.iterdir()) for question in read_questions(path)]
    return import_questions(read_sheet(table.encode(), "t.csv"), read_knowledge(knowledge), known, questions)


def test_questions_go_to_the_file_of_their_language_and_can_be_read(knowledge: Path, questions: Path) -> None:
    table = "topic,question,language\nlogistics_cost,who pays this lorry bill,\n运费太贵,运个货要命了,\n"
    table += "oos,how is the weather in Riga,\ncustoms_code,which number for saddles,\n"
    found = measured(table, knowledge, questions)
    assert [(kept.row, kept.to, kept.language) for kept in found.kept] == [
        (2, "logistics_cost", "en"),
        (3, "logistics_cost", "zh"),
        (4, "oos", "en"),
        (5, "oos", "en"),
    ]
    before = (questions / "en.jsonl").read_text(encoding="utf-8")
    assert found.files["en.jsonl"].startswith(before)
    for name, text in found.files.items():
        (questions / name).write_bytes(text.encode())
    asked = {path.name: read_questions(path) for path in sorted(questions.iterdir())}
    assert {name: len(those) for name, those in asked.items()} == {
        "en.jsonl": 2,
        "languages.jsonl": 2,
        "out_of_scope.jsonl": 2,
    }
    assert asked["en.jsonl"][-1].accept == {"big-data.c7", "big-data.m2"}
    assert not any(question.in_scope for question in asked["out_of_scope.jsonl"])


def test_a_question_that_is_a_phrasing_measures_nothing(knowledge: Path, questions: Path) -> None:
    table = (
        "topic,question\nlogistics_cost,freight too expensive\nlogistics_cost,is the sea freight to Genoa a robbery\n"
    )
    reasons = [refused.why for refused in measured(table, knowledge, questions).refused]
    assert "would measure nothing" in reasons[0]
    assert reasons[1].startswith("it is there already (")


# The command


def run(run_command: RunCommand, knowledge: Path, *arguments: str) -> CompletedProcess[str]:
    return run_command("import", *arguments, settings={"TRADEBOT_KNOWLEDGE": str(knowledge)})


def test_the_command_counts_what_it_read_kept_and_refused(run_command: RunCommand, knowledge: Path) -> None:
    ended = run(run_command, knowledge, str(SAMPLES / "phrasings.csv"))
    assert ended.returncode == 0, ended.stderr
    assert "4 read, 4 kept, 0 refused; written: elsewhere.yaml, topics/logistics_cost.yaml" in ended.stderr
    assert "the lorry eats all my earnings" in ended.stdout
    assert "the lorry eats" in (knowledge / "topics" / "logistics_cost.yaml").read_text(encoding="utf-8")
    again = run(run_command, knowledge, str(SAMPLES / "phrasings.csv"), "--format", "json", "--list", "refused")
    assert again.returncode == 1
    assert "4 read, 0 kept, 4 refused; nothing was written" in again.stderr
    assert [row["row"] for row in json.loads(again.stdout)] == [2, 3, 4, 5]


def test_a_dry_run_writes_nothing(run_command: RunCommand, knowledge: Path) -> None:
    ended = run(run_command, knowledge, str(SAMPLES / "phrasings.xlsx"), "--dry-run")
    assert "4 read, 4 kept, 0 refused; nothing was written" in ended.stderr
    assert read_knowledge(knowledge).base == read_knowledge(SMALL_KNOWLEDGE).base


def test_questions_are_written_to_the_folder_named(
    run_command: RunCommand, knowledge: Path, questions: Path, tmp_path: Path
) -> None:
    table = tmp_path / "asked.csv"
    table.write_text("topic,question\nlogistics_cost,who pays this lorry bill\n", encoding="utf-8")
    ended = run(run_command, knowledge, str(table), "--questions", "--to", str(questions))
    assert ended.returncode == 0, ended.stderr
    assert [question.text for question in read_questions(questions / "en.jsonl")][-1] == "who pays this lorry bill"


def test_a_file_that_is_not_there_is_told(run_command: RunCommand, knowledge: Path) -> None:
    ended = run(run_command, knowledge, "nowhere.csv")
    assert ended.returncode == 2
    assert ended.stderr.endswith("nowhere.csv: No such file or directory; name a file that can be read\n")


def test_the_shipped_knowledge_takes_phrasings_too() -> None:
    read = read_knowledge(CHECKOUT / "knowledge")
    table = "topic,phrasing\nonline_fraud,the emu farmer never sent my feathers\n"
    found = import_phrasings(read_sheet(table.encode(), "t.csv"), read)
    (name,) = found.files
    before = (CHECKOUT / "knowledge" / name).read_text(encoding="utf-8").splitlines()
    assert set(found.files[name].splitlines()) - set(before) == {"    - the emu farmer never sent my feathers"}
    assert len(found.files[name].splitlines()) == len(before) + 1
