"""What is exported is all there is, fit to be read by people, spreadsheets and programs, and names nobody."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.curation.book import book_json, book_page, book_rows
from bot.curation.masked_log import MASKED_COLUMNS
from bot.errors import TradebotError
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.records.conversation_log import Asking
from bot.records.opening import open_records
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE, RunCommand
from tests.records.test_conversation_log import UNDERSTANDING

BASE = load_knowledge(SMALL_KNOWLEDGE)
NOW = datetime.now(UTC)
TEMPLATES = Templates(CHECKOUT / "templates")


class Page(HTMLParser):
    """The words of a page, its anchors and the links to them; elements must be closed in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.anchors, self.links = "", set[str](), set[str]()
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors |= {given["id"] or ""} if "id" in given else set()
        self.links |= {(given.get("href") or "").removeprefix("#")} if tag == "a" else set()
        if tag not in {"meta", "br", "wbr"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("folder", [SMALL_KNOWLEDGE, CHECKOUT / "knowledge"], ids=["small", "shipped"])
def test_the_book_has_every_text_of_a_topic_in_both_languages(folder: Path) -> None:
    base = load_knowledge(folder)
    page = Page(book_page(base, TEMPLATES, ("en", "zh")))
    for topic in base.topics:
        told = [topic.title, topic.answer, topic.limits, *topic.steps]
        told += [statement.text for statement in (*topic.observe, *topic.recommend)]
        for text in told:
            assert all(text[language] in page.words for language in ("en", "zh")), topic.id
        assert all(phrasing in page.words for texts in topic.phrasings.values() for phrasing in texts)
    assert page.links <= page.anchors
    assert set(base.claim_by_id) <= page.anchors


def test_the_book_can_be_had_in_one_language() -> None:
    words = Page(book_page(BASE, TEMPLATES, ("zh",))).words
    topic = BASE.topics[0]
    assert topic.answer["zh"] in words
    assert topic.answer["en"] not in words
    with pytest.raises(TradebotError, match='the knowledge has no "fr"; name one of en, zh'):
        book_page(BASE, TEMPLATES, ("fr",))


def test_words_of_the_knowledge_are_no_markup_in_the_book() -> None:
    topic = replace(BASE.topics[0], title={"en": "<script>alert(1)</script>", "zh": "&"})
    base = replace(BASE, topics=(topic, *BASE.topics[1:]))
    html = book_page(base, TEMPLATES, ("en", "zh"))
    assert "<script>" not in html
    assert "<script>alert(1)</script>" in Page(html).words


def test_the_rows_have_every_text_once() -> None:
    rows = list(book_rows(BASE, ("en", "zh")))
    phrasings = [row["en"] or row["zh"] for row in rows if row["part"] == "topic" and row["field"] == "phrasing"]
    assert phrasings == [text for topic in BASE.topics for texts in topic.phrasings.values() for text in texts]
    assert sum(row["field"] == "step" for row in rows) == sum(len(topic.steps) for topic in BASE.topics)
    observed = [row for row in rows if row["field"] == "observe"]
    assert len(observed) == sum(len(topic.observe) for topic in BASE.topics) > 0
    assert all(row["claims"] and row["en"] and row["zh"] for row in observed)


def test_the_object_can_be_written_as_json_and_has_all_parts() -> None:
    found = json.loads(json.dumps(book_json(BASE)))
    assert [topic["id"] for topic in found["topics"]] == list(BASE.topic_by_id)
    assert {claim["id"] for paper in found["papers"] for claim in paper["claims"]} == set(BASE.claim_by_id)
    assert found["version"] == BASE.version


# The command


@pytest.fixture
def data(tmp_path: Path) -> Path:
    records = open_records(tmp_path, lambda: NOW, bot=1)
    questions = ["call +44 7700 900123, we were cheated", '=HYPERLINK("http://x")', "<b>bold</b>"]
    for number, question in enumerate(questions):
        asking = Asking(update_id=number, person="p", chat="c", chat_kind="private", message_id=number, asked_at=NOW)
        records.conversations.record_answer(asking, replace(UNDERSTANDING, question=question))
    records.close()
    return tmp_path


def refused(run_command: RunCommand, data: Path, *arguments: str) -> str:
    ended = run_command("export", *arguments, settings={"TRADEBOT_DATA": str(data)})
    assert ended.returncode == 2
    return ended.stderr


def exported(run_command: RunCommand, data: Path, *arguments: str) -> str:
    settings = {"TRADEBOT_DATA": str(data), "TRADEBOT_EVALUATION": str(data / "questions")}
    ended = run_command("export", *arguments, settings=settings)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_log_is_exported_without_numbers_of_people_and_without_formulas(
    run_command: RunCommand, data: Path
) -> None:
    rows = json.loads(exported(run_command, data, "log", "--format", "json"))
    assert len(rows) == 3
    assert "7700" not in rows[0]["question"]
    assert rows[0]["reply"] == "Take care"
    assert all(row.keys() == set(MASKED_COLUMNS) for row in rows)
    assert {(row["day"], row["asker"]) for row in rows} == {(str(NOW.date()), 1)}
    table = list(csv.DictReader(io.StringIO(exported(run_command, data, "log", "--format", "csv"))))
    assert list(table[0]) == list(MASKED_COLUMNS)
    assert table[1]["question"].startswith("'=")
    html = exported(run_command, data, "log", "--format", "html")
    assert "7700" not in html
    assert "<b>bold</b>" in Page(html).words
    assert json.loads(exported(run_command, data, "log", "--since", "0", "--format", "json")) == []


def test_a_topic_that_only_came_closest_stands_in_brackets_on_the_page_of_the_log() -> None:
    row = dict.fromkeys(MASKED_COLUMNS, "") | {"closest": "hiring"}
    words = Page(TEMPLATES.report("log", rows=[row, row | {"topic": "hiring"}])).words
    assert (words.count("hiring"), words.count("(hiring)")) == (2, 1)


def test_a_name_that_lasts_is_in_the_log_only_if_asked_for(run_command: RunCommand, data: Path) -> None:
    rows = json.loads(exported(run_command, data, "log", "--format", "json", "--same-person"))
    assert {row["person"] for row in rows} == {"p"}
    assert "7700" not in rows[0]["question"]
    table = list(csv.DictReader(io.StringIO(exported(run_command, data, "log", "--format", "csv", "--same-person"))))
    assert table[0]["candidates"].startswith("online_fraud 0.9")
    assert table[0]["asked_at"].startswith("20")
    for form in (("html",), ("sqlite", "--output", str(data / "masked.db"))):
        words = refused(run_command, data, "log", "--same-person", "--format", *form)
        assert "names nobody for good; add --format csv or --format json to --same-person" in words
    assert exported(run_command, data / "nowhere", "log", "--format", "json") == "[]\n"


def test_an_evaluation_is_exported_question_by_question(run_command: RunCommand, data: Path) -> None:
    (data / "questions").mkdir()
    questions = ["freight too expensive", "what is the weather in Riga"]
    asked = [{"q": questions[0], "accept": ["big-data.c7"]}, {"q": questions[1]}]
    lines = "".join(json.dumps(one) + "\n" for one in asked)
    (data / "questions" / "en.jsonl").write_text(lines, encoding="utf-8")
    rows = json.loads(exported(run_command, data, "evaluation", "--format", "json"))
    first = rows[0]
    assert (first["question"], first["first"], first["first_helps"]) == (questions[0], "logistics_cost", True)
    table = list(csv.DictReader(io.StringIO(exported(run_command, data, "evaluation", "--format", "csv"))))
    assert [row["question"] for row in table] == questions
    assert "How well questions are understood" in exported(run_command, data, "evaluation", "--format", "html")


def test_the_book_is_written_to_a_file(run_command: RunCommand, data: Path) -> None:
    file = data / "book.html"
    assert exported(run_command, data, "knowledge", "--output", str(file)) == ""
    assert BASE.topics[0].answer["en"] in Page(file.read_text(encoding="utf-8")).words
    as_csv = data / "book.csv"
    exported(run_command, data, "knowledge", "--format", "csv", "--language", "zh", "--output", str(as_csv))
    assert as_csv.read_text(encoding="utf-8-sig").splitlines()[0] == "part,id,field,claims,zh"
