"""A damaged database is told at the start, never overwritten, put aside on request, and read as far as it goes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import RecordsError
from bot.records import recovering
from bot.records.database import FILE_NAME
from bot.records.one_process import only_process
from bot.records.opening import Records, open_records
from bot.records.recovering import recover
from tests.conftest import RunCommand
from tests.records.clock import StandingClock
from tests.records.conftest import BOT
from tests.records.leaving import asks

ROWS = 400


@pytest.fixture
def damaged(records: Records, data: Path) -> Path:
    """A database of some hundred pages, with some bytes overwritten where a question in the middle stands."""
    with records.database.atomic():
        for number in range(10, 10 + ROWS):
            asks(records, number, number, question=f"question {number} " + "x" * 500)
    records.people.choose_language("p", "zh")
    records.close()
    path = data / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'conversations'").fetchone()
    middle = path.read_bytes().index(f"question {ROWS // 2} xxx".encode()) // page
    assert root < middle
    with path.open("r+b") as file:
        file.seek(middle * page)
        file.write(b"\xff" * page * 3)
    return path


def test_damage_in_the_middle_is_told_at_the_start_and_changes_nothing(
    damaged: Path, data: Path, clock: StandingClock
) -> None:
    before = damaged.read_bytes()
    with pytest.raises(RecordsError, match="the database is damaged; save what can be read by: tradebot recover"):
        open_records(data, clock, bot=BOT)
    assert damaged.read_bytes() == before


def test_what_can_be_read_is_saved_and_the_damaged_file_is_kept_as_it_was(
    damaged: Path, data: Path, clock: StandingClock
) -> None:
    before = damaged.read_bytes()
    recovery = recover(data, clock)
    assert recovery is not None
    assert (recovery.aside / FILE_NAME).read_bytes() == before
    saved = {table.table: table for table in recovery.salvaged}
    assert 0 < saved["conversations"].rows < ROWS + 3
    assert not saved["conversations"].whole
    assert (saved["people"].rows, saved["people"].whole) == (1, True)
    again = open_records(data, clock, bot=BOT)
    rows = list(again.database.query("SELECT min(id) AS first, max(id) AS last FROM conversations"))
    assert rows == [{"first": 1, "last": ROWS + 3}]
    asks(again, 5, 5_000)
    again.close()


@pytest.mark.parametrize("table", ["conversations", "people", "sqlite_master"])
def test_damage_at_the_root_of_a_table_loses_that_table_alone(
    damaged: Path, data: Path, clock: StandingClock, table: str
) -> None:
    with closing(sqlite3.connect(damaged)) as connection:
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
    with damaged.open("r+b") as file:
        # The first page is the root of sqlite_master, after the 100 bytes of the file's own header.
        file.seek((roots.get(table, 1) - 1) * page + (0 if table in roots else 100))
        file.write(b"\xff" * 200)
    recovery = recover(data, clock)
    assert recovery is not None
    saved = {found.table: found for found in recovery.salvaged}
    if table in saved:
        assert (saved[table].rows, saved[table].whole) == (0, False)
    assert (saved["people"].rows == 1) == (table == "conversations")
    open_records(data, clock, bot=BOT).close()


def test_a_recovery_that_fails_changes_nothing(
    damaged: Path, data: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recovering, "open_database", full)
    before = damaged.read_bytes()
    with pytest.raises(RecordsError, match="No space left"):
        recover(data, clock)
    assert damaged.read_bytes() == before
    assert [path.name for path in data.iterdir() if path.is_dir()] == []


def test_a_file_that_is_no_database_gives_an_empty_one(data: Path, clock: StandingClock) -> None:
    (data / FILE_NAME).write_bytes(b"this is no database" * 400)
    recovery = recover(data, clock)
    assert recovery is not None
    assert {table.rows for table in recovery.salvaged} == {0}
    assert (recovery.aside / FILE_NAME).read_bytes() == b"this is no database" * 400
    open_records(data, clock, bot=BOT).close()


def test_a_sound_database_is_left_alone(records: Records, data: Path, clock: StandingClock) -> None:
    records.close()
    assert recover(data, clock) is None
    assert [path.name for path in data.iterdir() if path.is_dir()] == []


@pytest.mark.usefixtures("damaged")
def test_nothing_is_moved_while_a_bot_serves(data: Path, clock: StandingClock) -> None:
    with only_process(data), pytest.raises(RecordsError, match="another tradebot serves"):
        recover(data, clock)


def test_the_command_says_what_was_saved(run_command: RunCommand, damaged: Path, data: Path) -> None:
    settings = {"TRADEBOT_DATA": str(data)}
    recovered = run_command("recover", settings=settings)
    assert recovered.returncode == 1
    assert "people: 1 rows\n" in recovered.stdout
    assert "delete it when all is well, for people are in it" in recovered.stdout
    assert "some could not be read" in recovered.stdout
    again = run_command("recover", settings=settings)
    assert (again.returncode, again.stdout) == (0, "The database is sound; nothing was changed.\n")
    damaged.unlink()
    nothing = run_command("recover", settings=settings)
    assert (nothing.returncode, "nothing to recover" in nothing.stderr) == (2, True)
