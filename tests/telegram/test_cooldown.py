"""A lively person gets a break, is told once, and may go on."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.shells.telegram.owners.cooldown import Cooldown, Free, Quiet, Tell

NOW = datetime(2026, 1, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA, BOB = ("chat", "anna"), ("chat", "bob")


def _at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_it_is_told_once_and_then_there_is_silence_until_there_is_room() -> None:
    cooldown = Cooldown(most=2, within=MINUTE)
    verdicts = [cooldown.verdict(ANNA, number, _at(10 * number)) for number in range(6)]
    assert verdicts == [Free(), Free(), Tell(wait=timedelta(seconds=40)), Quiet(), Quiet(), Quiet()]
    assert cooldown.verdict(ANNA, 6, _at(60)) == Free()
    assert cooldown.verdict(ANNA, 7, _at(61)) == Tell(wait=timedelta(seconds=9))


def test_others_go_on() -> None:
    cooldown = Cooldown(most=1, within=MINUTE)
    assert cooldown.verdict(ANNA, 1, NOW) == Free()
    assert isinstance(cooldown.verdict(ANNA, 2, NOW), Tell)
    assert cooldown.verdict(BOB, 3, NOW) == Free()


def test_a_second_try_of_an_update_gets_the_same() -> None:
    cooldown = Cooldown(most=1, within=MINUTE)
    for _ in range(3):
        assert cooldown.verdict(ANNA, 1, NOW) == Free()
    for _ in range(3):
        assert isinstance(cooldown.verdict(ANNA, 2, NOW), Tell)
    assert cooldown.verdict(ANNA, 3, NOW) == Quiet()


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 5))
def test_never_more_than_the_limit_in_any_minute(seconds: list[int], most: int) -> None:
    cooldown = Cooldown(most=most, within=MINUTE)
    moments = sorted(seconds)
    free = [second for number, second in enumerate(moments) if cooldown.verdict(ANNA, number, _at(second)) == Free()]
    assert all(sum(start <= second < start + 60 for second in free) <= most for start in free)
    assert bool(free) == bool(moments)
