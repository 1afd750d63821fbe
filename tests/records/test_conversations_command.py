"""``tradebot conversations`` shows the log as a table, CSV or JSON lines."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.records.conversation_log import Asking
from bot.records.opening import open_records
from tests.records.test_conversation_log import UNDERSTANDING

QUESTIONS = {
    "cheated [bold]by a supplier[/bold]": "advice",
    '=HYPERLINK("http://x")': "none",
    " +1 234": "none",
    "运费太贵": "advice",
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRADEBOT_DATA", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    records = open_records(tmp_path, lambda: datetime.now(UTC), bot=1)
    for number, (question, decision) in enumerate(QUESTIONS.items()):
        asked_at = datetime.now(UTC) - timedelta(days=10 * number)
        asking = Asking(
            update_id=number, person="p", chat="c", chat_kind="private", message_id=number, asked_at=asked_at
        )
        topic = "online_fraud" if decision == "advice" else None
        records.conversations.record_answer(
            asking, replace(UNDERSTANDING, question=question, decision=decision, topic=topic)
        )
    records.close()
    return tmp_path


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["conversations", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.usefixtures("data")
def test_the_table_shows_questions_as_they_were_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run() == 0
    shown = capsys.readouterr().out
    assert all(question.strip() in shown for question in QUESTIONS)
    assert "(online_fraud)" in shown


@pytest.mark.usefixtures("data")
def test_rows_are_chosen_by_decision_and_age(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--decision", "none", "--since", "15", "--format", "jsonl") == 0
    (line,) = capsys.readouterr().out.splitlines()
    row = json.loads(line)
    assert row["question"] == '=HYPERLINK("http://x")'
    assert row["reply"] == "Take care"
    assert row["candidates"][0]["topic"] == "online_fraud"


def test_csv_has_no_formulas_and_opens_in_a_spreadsheet(data: Path) -> None:
    assert _run("--format", "csv", "--output", "log.csv") == 0
    written = (data / "log.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert [row["question"] for row in rows] == [
        "cheated [bold]by a supplier[/bold]",
        '\'=HYPERLINK("http://x")',
        "' +1 234",
        "运费太贵",
    ]


def test_no_database_and_an_impossible_file_are_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("--output", "no/such/folder/x.csv") == 2
    assert "choose a file that can be written" in capsys.readouterr().err
    monkeypatch.setenv("TRADEBOT_DATA", str(data / "empty"))
    assert _run() == 2
    assert "there is no database yet" in capsys.readouterr().err
    assert _run("--since", "soon") == 2


@pytest.mark.usefixtures("data")
def test_an_empty_choice_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--decision", "smalltalk") == 0
    assert capsys.readouterr().out.strip() == "No conversations."


@pytest.mark.usefixtures("data")
def test_json_is_one_array_and_jsonl_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--format", "jsonl") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert _run("--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == lines
    assert len(lines) == len(QUESTIONS)
    assert _run("--since", "0", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_nobody_is_followed_over_days_unless_that_is_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moments = [datetime.now(UTC) - timedelta(days=days) for days in (30, 30, 30, 20)]
    records = open_records(data, lambda: datetime.now(UTC), bot=1)
    records.database.execute("DELETE FROM conversations")
    for number, (person, asked_at) in enumerate(zip(("anna", "ben", "anna", "ben"), moments, strict=True)):
        asking = Asking(
            update_id=9 + number, person=person, chat="c", chat_kind="private", message_id=number, asked_at=asked_at
        )
        records.conversations.record_answer(asking, replace(UNDERSTANDING, question="call +44 7700 900123"))
    records.close()
    assert _run("--format", "json") == 0
    shown = capsys.readouterr().out
    assert [row["person"] for row in json.loads(shown)] == [1, 2, 1, 1]
    assert "7700" not in shown
    assert _run("--format", "json", "--same-person") == 0
    assert [row["person"] for row in json.loads(capsys.readouterr().out)] == ["anna", "ben", "anna", "ben"]
