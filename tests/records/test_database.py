"""The database file is made, brought up to date, and its troubles told in a line."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import RecordsError
from bot.records import database as database_module
from bot.records.database import FILE_NAME, open_database
from bot.records.migrations import MIGRATIONS, Migration
from bot.records.one_process import only_process
from tests.records.clock import StandingClock


def test_a_new_database_is_in_wal_mode_and_has_all_migrations_recorded(tmp_path: Path, clock: StandingClock) -> None:
    database = open_database(tmp_path / "new" / "folder", clock)
    assert database.journal_mode == "wal"
    recorded = list(database.query("SELECT * FROM migrations"))
    assert [(row["number"], row["name"]) for row in recorded] == [(m.number, m.name) for m in MIGRATIONS]
    assert {row["applied_at"] for row in recorded} == {clock().isoformat()}
    database.close()


def test_migrations_are_applied_once_and_in_order(tmp_path: Path, clock: StandingClock) -> None:
    assert [migration.number for migration in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    open_database(tmp_path, clock).close()
    later = Migration(number=len(MIGRATIONS) + 1, name="later", statements=("CREATE TABLE later (x)",))
    for _ in range(2):
        database = open_database(tmp_path, clock, (*MIGRATIONS, later))
        assert "later" in database.table_names()
        database.close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, clock: StandingClock) -> None:
    broken = Migration(number=99, name="broken", statements=("CREATE TABLE half (x)", "CREATE TABLE half (x)"))
    with pytest.raises(RecordsError):
        open_database(tmp_path, clock, (*MIGRATIONS, broken))
    database = open_database(tmp_path, clock)
    assert "half" not in database.table_names()
    database.close()


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path, clock: StandingClock) -> None:
    newer = Migration(number=99, name="newer", statements=("CREATE TABLE newer (x)",))
    open_database(tmp_path, clock, (*MIGRATIONS, newer)).close()
    with pytest.raises(RecordsError, match="a newer tradebot has written this database"):
        open_database(tmp_path, clock)


def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path, clock: StandingClock) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"this is no database" * 400)
    with pytest.raises(RecordsError, match="the database is damaged") as raised:
        open_database(tmp_path, clock)
    assert str(path) in str(raised.value)
    assert path.read_bytes() == b"this is no database" * 400


def test_a_locked_database_is_told(tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.01)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        other.execute("CREATE TABLE theirs (x)")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RecordsError, match="another program keeps the database locked"):
            open_database(tmp_path, clock)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, clock: StandingClock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordsError, match="set TRADEBOT_DATA to a folder we may write"):
        open_database(tmp_path / "file" / "data", clock)
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(RecordsError, match="the database cannot be written"):
        open_database(tmp_path, clock)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_a_read_only_database_is_told(tmp_path: Path, clock: StandingClock) -> None:
    path = tmp_path / FILE_NAME
    path.touch(mode=0o400)
    with pytest.raises(RecordsError, match="the database cannot be written"):
        open_database(tmp_path, clock)


def test_only_one_process_at_a_time_has_the_folder(tmp_path: Path) -> None:
    with (
        only_process(tmp_path),
        pytest.raises(RecordsError, match="another tradebot serves from this folder"),
        only_process(tmp_path),
    ):
        pass
    with only_process(tmp_path):
        pass
