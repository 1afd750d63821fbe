"""A full disk, a locked database, a damaged one: told in a line, mended without a restart, and nothing is lost."""

import logging
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.records import database as database_module
from bot.records.database import FILE_NAME
from bot.records.inbox import Arrival
from bot.records.opening import Records, open_records
from tests.bot_api import BotApiServer, Stall
from tests.conftest import CHECKOUT, child_environment, command_line
from tests.records.clock import StandingClock
from tests.records.conftest import BOT
from tests.telegram.running_bot import BotProcess, BotThread, free_address, rows, settings_for, settle
from tests.telegram.scraping import metrics_at

CHEATED = "a supplier took our deposit and vanished"
ONE_BYTE = 1


@pytest.fixture
def fresh_api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def address() -> str:
    return free_address()


def _allow(process: BotProcess, most_bytes: int) -> None:
    """How large a file *process* may make, which is to it as a disk that is full, or has room again."""
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most_bytes, hard))


def test_a_disk_that_runs_full_delays_answers_and_loses_none(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    with BotProcess(fresh_api, tmp_path) as bot:
        anna.say("/help")
        anna.wait_for_reply(timeout=30)
        _allow(bot, ONE_BYTE)
        anna.say(CHEATED)
        bot.read_until("updates cannot be stored")
        assert fresh_api.pending_updates == 1
        _allow(bot, resource.RLIM_INFINITY)
        assert anna.wait_for_reply(timeout=30)[0].plain.startswith("You asked about: Being cheated")
        settle(anna)
        status, _output = bot.terminate()
    assert status == 0
    assert rows(tmp_path, "SELECT delivery FROM conversations") == [{"delivery": "sent"}]
    assert rows(tmp_path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_a_batch_that_does_not_fit_is_stored_later_and_whole(records: Records) -> None:
    (pages,) = records.database.execute("PRAGMA page_count").fetchone()
    records.database.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    arrivals = [Arrival(update_id=number, chat="c", raw="x" * 5000) for number in range(20)]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        records.inbox.store(arrivals)
    assert records.inbox.waiting() == ()
    records.database.execute("PRAGMA max_page_count = 1000000").fetchone()
    assert len(records.inbox.store(arrivals)) == 20


def test_a_locked_database_delays_answers_and_loses_none(
    fresh_api: BotApiServer,
    small_parts: Parts,
    tmp_path: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.05)
    anna = fresh_api.user()
    with (
        BotThread(small_parts, settings_for(fresh_api, tmp_path, listen=address, metrics=True)),
        closing(sqlite3.connect(tmp_path / FILE_NAME)) as other,
    ):
        settle(anna)
        other.execute("BEGIN IMMEDIATE")
        anna.say(CHEATED)
        with caplog.at_level(logging.ERROR, logger="bot"):
            fresh_api.wait_until(lambda: "updates cannot be stored (database is locked)" in caplog.text)
        assert metrics_at(address)["tradebot_records_errors_total SQLITE_BUSY"] >= 1
        other.rollback()
        assert anna.wait_for_reply(timeout=30)[0].plain.startswith("You asked about: Being cheated")


def test_an_answer_that_is_out_while_the_database_is_locked_comes_once(
    fresh_api: BotApiServer,
    small_parts: Parts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.05)
    anna = fresh_api.user()
    fresh_api.fail(Stall(seconds=2, acts_first=True), method="sendMessage", chat_id=anna.id)
    with (
        BotThread(small_parts, settings_for(fresh_api, tmp_path)) as bot,
        closing(sqlite3.connect(tmp_path / FILE_NAME)) as other,
    ):
        anna.say(CHEATED)
        bot.wait_for_row("SELECT 1 FROM conversations WHERE delivery = 'pending'")
        other.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.ERROR, logger="bot"):
            fresh_api.wait_until(lambda: "the records cannot be written (database is locked)" in caplog.text)
        other.rollback()
        settle(anna)
    assert rows(tmp_path, "SELECT delivery FROM conversations") == [{"delivery": "sent"}]
    assert len([message for message in anna.messages if message.plain.startswith("You asked about")]) == 1


def test_a_stop_does_not_wait_for_whoever_locks_the_database(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    anna = fresh_api.user()
    bot = BotThread(small_parts, settings_for(fresh_api, tmp_path)).start()
    settle(anna)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        people = [fresh_api.user() for _ in range(20)]
        for person in people:
            person.say(CHEATED)
        bot.stop()
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)):
        for person in people:
            assert person.wait_for_reply(timeout=30)[0].plain.startswith("You asked about: Being cheated")


def _start(data: Path, api: BotApiServer, *, most_blocks: str = "unlimited") -> subprocess.CompletedProcess[str]:
    """``tradebot run`` that must end by itself; no file may have more than so many blocks."""
    settings = {"TRADEBOT_TOKEN": api.token, "TRADEBOT_API_URL": api.url, "TRADEBOT_KNOWLEDGE": "tests/knowledge_small"}
    return subprocess.run(
        ["sh", "-c", f'ulimit -f {most_blocks}; exec "$@"', "sh", *command_line("run")],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=CHECKOUT,
        env=child_environment(data, settings),
        check=False,
    )


def _fill(data: Path, clock: StandingClock) -> Path:
    records = open_records(data, clock, bot=BOT)
    records.inbox.store([Arrival(update_id=number, chat="c", raw="x" * 900) for number in range(300)])
    records.close()
    return data / FILE_NAME


def test_a_start_on_a_full_disk_ends_with_a_line(fresh_api: BotApiServer, data: Path, clock: StandingClock) -> None:
    _fill(data, clock)
    ended = _start(data, fresh_api, most_blocks="0")
    assert ended.returncode == 2
    # What measures coverage cannot write either, and says so behind our line.
    line, *_ = ended.stderr.strip().splitlines()
    assert line.startswith(f"tradebot: {data}"), "the line names the file"
    assert line.endswith("; make room on it or repair it")
    assert list(data.rglob("*.partial.*")) == []
    assert rows(data, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_a_start_on_a_damaged_database_ends_with_a_line_and_changes_nothing(
    fresh_api: BotApiServer, data: Path, clock: StandingClock
) -> None:
    path = _fill(data, clock)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 8192)
    before = path.read_bytes()
    ended = _start(data, fresh_api)
    assert ended.returncode == 2
    assert ended.stderr.strip().startswith(
        f"tradebot: {path}: the database is damaged; save what can be read by: tradebot recover"
    )
    assert ended.stderr.strip().count("\n") == 0
    assert path.read_bytes() == before


def test_a_start_on_a_locked_database_ends_with_a_line(
    fresh_api: BotApiServer, data: Path, clock: StandingClock
) -> None:
    path = _fill(data, clock)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        ended = _start(data, fresh_api)
    assert ended.returncode == 2
    assert ended.stderr.strip() == (
        f"tradebot: {path}: another program keeps the database locked; close it and start again"
    )
