"""What is remembered of chats."""

from bot.records.opening import Records
from tests.records.clock import StandingClock


def test_a_chat_is_blocked_until_it_is_open(records: Records, clock: StandingClock) -> None:
    assert not records.chats.is_blocked(5)
    records.chats.mark_blocked(5)
    since = clock().isoformat()
    clock.advance(hours=1)
    records.chats.mark_blocked(5)
    records.chats.mark_blocked(-7)
    assert records.chats.is_blocked(5)
    assert records.chats.blocked() == {records.names.chat(5), records.names.chat(-7)}
    rows = {row["chat"]: row for row in records.database.query("SELECT * FROM chats")}
    assert rows[records.names.chat(5)]["blocked_at"] == since
    records.chats.mark_open(5)
    assert records.chats.blocked() == {records.names.chat(-7)}


def test_a_private_chat_goes_by_its_person_and_a_group_by_nobody(records: Records) -> None:
    records.chats.mark_blocked(5)
    records.chats.mark_blocked(-7)
    found = [row["person"] for row in records.database.query("SELECT person FROM chats ORDER BY person")]
    assert found == ["", records.names.person(5)]


def test_an_excuse_is_remembered_with_its_time(records: Records, clock: StandingClock) -> None:
    assert records.chats.excused_at(5) is None
    records.chats.mark_excused(5, clock())
    clock.advance(hours=1)
    records.chats.mark_excused(5, clock())
    assert records.chats.excused_at(5) == clock()
    assert not records.chats.is_blocked(5)
