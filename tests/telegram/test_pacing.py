"""Telegram's limits are kept whatever is to be sent, answers go before broadcasts, and a wait is for its chat alone."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shells.telegram.delivery.pacing import (
    AT_ONCE,
    CHAT_BURST,
    CHAT_MESSAGES,
    CHAT_WINDOW_S,
    FULL_PACE,
    GROUP_MESSAGES,
    GROUP_WINDOW_S,
    MOST_LIVE,
    SEVERAL_CHATS,
    Pace,
    Pacer,
    Priority,
)
from tests.telegram.virtual_time import run_in_virtual_time

ANNA, BOB, GROUP = 5, 6, -7
HARDLY_S = 1e-6

Gone = tuple[float, int, Priority]

sends = st.lists(
    st.tuples(
        st.sampled_from((ANNA, BOB, GROUP, *range(100, 140))),
        st.sampled_from(Priority),
        st.sampled_from((0.0, 0.0, 0.0, 0.01, 0.4, 1.0, 20.0)),
    ),
    max_size=150,
)


def _sent(wanted: Sequence[tuple[int, Priority, float]]) -> list[Gone]:
    """When each goes if each is asked for that long after the one before."""

    async def run() -> list[Gone]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(Pace(), clock=loop.time)
        gone: list[Gone] = []

        async def send(chat: int, priority: Priority) -> None:
            await pacer.turn(chat, priority)
            gone.append((loop.time(), chat, priority))

        tasks = []
        for chat, priority, after_s in wanted:
            await asyncio.sleep(after_s)
            tasks.append(asyncio.create_task(send(chat, priority)))
        await asyncio.gather(*tasks)
        return gone

    return run_in_virtual_time(run())


def _most_within(times: Sequence[float], window_s: float) -> int:
    return max((sum(start <= time < start + window_s for time in times) for start in times), default=0)


@given(sends)
def test_no_window_holds_more_than_telegram_takes(wanted: list[tuple[int, Priority, float]]) -> None:
    gone = _sent(wanted)
    assert len(gone) == len(wanted)
    assert _most_within([time for time, _, _ in gone], 1.0) <= FULL_PACE
    broadcasts = [time for time, _, priority in gone if priority is Priority.BROADCAST]
    assert _most_within(broadcasts, 1.0) < FULL_PACE
    for chat in {chat for _, chat, _ in gone}:
        times = [time for time, other, _ in gone if other == chat]
        assert _most_within(times, 0.9) <= CHAT_BURST
        assert _most_within(times, CHAT_WINDOW_S) <= CHAT_MESSAGES
        if chat < 0:
            assert _most_within(times, GROUP_WINDOW_S) <= GROUP_MESSAGES


@given(sends)
def test_few_go_at_once(wanted: list[tuple[int, Priority, float]]) -> None:
    times = sorted(time for time, _, _ in _sent(wanted))
    most = round(FULL_PACE * AT_ONCE)
    assert all(later - earlier > AT_ONCE for earlier, later in zip(times, times[most:], strict=False))


def test_live_messages_go_before_answers_and_take_no_more_than_their_part() -> None:
    crowd = [(100 + number, Priority.ANSWER, 0.0) for number in range(10 * FULL_PACE)]
    live = [(1000 + number, Priority.LIVE, 0.0) for number in range(20)]
    gone = _sent([*crowd, *live])
    times = [time for time, _, priority in gone if priority is Priority.LIVE]
    assert times[0] <= 1.04
    assert times[-1] < max(time for time, _, _ in gone)
    most = round(FULL_PACE * MOST_LIVE)
    assert all(later - earlier > 1 for earlier, later in zip(times, times[most:], strict=False))


@given(sends)
def test_within_a_chat_and_a_priority_what_comes_first_goes_first(wanted: list[tuple[int, Priority, float]]) -> None:
    gone = _sent(wanted)
    for chat in {chat for _, chat, _ in gone}:
        for priority in Priority:
            times = [time for time, other, its in gone if (other, its) == (chat, priority)]
            assert times == sorted(times)


def test_a_few_messages_to_a_chat_go_at_once_and_on_the_whole_one_a_second() -> None:
    times = [time for time, _, _ in _sent([(ANNA, Priority.ANSWER, 0.0)] * 20)]
    assert times[:CHAT_BURST] == [0.0] * CHAT_BURST
    assert [round(time) for time in times[CHAT_BURST:6]] == [1, 2, 5]
    assert times[-1] < 20


def test_an_answer_goes_before_the_broadcast_that_waits() -> None:
    crowd = [(100 + number, Priority.BROADCAST, 0.0) for number in range(3 * FULL_PACE)]
    gone = _sent([*crowd, (ANNA, Priority.ANSWER, 0.1)])
    (answered_at,) = [time for time, chat, _ in gone if chat == ANNA]
    assert answered_at == pytest.approx(0.1, abs=HARDLY_S)


def test_a_chat_that_must_wait_holds_up_no_other() -> None:
    gone = _sent([*[(ANNA, Priority.ANSWER, 0.0)] * 10, (BOB, Priority.ANSWER, 0.0)])
    assert (0.0, BOB, Priority.ANSWER) in gone


def test_without_a_pace_nothing_waits() -> None:
    async def run() -> float:
        loop = asyncio.get_running_loop()
        pacer = Pacer(Pace(0), clock=loop.time)
        await asyncio.gather(*(pacer.turn(GROUP, Priority.ANSWER) for _ in range(500)))
        return loop.time()

    assert run_in_virtual_time(run()) == 0.0


def test_a_wait_that_telegram_asks_for_is_for_that_chat() -> None:
    pace = Pace()
    pace.hold(ANNA, 7.0, 100.0)
    assert pace.ready_at(ANNA, 100.0) == 107.0
    assert pace.ready_at(BOB, 100.0) == 100.0
    assert pace.all_ready_at(Priority.ANSWER, 100.0) == 100.0


def test_waits_for_several_chats_at_once_are_for_all() -> None:
    pace = Pace()
    for chat in range(SEVERAL_CHATS):
        pace.hold(chat + 1, 7.0, 100.0)
    assert pace.all_ready_at(Priority.ANSWER, 100.0) == 107.0


def test_waits_for_several_chats_that_lie_apart_are_for_each() -> None:
    pace = Pace()
    for chat in range(SEVERAL_CHATS):
        pace.hold(chat + 1, 7.0, 100.0 + 2 * chat)
    assert pace.all_ready_at(Priority.ANSWER, 104.0) == 104.0


def test_a_wait_for_no_chat_is_for_all_and_for_the_answers_to_presses() -> None:
    pace = Pace()
    pace.hold(None, 7.0, 100.0)
    assert pace.all_ready_at(Priority.ANSWER, 100.0) == pace.held_until(None) == pace.held_until(ANNA) == 107.0


def test_who_gives_up_waiting_leaves_the_line() -> None:
    async def run() -> list[int]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(Pace(), clock=loop.time)
        pacer.hold(ANNA, 60.0)
        waiting = asyncio.create_task(pacer.turn(ANNA, Priority.ANSWER))
        await asyncio.sleep(1)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await pacer.turn(ANNA, Priority.ANSWER)
        return [len(line) for line in pacer._lines.values()]

    assert not any(run_in_virtual_time(run()))


def test_a_stop_ends_only_the_waits_that_would_outlast_it() -> None:
    async def run() -> list[bool]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(Pace(), clock=loop.time)
        pacer.hold(ANNA, 60.0)
        pacer.hold(BOB, 1.0)
        waits = [asyncio.create_task(pacer.turn(chat, Priority.ANSWER)) for chat in (ANNA, BOB)]
        await asyncio.sleep(0)
        pacer.give_up(3.0)
        await asyncio.wait(waits)
        return [wait.cancelled() for wait in waits]

    assert run_in_virtual_time(run()) == [True, False]


def test_chats_at_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.shells.telegram.delivery.pacing._MOST_CHATS", 50)
    pace = Pace()
    for number in range(1000):
        pace.note(number + 1, now=float(number))
    assert len(pace._chats) <= 50
