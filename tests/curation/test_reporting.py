"""The report has the same figures as page and as lists, fit for people, spreadsheets and programs."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.advice.markup import visible_length
from bot.curation.figure_pages import FigurePages
from bot.curation.log_figures import Counted, LogFigures, RoomFigures, figures_from, figures_in
from bot.curation.reporting import NAMES, figure_lists
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.records.log_counts import LogCounts, Opinions, Tally, last_days
from bot.records.opening import open_records
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE
from tests.curation.small_log import SmallLog

TODAY = date(2026, 11, 21)
PAGES = FigurePages(load_knowledge(SMALL_KNOWLEDGE), Templates(CHECKOUT / "templates"))
HARMFUL = "=HYPERLINK(1) <script>alert(1)</script>"
Report = Callable[..., str]
"""``report(*arguments)`` returns what the command printed."""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Report:
    monkeypatch.setenv("TRADEBOT_DATA", str(tmp_path))
    monkeypatch.setenv("TRADEBOT_KNOWLEDGE", str(SMALL_KNOWLEDGE))
    records = open_records(tmp_path, lambda: datetime.now(UTC), bot=1)
    log = SmallLog(records)
    for person in ("anna", "ben", "chen"):
        log.ask(person, "freight is too expensive")
        log.ask(person, f"{HARMFUL} +44 20 7946 0958", decision="none")
    log.ask("anna", "long ago", ago=timedelta(days=60))
    records.close()

    def run(*arguments: str) -> str:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["report", *arguments])
        printed = capsys.readouterr()
        assert left.value.code == 0, printed.err
        return printed.out

    return run


@pytest.fixture(autouse=True)
def _log_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.curation.small_log.NOW", datetime.now(UTC))


class Page(HTMLParser):
    """A page whose elements are closed in their order: its words, and what it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.fetched, self.alt = "", list[str](), list[str]()
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.fetched += [given[name] or "" for name in ("src", "href") if name in given]
        self.alt += [given["alt"] or ""] if "alt" in given else []
        if tag not in {"meta", "img"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    ("language", "title", "mark"), [("en", "Top topics", "▇phone▇"), ("zh", "最热门的话题", "▇电话▇")]
)
def test_the_page_has_figures_and_pictures_and_needs_nothing_else(
    report: Report, tmp_path: Path, language: str, title: str, mark: str
) -> None:
    file = tmp_path / "out.html"
    assert str(file) in report(str(file), "--lang", language)
    html = file.read_text(encoding="utf-8")
    page = Page(html)
    assert title in page.words
    assert PAGES.knowledge.topic_by_id["logistics_cost"].title[language] in page.words
    assert all(source.startswith("data:image/png;base64,") for source in page.fetched)
    assert len(page.alt) == 3
    assert all(page.alt)
    assert f"{HARMFUL} {mark}" in page.words
    assert "<script>" not in html
    written = re.sub(r"base64,[^\"]*", "", html)
    assert "7946" not in written
    assert "default-src 'none'" in html


def test_every_list_can_be_had_as_table_csv_and_json(report: Report, tmp_path: Path) -> None:
    found = json.loads(report("--format", "json", "--days", "90"))
    assert list(found) == list(NAMES)
    values = {row["figure"]: row["value"] for row in found["figures"]}
    assert (values["people"], values["questions"], values["answered"], values["refused"]) == (3, 7, 4, 3)
    assert len(found["days"]) == 90
    assert found["topics"] == [{"topic": "Shipping costs too much", "people": 3}]
    assert found["languages"] == [{"language": "English", "people": 3}]
    table = list(csv.DictReader(io.StringIO(report("--format", "csv", "--list", "unanswered"))))
    assert table == [{"question": f"'{HARMFUL} ▇phone▇", "people": "3"}]
    chinese = report("--format", "table", "--list", "topics", "--lang", "zh")
    assert "运费太贵" in chinese
    file = tmp_path / "lists.json"
    assert report(str(file), "--format", "json", "--days", "7") == ""
    assert len(json.loads(file.read_text(encoding="utf-8"))["days"]) == 7


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--days", "0"], "give a number of days from 1 to 366"),
        (["--days", "١٢"], "give a number of days from 1 to 366"),
        (["--lang", "fr"], 'there is no language "fr"; name one of en, zh'),
        (["--list", "topics"], "--list goes with --format"),
        (["missing/folder/page.html"], "choose a file that can be written"),
    ],
    ids=["no days", "digits of another script", "language", "list of a page", "no such folder"],
)
@pytest.mark.usefixtures("report")
def test_what_cannot_be_done_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["report", *arguments])
    assert left.value.code == 2
    assert words in capsys.readouterr().err


def test_before_anybody_asked_the_page_and_the_message_say_so(tmp_path: Path) -> None:
    figures = figures_in(tmp_path, last_days(366, TODAY))
    for language in PAGES.templates.languages:
        assert len(Page(PAGES.page(figures, language)).alt) == 1
        assert "<b>0</b>" in PAGES.message(figures, language)


def full(days: int) -> LogFigures:
    """As much in every list as there can be, and names as long as they come."""
    counted = tuple(Counted(name="货" * 200, people=None, share=0.0) for _ in range(60))
    rooms = tuple(
        RoomFigures(name="名" * 80, day=TODAY, people=99_999, questions=99_999, answered=99_999, share=1.0)
        for _ in range(60)
    )
    tally = Tally(people=99_999, answered=999_999, asked_back=999_999, refused=999_999)
    wanted = last_days(days, TODAY)
    counts = LogCounts(
        people=99_999,
        by_day={wanted.last - timedelta(days=number): tally for number in range(days)},
        languages={},
        readers={},
        rooms=(),
        opinions=Opinions(people=99_999, helpful=99_999, judged=99_999),
        refused=(),
    )
    found = figures_from(counts, wanted)
    return replace(found, topics=counted, unanswered=counted, languages=counted, rooms=rooms)


@pytest.mark.parametrize("days", [7, 30, 90])
@pytest.mark.parametrize("language", PAGES.templates.languages)
def test_the_message_fits_whatever_was_asked(language: str, days: int) -> None:
    assert visible_length(PAGES.message(full(days), language)) <= 4096


def test_the_words_under_pictures_fit_whatever_was_asked() -> None:
    assert all(visible_length(picture.html) <= 1024 for picture in PAGES.pictures(full(7), "en"))


def test_lists_say_fewer_than_three_where_a_number_is_not_told() -> None:
    room = RoomFigures(name="Export", day=None, people=None, questions=None, answered=None, share=0.0)
    lists = {one.name: one.rows for one in figure_lists(replace(full(7), rooms=(room,)))}
    assert lists["workshops"] == [("Export", "", "fewer than 3", "fewer than 3", "fewer than 3")]
    assert lists["topics"][0][1] == "fewer than 3"
