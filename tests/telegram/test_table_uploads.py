"""Curators send tables: each row is taken, or refused with the reason; nothing is written before they say so."""

import io
import json

import pytest
from openpyxl import Workbook

from bot.files.knowledge_files import read_files
from bot.files.yaml_editing import with_phrasings
from tests.bot_api import Message
from tests.conftest import SMALL_KNOWLEDGE
from tests.curation.edited import STOLEN
from tests.telegram.curators_desk import TOPIC, Desk, MakeDesk

LOST = "our broker mislaid the crate papers"
TEXT = (SMALL_KNOWLEDGE / TOPIC).read_text(encoding="utf-8")


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    found = make_desk()
    found.bot.wait_for_row("SELECT * FROM knowledge_versions")
    return found


def buttons(message: Message) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def excel(*rows: tuple[str, ...]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def test_phrasings_of_a_table_are_counted_tried_and_published(desk: Desk) -> None:
    table = excel(
        ("topic", "phrasing"),
        ("logistics_cost", LOST),
        ("logistic_cost", "lorry too dear"),
        ("online_fraud", '=HYPERLINK("http://x.test")'),
        ("online_fraud", "freight too expensive"),
    )
    line = TEXT.splitlines().index("    - freight too expensive") + 1
    desk.admin.send_document(table, "May <b>workshop</b>.xlsx", "words of the May workshop")
    report = desk.shown("taken for phrasings")
    assert report.plain.splitlines() == [
        "May <b>workshop</b>.xlsx, taken for phrasings: ways people ask.",
        "Read: 4. Kept: 1. Refused: 3.",
        "",
        '• row 3 “lorry too dear”: there is no topic "logistic_cost"; did you mean "logistics_cost"?',
        "• row 4: it is a formula, or begins like one; write the words themselves, not a sign first",
        f"• row 5 “freight too expensive”: it belongs to logistics_cost ({TOPIC}:{line}); keep it in one place",
        "",
        "What this changes comes next.",
    ]
    assert buttons(report) == ["They are questions to measure with"]
    effect = desk.shown("Phrasings: 1 more, 0 fewer")
    assert read_files(desk.knowledge) == read_files(SMALL_KNOWLEDGE)
    desk.admin.press("Publish", effect)
    desk.shown("Version 2 answers now")
    assert "You asked about: Shipping costs" in desk.asked(LOST)
    assert (desk.knowledge / TOPIC).read_text(encoding="utf-8") == with_phrasings(TEXT, "en", [LOST])
    desk.admin.say("/versions")
    assert "– words of the May workshop" in desk.shown("Versions of the knowledge").plain


def test_questions_of_a_table_are_asked_and_kept_to_measure_with(desk: Desk) -> None:
    folder = desk.bot.settings.evaluation
    (folder / "floors.yaml").write_text("at_most:\n  all: {outside_choice: 0}\n", encoding="utf-8")
    table = f"话题;问题\n运费太贵;运个货要命了\noos;{STOLEN} again\noos;shipping\n".encode("gb18030")
    desk.admin.send_document(table, "questions.csv")
    report = desk.shown("taken for questions to measure with")
    assert "Read: 3. Kept: 3. Refused: 0." in report.plain
    assert "Note: not UTF-8: read as GB18030; look whether the words are right" in report.plain
    assert "If they were asked today:" in report.plain
    assert "1 floor of the evaluation falls" in report.plain
    assert buttons(report) == ["Keep these questions", "Leave it", "They are phrasings"]
    desk.admin.press("Keep these questions", report)
    sure = desk.shown("Sure?")
    assert [path.name for path in folder.glob("*.jsonl")] == ["en_mine.jsonl"]
    desk.admin.press("Yes, keep them all the same", sure)
    assert "3 questions are kept to measure with, in zh.jsonl, out_of_scope.jsonl" in desk.shown("are kept").plain
    kept = [json.loads(line) for line in (folder / "zh.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept == [{"q": "运个货要命了", "lang": "zh", "kind": "imported", "accept": ["big-data.c7", "big-data.m2"]}]
    (row,) = desk.bot.rows("SELECT deed, subject FROM audit")
    assert row == {"deed": "questions_kept", "subject": "3 zh.jsonl, out_of_scope.jsonl"}


def test_a_bot_without_a_place_for_questions_says_so_and_bad_tables_are_told(desk: Desk) -> None:
    evaluation = desk.bot.settings.evaluation
    for path in evaluation.glob("*.jsonl"):
        path.unlink()
    desk.admin.send_document("topic,question\nlogistics_cost,who pays this lorry bill\n".encode("utf-16"), "q.csv")
    report = desk.shown("This bot has no place for questions to measure with")
    assert buttons(report) == ["They are phrasings"]
    assert list(evaluation.glob("*.jsonl")) == []
    desk.admin.press("They are phrasings", report)
    assert buttons(desk.shown("taken for phrasings")) == ["They are questions to measure with"]
    desk.shown("Tried on 0 questions of the evaluation")
    for name, content, words in (
        ("a.csv", b" \n", "is empty"),
        ("../../a.csv", b"words\nhello\n", "no column has texts"),
    ):
        desk.admin.send_document(content, name)
        desk.shown(words)
    many = "topic,phrasing\n" + "".join(f"nowhere,words {number}\n" for number in range(12))
    desk.admin.send_document(many.encode(), "many.csv")
    assert "… and 2 more, in the file below" in desk.shown("Refused: 12").plain
    file = desk.shown("All 12 rows that were refused").file
    assert file is not None
    assert file.content.decode("utf-8-sig").splitlines()[1] == (
        '2,words 0,"there is no topic ""nowhere""; write its id or title"'
    )
