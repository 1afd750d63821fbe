"""The inbox keeps what came until it is dealt with, and then nothing of it."""

import sqlite3
from pathlib import Path

import pytest

from bot.records.conversation_log import Asking
from bot.records.inbox import Arrival, Inbox
from bot.records.opening import Records, open_records
from tests.records.clock import StandingClock
from tests.records.conftest import BOT
from tests.records.test_conversation_log import UNDERSTANDING


def _arrivals(*update_ids: int) -> list[Arrival]:
    return [Arrival(update_id=number, chat=f"chat {number % 2}", raw=f'{{"n": {number}}}') for number in update_ids]


def test_what_is_stored_waits_in_the_order_of_arrival_across_restarts(
    tmp_path: Path, records: Records, clock: StandingClock
) -> None:
    stored = records.inbox.store(_arrivals(7, 5, 9))
    assert [waiting.update_id for waiting in stored] == [7, 5, 9]
    again = open_records(tmp_path, clock, bot=BOT)
    assert again.inbox.waiting() == stored
    assert [again.inbox.raw(waiting) for waiting in stored] == ['{"n": 7}', '{"n": 5}', '{"n": 9}']
    again.close()


def test_the_same_update_is_stored_once(records: Records) -> None:
    (first,) = records.inbox.store(_arrivals(5, 5))
    assert records.inbox.store(_arrivals(5)) == ()
    records.inbox.mark_done(first)
    assert records.inbox.store(_arrivals(5)) == ()
    assert records.inbox.waiting() == ()


def test_another_bot_has_update_ids_of_its_own(records: Records, clock: StandingClock) -> None:
    other = Inbox(records.database, clock, bot=BOT + 1)
    records.inbox.store(_arrivals(5))
    assert len(other.store(_arrivals(5))) == 1
    assert len(records.inbox.waiting()) == len(other.waiting()) == 1


def test_a_batch_is_stored_whole_or_not_at_all(records: Records) -> None:
    with pytest.raises(sqlite3.Error):
        records.inbox.store([*_arrivals(5), Arrival(update_id=6, chat="", raw=None)])  # type: ignore[arg-type] # what no schema check stops
    assert records.inbox.waiting() == ()
    assert len(records.inbox.store(_arrivals(5, 6))) == 2


def test_what_is_done_keeps_no_words_and_no_chat(records: Records, clock: StandingClock) -> None:
    (waiting,) = records.inbox.store(_arrivals(5))
    clock.advance(seconds=2)
    records.inbox.mark_done(waiting)
    (row,) = records.database.query("SELECT * FROM inbox")
    assert (row["raw"], row["chat"], row["state"], row["done_at"]) == ("", "", "done", clock().isoformat())


def test_failures_are_counted_and_what_is_set_aside_waits_no_more_but_stays_whole(records: Records) -> None:
    (waiting,) = records.inbox.store(_arrivals(5))
    assert [records.inbox.mark_failed(waiting, "SomeError") for _ in range(3)] == [1, 2, 3]
    assert records.inbox.waiting() == (waiting,)
    records.inbox.set_aside(waiting, "a1b2c3d4")
    assert records.inbox.waiting() == ()
    (row,) = records.database.query("SELECT * FROM inbox")
    assert (row["raw"], row["last_error"], row["reference"]) == ('{"n": 5}', "SomeError", "a1b2c3d4")


def test_what_an_earlier_process_began_to_answer_is_told_from_the_rest(
    tmp_path: Path, records: Records, clock: StandingClock
) -> None:
    records.inbox.store(_arrivals(5, 6))
    asking = Asking(update_id=5, person="p", chat="c", chat_kind="private", message_id=1, asked_at=clock())
    records.conversations.record_answer(asking, UNDERSTANDING)
    again = open_records(tmp_path, clock, bot=BOT)
    assert [(waiting.update_id, waiting.is_begun) for waiting in again.inbox.waiting()] == [(5, True), (6, False)]
    again.close()
