"""Nicknames on leaderboards, struck ones among them."""

from datetime import timedelta

import pytest

from bot.records.opening import Records
from bot.records.quiz_names import WAITS_FOR, mark_of
from bot.workshops.rooms import Room
from tests.records.clock import StandingClock

MASK = "Guest {number}"


@pytest.fixture
def room(records: Records) -> Room:
    room = records.workshops.open("eva", 5, name="Export", language="en")
    for number, person in enumerate(("anna", "ben", "cem"), start=6):
        records.room_members.join(person, number, room.code)
    return room


def shown_in(records: Records, room: Room) -> list[tuple[str | None, str | None]]:
    return sorted(((name.shown, name.struck) for name in records.quiz_names.in_room(room.id)), key=str)


def test_a_struck_nickname_is_masked_reserved_and_given_back(records: Records, room: Room) -> None:
    names = records.quiz_names
    assert [names.choose(room.id, person, person) for person in ("anna", "ben")] == ["named", "named"]
    names.strike(room.id, mark_of("anna"), MASK)
    names.strike(room.id, mark_of("nobody"), MASK)
    assert shown_in(records, room) == [("Guest 1", "anna"), ("ben", None)]
    assert [names.choose(room.id, person, "anna") for person in ("anna", "cem")] == ["struck", "taken"]
    names.stay_unnamed(room.id, "anna")
    assert shown_in(records, room) == [("ben", None), (None, "anna")]
    names.give_back(room.id, mark_of("anna"))
    assert shown_in(records, room) == [("anna", None), ("ben", None)]


def test_who_was_told_once_is_told_no_more(records: Records, room: Room) -> None:
    names = records.quiz_names
    names.choose(room.id, "anna", "anna")
    names.strike(room.id, mark_of("anna"), MASK)
    assert [(masked.person, masked.chat_id, masked.shown) for masked in names.to_tell(room.id)] == [
        ("anna", 6, "Guest 1")
    ]
    names.mark_told(room.id, "anna")
    names.give_back(room.id, mark_of("anna"))
    names.strike(room.id, mark_of("anna"), MASK)
    assert names.to_tell(room.id) == ()


def test_a_nickname_is_awaited_for_a_while_of_who_is_in_the_room(
    records: Records, room: Room, clock: StandingClock
) -> None:
    names = records.quiz_names
    for person in ("anna", "ben", "cem"):
        names.mark_asked(room.id, person)
        names.wait_for(room.id, person)
    records.room_members.leave("ben")
    names.wait_no_more(room.id, "cem")
    assert [names.awaited_in(person) for person in ("anna", "ben", "cem", "eva")] == [room.id, None, None, None]
    clock.time += WAITS_FOR + timedelta(seconds=1)
    assert names.awaited_in("anna") is None


def test_a_mask_meets_no_nickname_and_who_has_left_is_not_listed(records: Records, room: Room) -> None:
    names = records.quiz_names
    for person, name in (("anna", "Guest 1"), ("ben", "x"), ("cem", "y")):
        names.choose(room.id, person, name)
    for name in ("x", "y"):
        names.strike(room.id, mark_of(name), MASK)
    records.room_members.leave("cem")
    assert shown_in(records, room) == [("Guest 1", None), ("Guest 2", "x")]
