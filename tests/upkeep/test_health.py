"""Health tells what must be mended, and nothing where all is well."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.records.database import FILE_NAME
from bot.records.health import health_of
from bot.records.heartbeat import HEARTBEAT_FILE, Heartbeat, end_heartbeat, write_heartbeat
from bot.records.inbox import Arrival
from bot.records.opening import Records
from tests.conftest import RunCommand
from tests.records.clock import StandingClock
from tests.records.conftest import BOT


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def beat(records: Records, data: Path, clock: StandingClock) -> Heartbeat:
    """The sign of life of a bot that serves with ``records``."""
    now = clock().isoformat()
    heartbeat = Heartbeat(
        at=now,
        started_at=now,
        process=os.getpid(),
        bot=BOT,
        polls=True,
        knowledge_version="v1",
        last_contact=now,
        last_send=now,
    )
    assert records.path == data / FILE_NAME
    write_heartbeat(data, heartbeat)
    return heartbeat


@pytest.mark.usefixtures("beat")
def test_a_bot_that_serves_is_well(data: Path, clock: StandingClock) -> None:
    found = health_of(data, clock())
    assert found.problems == ()
    facts = found.as_json()
    assert facts["last_log_write"] == facts["last_sign_of_life"] == clock().isoformat()
    assert (facts["queue_length"], facts["set_aside"], facts["knowledge_version"]) == (0, 0, "v1")
    assert facts["database_bytes"] > 0


def test_a_bot_that_hangs_or_was_stopped_is_told(data: Path, clock: StandingClock, beat: Heartbeat) -> None:
    clock.advance(seconds=61)
    assert "no sign of life since" in health_of(data, clock()).problems[0]
    end_heartbeat(data)
    assert "does not serve" in health_of(data, clock()).problems[0]
    (data / HEARTBEAT_FILE).write_text("{ half")
    assert "does not serve" in health_of(data, clock()).problems[0]
    write_heartbeat(data, replace(beat, at=clock().isoformat(), last_contact=clock().isoformat()))
    assert health_of(data, clock()).problems == ()


def test_silence_of_telegram_is_told_where_we_poll(data: Path, clock: StandingClock, beat: Heartbeat) -> None:
    clock.advance(minutes=4)
    write_heartbeat(data, replace(beat, at=clock().isoformat()))
    assert "Telegram has not answered since" in health_of(data, clock()).problems[0]
    write_heartbeat(data, replace(beat, at=clock().isoformat(), polls=False))
    assert health_of(data, clock()).problems == ()


def test_a_clock_that_was_set_back_is_no_illness(data: Path, clock: StandingClock, beat: Heartbeat) -> None:
    assert beat.at
    clock.advance(days=-1)
    assert health_of(data, clock()).problems == ()


def test_who_waits_too_long_is_told_and_who_waits_for_another_bot_is_not(
    records: Records, data: Path, clock: StandingClock, beat: Heartbeat
) -> None:
    records.inbox.store([Arrival(update_id=1, chat="c", raw="{}")])
    assert health_of(data, clock()).holdings.queue_length == 1
    clock.advance(minutes=6)
    now = clock().isoformat()
    write_heartbeat(data, replace(beat, at=now, last_contact=now))
    assert "a message has waited" in health_of(data, clock()).problems[0]
    write_heartbeat(data, replace(beat, at=now, last_contact=now, bot=BOT + 1))
    assert health_of(data, clock()).problems == ()


@pytest.mark.usefixtures("beat")
def test_a_full_disk_and_a_damaged_database_are_told(
    records: Records, data: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100, 99, 1))
    assert "0 MB are left on the disk" in health_of(data, clock()).problems[0]
    monkeypatch.undo()
    records.close()
    (data / FILE_NAME).write_bytes(b"no database" * 1000)
    assert "the database is damaged" in health_of(data, clock()).problems[0]
    shutil.rmtree(data)
    assert len(health_of(data, clock()).problems) == 3


def test_the_command_answers_by_its_exit_status(run_command: RunCommand, tmp_path: Path) -> None:
    ended = run_command("health", settings={"TRADEBOT_DATA": str(tmp_path)})
    assert ended.returncode == 1
    assert "to mend: the bot does not serve Telegram" in ended.stdout
    as_json = run_command("health", "--json", settings={"TRADEBOT_DATA": str(tmp_path)})
    assert as_json.returncode == 1
    assert json.loads(as_json.stdout)["well"] is False
