"""What is older than the time set is deleted, little by little, and nothing else."""

from dataclasses import replace
from datetime import timedelta

from bot.records.conversation_log import Asking
from bot.records.inbox import Arrival
from bot.records.opening import Records
from bot.records.retention import ROWS_AT_ONCE, delete_some_expired
from tests.records.clock import StandingClock
from tests.records.test_conversation_log import UNDERSTANDING


def _asks(records: Records, clock: StandingClock, update_id: int, person: str = "p") -> None:
    asking = Asking(
        update_id=update_id, person=person, chat="c", chat_kind="private", message_id=update_id, asked_at=clock()
    )
    records.conversations.record_answer(asking, replace(UNDERSTANDING, question=f"question {update_id}"))


def _delete_all(records: Records, clock: StandingClock, days: int) -> list[tuple[str, int]]:
    deleted = []
    while (some := delete_some_expired(records.database, clock() - timedelta(days=days))) is not None:
        deleted.append(some)
    return deleted


def test_old_questions_go_and_young_ones_stay(records: Records, clock: StandingClock) -> None:
    _asks(records, clock, 1)
    clock.advance(days=6)
    _asks(records, clock, 2)
    clock.advance(days=5)
    assert _delete_all(records, clock, days=10) == [("conversations", 1)]
    assert [row["update_id"] for row in records.database.query("SELECT update_id FROM conversations")] == [2]


def test_no_more_than_a_little_is_deleted_at_once(records: Records, clock: StandingClock) -> None:
    with records.database.atomic():
        for number in range(ROWS_AT_ONCE + 1):
            _asks(records, clock, number)
    clock.advance(days=3)
    assert _delete_all(records, clock, days=2) == [("conversations", ROWS_AT_ONCE), ("conversations", 1)]


def test_a_choice_of_language_stays_while_its_person_comes(records: Records, clock: StandingClock) -> None:
    records.people.choose_language("p", "zh")
    records.people.choose_language("q", "zh")
    clock.advance(days=9)
    _asks(records, clock, 1)
    clock.advance(days=2)
    assert _delete_all(records, clock, days=10) == [("people", 1)]
    assert records.people.chosen_language("p") == "zh"
    clock.advance(days=9)
    assert _delete_all(records, clock, days=10) == [("conversations", 1), ("people", 1)]


def test_what_waits_in_the_inbox_is_never_too_old(records: Records, clock: StandingClock) -> None:
    stored = records.inbox.store([Arrival(update_id=number, chat="c", raw="{}") for number in range(3)])
    records.inbox.mark_done(stored[0])
    records.inbox.set_aside(stored[1], "ref")
    clock.advance(days=1000)
    assert _delete_all(records, clock, days=10) == [("inbox", 2)]
    assert records.inbox.waiting() == (stored[2],)
