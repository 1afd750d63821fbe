"""What is forgotten is gone, from the files too, stays gone when an old database comes back, and others keep theirs."""

import json
import shutil
from pathlib import Path

import pytest

from bot.records.database import FILE_NAME
from bot.records.erasing import ERASURES_FILE, read_erasures
from bot.records.inbox import Arrival
from bot.records.opening import Records, open_records
from bot.records.own_data import stored_about
from tests.records.clock import StandingClock
from tests.records.conftest import BOT
from tests.records.leaving import WORRY, asks, counts, forget, leaves_aside

ANNA, BEN, GROUP = 11, 12, -100


@pytest.fixture
def busy(records: Records) -> Records:
    """Records in which Anna and Ben have left everything that people can leave."""
    for user in (ANNA, BEN):
        asks(records, user, user)
        records.people.choose_language(records.names.person(user), "zh")
        leaves_aside(records, user, user, 100 + user)
        leaves_aside(records, user, GROUP, 200 + user)
    return records


def test_everything_about_a_person_goes_and_everything_of_others_stays(busy: Records) -> None:
    there = {"conversations": 1, "people": 1, "inbox": 2}
    assert counts(busy, ANNA) == there
    assert forget(busy, ANNA) == there
    assert counts(busy, ANNA) == {}
    assert counts(busy, BEN) == there
    assert forget(busy, ANNA) == {}


def test_the_words_are_gone_from_the_files(tmp_path: Path, records: Records) -> None:
    asks(records, ANNA, 1)
    leaves_aside(records, ANNA, ANNA, 2)
    assert any(WORRY.encode() in file.read_bytes() for file in tmp_path.iterdir())
    forget(records, ANNA)
    assert [file.name for file in tmp_path.iterdir() if WORRY.encode() in file.read_bytes()] == []


def test_what_waits_to_be_answered_stays(records: Records) -> None:
    waiting = records.inbox.store([Arrival(update_id=1, chat=records.names.chat(ANNA), raw="{}")])
    forget(records, ANNA)
    assert records.inbox.waiting() == waiting


def test_an_update_that_was_emptied_is_known_and_not_handled_again(busy: Records) -> None:
    forget(busy, ANNA)
    assert busy.inbox.store([Arrival(update_id=100 + ANNA, chat="", raw="{}")]) == ()


@pytest.mark.parametrize("raw", ["", "{", "[]", '{"message": 1}', '{"message": {"from": {"id": "x"}}}', '{"poll": {}}'])
def test_an_update_of_any_form_that_was_set_aside_hinders_nothing(records: Records, raw: str) -> None:
    (waiting,) = records.inbox.store([Arrival(update_id=1, chat="somewhere", raw=raw)])
    records.inbox.set_aside(waiting, "ref")
    assert forget(records, ANNA) == {}


def test_an_erasure_is_known_by_hash_and_time_alone_and_outlasts_the_database(
    tmp_path: Path, busy: Records, clock: StandingClock
) -> None:
    forget(busy, ANNA)
    (kept,) = read_erasures(tmp_path / ERASURES_FILE)
    assert (kept.person, kept.chat) == (busy.names.person(ANNA), busy.names.chat(ANNA))
    assert kept.erased_at == clock().isoformat()
    assert (tmp_path / ERASURES_FILE).stat().st_mode & 0o777 == 0o600


def test_an_older_database_forgets_again_what_was_forgotten_since(
    tmp_path: Path, busy: Records, clock: StandingClock
) -> None:
    busy.inbox.store([Arrival(update_id=300, chat=busy.names.chat(ANNA), raw='{"text": "waiting"}')])
    busy.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    older = tmp_path / "older.db"
    shutil.copy(tmp_path / FILE_NAME, older)
    forget(busy, ANNA)
    busy.close()
    shutil.copy(older, tmp_path / FILE_NAME)
    again = open_records(tmp_path, clock, bot=BOT)
    assert counts(again, ANNA) == {}
    assert len(counts(again, BEN)) == 3
    assert again.inbox.waiting() == ()
    assert again.erasing.catch_up() == 0
    again.close()


def test_what_somebody_says_after_being_forgotten_is_kept_across_restarts(
    tmp_path: Path, records: Records, clock: StandingClock
) -> None:
    asks(records, ANNA, 1)
    forget(records, ANNA)
    asks(records, ANNA, 2)
    records.close()
    again = open_records(tmp_path, clock, bot=BOT)
    assert counts(again, ANNA) == {"conversations": 1}
    again.close()


def test_a_file_that_is_lost_or_cut_short_is_mended_from_the_database(
    tmp_path: Path, records: Records, clock: StandingClock
) -> None:
    forget(records, ANNA)
    path = tmp_path / ERASURES_FILE
    whole = path.read_text()
    path.write_text(whole[:-9])
    assert read_erasures(path) == ()
    forget(records, BEN)
    assert [erasure.person for erasure in read_erasures(path)] == [records.names.person(BEN)]
    assert records.erasing.catch_up() == 0
    assert {erasure.person for erasure in read_erasures(path)} == {records.names.person(user) for user in (ANNA, BEN)}
    path.unlink()
    records.close()
    open_records(tmp_path, clock, bot=BOT).close()
    assert len(read_erasures(path)) == 2


def test_a_person_gets_all_that_is_stored_and_nothing_of_others(busy: Records) -> None:
    asks(busy, BEN, 500, question="of Ben alone")
    stored = stored_about(busy.database, busy.names.person(ANNA), busy.names.chat(ANNA))
    (conversation,) = stored["conversations"]
    assert conversation["question"] == WORRY
    assert conversation["candidates"][0].keys() == {"topic", "confidence"}
    assert [row["language"] for row in stored["people"]] == ["zh"]
    assert [row["raw"]["message"]["text"] for row in stored["inbox"]] == [WORRY, WORRY]
    written = json.dumps(stored)
    assert "of Ben alone" not in written
    assert busy.names.person(ANNA) not in written
