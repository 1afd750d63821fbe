"""The log for browsing tells nobody's name or number and follows nobody from day to day; its queries run on it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.curation.masked_log import write_masked_log
from bot.errors import TradebotError
from bot.records.database import FILE_NAME
from bot.records.judged_log import judged_count, judged_rows
from bot.records.opening import Records, open_records
from tests.conftest import CHECKOUT, RunCommand
from tests.curation.small_log import NOW, SmallLog

DAY = timedelta(days=1)
NUMBER = "+44 20 7946 0958"
SHOWN: dict[str, Any] = yaml.safe_load((CHECKOUT / "deploy" / "datasette.yaml").read_text(encoding="utf-8"))
MASKED = SHOWN["databases"]["masked"]


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(tmp_path, lambda: NOW, bot=1)
    yield opened
    opened.close()


@pytest.fixture
def log(records: Records) -> SmallLog:
    """What five people said on three days."""
    log = SmallLog(records)
    for number, person in enumerate(("anna", "ben", "chen", "dora", "emil")):
        for ago in (timedelta(), DAY, 2 * DAY):
            log.ask(person, f"freight of {person}", ago=ago - timedelta(seconds=number))
            log.ask(person, f"HS code? call {NUMBER}", decision="none", ago=ago, reply=f"No: <b>call {NUMBER}</b>")
    log.ask("emil", "boxes stuck", ago=2 * DAY, candidates=(("logistics_cost", 0.5),))
    log.ask("anna", "海关编码查询", decision="none", language="zh")
    log.judge(log.ask("ben", "Fraud", way="chosen", topic="online_fraud"), "ben", "not_helpful")
    return log


@pytest.fixture
def file(log: SmallLog, tmp_path: Path) -> Path:
    return written(log, tmp_path / "masked.db")


def written(log: SmallLog, path: Path, since: str = "") -> Path:
    database = log.records.database
    rows, count = judged_rows(database, since), judged_count(database, since)
    write_masked_log(rows, count, path, {"online_fraud": "Cheated"}.get, lambda *_: None)
    return path


def rows_of(path: Path, query: str, **values: object) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]


def test_no_name_number_or_time_is_anywhere_in_the_file(file: Path) -> None:
    content = file.read_bytes()
    for secret in (b"7946", b"chat of", b"T12:00", b'"anna"'):
        assert secret not in content
    rows = rows_of(file, "SELECT * FROM questions")
    assert len(rows) == 33
    assert {row["reply"] for row in rows} == {"Take care", "No: call ▇phone▇"}
    assert {row["question"] for row in rows if row["decision"] == "none"} == {"HS code? call ▇phone▇", "海关编码查询"}
    assert {(row["title"], row["verdict"]) for row in rows if row["way"] == "chosen"} == {("Cheated", "not_helpful")}


def test_people_are_told_apart_on_a_day_and_not_known_again_on_another(log: SmallLog, tmp_path: Path) -> None:
    orders = set()
    for number in range(12):
        rows = rows_of(
            written(log, tmp_path / f"{number}.db"), "SELECT * FROM questions WHERE question LIKE 'freight%'"
        )
        for day in {row["day"] for row in rows}:
            of_day = [(row["asker"], row["question"]) for row in rows if row["day"] == day]
            assert sorted(asker for asker, _ in of_day) == [1, 2, 3, 4, 5]
            # Rows stand in the order of these numbers, not in that of time.
            assert of_day == sorted(of_day)
            orders.add(tuple(question for _, question in of_day))
    assert len(orders) > 6


def test_only_the_days_that_are_wanted_are_written(log: SmallLog, tmp_path: Path) -> None:
    path = written(log, tmp_path / "masked.db", since=(NOW - DAY / 2).isoformat())
    assert {row["day"] for row in rows_of(path, "SELECT day FROM questions")} == {"2026-11-21"}


def test_an_older_one_is_replaced_and_nothing_else_ever_is(file: Path, log: SmallLog, tmp_path: Path) -> None:
    written(log, file, since="2027")
    assert rows_of(file, "SELECT * FROM questions") == []
    other = tmp_path / "notes.txt"
    other.write_text("mine", encoding="utf-8")
    for path in (other, tmp_path / FILE_NAME):
        before = path.read_bytes()
        with pytest.raises(TradebotError, match="another file is there; name a new one"):
            written(log, path)
        assert path.read_bytes() == before
    odd = written(log, tmp_path / "who? 100% #1 数据.db")
    assert written(log, odd) == odd
    with pytest.raises(TradebotError, match="choose a file that can be written"):
        written(log, tmp_path / "no" / "masked.db")
    assert not list(tmp_path.glob("*.half"))


# What Datasette shows of it


@pytest.mark.parametrize("name", MASKED["queries"])
def test_a_query_for_datasette_finds_something(file: Path, name: str) -> None:
    query = MASKED["queries"][name]
    assert query["title"]
    assert rows_of(file, query["sql"], day="2026-11-21", asker=1)


def test_the_queries_count_what_is_there(file: Path) -> None:
    def found(name: str, **values: object) -> list[dict[str, Any]]:
        return rows_of(file, MASKED["queries"][name]["sql"], **values)

    first = found("refused")[0]
    assert (first["question"], first["times"], first["people_each_day"]) == ("HS code? call ▇phone▇", 15, 15)
    assert [(row["day"][-2:], row["people"], row["questions"], row["refused"]) for row in found("days")] == [
        ("21", 5, 11, 6),
        ("20", 5, 10, 5),
        ("19", 5, 11, 5),
    ]
    assert {row["topic"]: row["times"] for row in found("topics")} == {"logistics_cost": 16, "online_fraud": 1}
    assert [(row["language"], row["questions"]) for row in found("languages")] == [("en", 31), ("zh", 1)]
    said = [len(found("conversation", day="2026-11-20", asker=asker)) for asker in range(7)]
    assert said == [0, 2, 2, 2, 2, 2, 0]


def test_what_is_asked_is_found_by_pieces_of_words_also_in_chinese(file: Path) -> None:
    for words, count in (("freigh", 15), ("关编码", 1), ("7946", 0)):
        query = "SELECT rowid FROM questions_fts WHERE questions_fts MATCH :words"
        assert len(rows_of(file, query, words=f'"{words}"')) == count


def test_what_the_file_for_datasette_names_is_there_and_explained(file: Path) -> None:
    table = MASKED["tables"]["questions"]
    columns = {row["name"] for row in rows_of(file, "SELECT name FROM pragma_table_info('questions')")}
    assert set(table["columns"]) < columns
    assert {table["sort_desc"], *table["facets"]} <= columns
    assert rows_of(file, f"SELECT {table['fts_pk']} FROM {table['fts_table']} LIMIT 1")  # noqa: S608 - our own words
    assert file.stem in SHOWN["databases"]


def test_the_bots_own_database_is_never_served() -> None:
    assert SHOWN["databases"][Path(FILE_NAME).stem] == {"allow": False}


# The command


@pytest.mark.usefixtures("log")
def test_the_command_writes_the_file_and_says_what_it_cannot(run_command: RunCommand, tmp_path: Path) -> None:
    settings = {"TRADEBOT_DATA": str(tmp_path)}
    path = tmp_path / "masked.db"
    ended = run_command("export", "log", "--format", "sqlite", "--output", str(path), settings=settings)
    assert ended.returncode == 0, ended.stderr
    titles = {row["title"] for row in rows_of(path, "SELECT title FROM questions WHERE topic = 'online_fraud'")}
    assert titles == {"Being cheated in online trade"}
    ended = run_command("export", "knowledge", "--format", "sqlite", settings=settings)
    assert ended.returncode == 2
    assert "only the log can be a database" in ended.stderr
