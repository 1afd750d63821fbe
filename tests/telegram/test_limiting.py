"""One person cannot keep the bot from all others, and is told so in a friendly way, once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assembly import Parts
from bot.shells.telegram.delivery.limiting import PersonLimit, Verdict
from tests.bot_api import BotApiServer
from tests.telegram.running_bot import BotThread, settings_for

BURST, PAUSE = 8, timedelta(seconds=3)
START = datetime(2026, 1, 2, tzinfo=UTC)
CHEATED = "a supplier took our deposit and vanished"
WAIT, SERVED, PASSED = Verdict.ASKED_TO_WAIT, Verdict.SERVED, Verdict.PASSED_OVER


def _limit(**given: int) -> PersonLimit:
    return PersonLimit(burst=BURST, pause=PAUSE, **given)


def _verdicts(limit: PersonLimit, seconds: list[float], person: int = 5) -> list[Verdict]:
    return [limit.verdict(person, START + timedelta(seconds=at), number) for number, at in enumerate(seconds)]


def test_a_burst_is_served_and_then_one_is_asked_to_wait_once() -> None:
    assert _verdicts(_limit(), [0.0] * 12) == [SERVED] * 8 + [WAIT] + [PASSED] * 3


def test_who_goes_on_too_fast_is_served_now_and_then_and_not_told_again() -> None:
    verdicts = _verdicts(_limit(), [float(second) for second in range(120)])
    assert verdicts.count(WAIT) == 1
    assert verdicts[60:].count(SERVED) == 20


def test_who_slows_down_is_served_and_told_again_next_time() -> None:
    verdicts = _verdicts(_limit(), [0.0] * 10 + [60.0] * 10)
    assert verdicts == ([SERVED] * 8 + [WAIT, PASSED]) * 2


def test_who_takes_their_time_never_waits() -> None:
    assert set(_verdicts(_limit(), [3.0 * number for number in range(200)])) == {SERVED}


def test_one_person_is_nothing_to_another() -> None:
    limit = _limit()
    _verdicts(limit, [0.0] * 20)
    assert set(_verdicts(limit, [0.0] * 8, person=6)) == {SERVED}


def test_the_same_thing_tried_again_counts_once() -> None:
    limit = _limit()
    assert {limit.verdict(5, START, "the same") for _ in range(50)} == {SERVED}
    assert _verdicts(limit, [0.0] * 8).count(SERVED) == 7


def test_a_clock_that_went_back_keeps_nobody_waiting() -> None:
    limit = _limit()
    _verdicts(limit, [86_400.0] * 20)
    assert _verdicts(limit, [0.0])[0] is SERVED


def test_without_a_limit_everything_is_served() -> None:
    assert set(_verdicts(PersonLimit(burst=0, pause=PAUSE), [0.0] * 99)) == {SERVED}


def test_the_number_of_people_kept_in_mind_is_bounded() -> None:
    limit = _limit(most_people=50)
    for person in range(1000):
        limit.verdict(person, START, person)
    assert len(limit._accounts) <= 50


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=80))
def test_in_no_time_more_is_served_than_a_burst_and_one_each_pause(gaps: list[float]) -> None:
    moments = [sum(gaps[: number + 1]) for number in range(len(gaps))]
    served = [at for at, verdict in zip(moments, _verdicts(_limit(), moments), strict=True) if verdict is SERVED]
    for first, start in enumerate(served):
        for last, end in enumerate(served[first:], start=first):
            assert last - first + 1 <= BURST + (end - start) / 3 + 1e-6


@pytest.fixture
def limited(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> BotThread:
    return BotThread(small_parts, settings_for(fresh_api, tmp_path, person_burst=3, person_pause_s=600.0))


def _answers(person_id: int, api: BotApiServer) -> list[str]:
    return [message.plain for message in api.messages(person_id) if message.from_bot]


def test_a_flood_gets_a_few_answers_and_one_notice_and_others_are_served(
    fresh_api: BotApiServer, limited: BotThread
) -> None:
    anna, bob = fresh_api.user(), fresh_api.user(first_name="Bob")
    for _ in range(40):
        anna.say(CHEATED)
    with limited:
        bob.say(CHEATED)
        bob.wait_for_reply()
        limited.wait_for_row("SELECT 1 FROM inbox GROUP BY 1 HAVING sum(state = 'done') = 41")
    found = _answers(anna.id, fresh_api)
    assert len(found) == 4
    assert "Please wait some seconds" in found[3]


def test_in_a_group_one_persons_flood_is_theirs_alone_and_talk_among_people_counts_for_nothing(
    fresh_api: BotApiServer, limited: BotThread
) -> None:
    fresh_api.read_all_group_messages()
    anna, bob = fresh_api.user(), fresh_api.user(first_name="Bob")
    group = fresh_api.group(anna, bob)
    for _ in range(9):
        bob.say("I agree", group)
    for _ in range(9):
        anna.say(f"@trade_test_bot {CHEATED}", group)
    bob.say(f"@trade_test_bot {CHEATED}", group)
    with limited:
        limited.wait_for_row("SELECT 1 FROM inbox GROUP BY 1 HAVING sum(state = 'done') = 19")
    answers = [message.plain for message in group.messages if message.from_bot]
    assert sum(answer.startswith("You asked about") for answer in answers) == 4
    assert sum("Please wait some seconds" in answer for answer in answers) == 1
    assert answers[-1].startswith("You asked about")


def test_a_dozen_quick_presses_are_heard_and_one_too_many_is_answered_with_a_notice(
    fresh_api: BotApiServer, limited: BotThread
) -> None:
    anna = fresh_api.user()
    with limited:
        anna.say(CHEATED)
        (answer,) = anna.wait_for_reply()
        for _ in range(12):
            anna.press(answer.labels[0], answer)
            answer = anna.wait_for_edit()
        anna.press(answer.labels[0], answer)
        assert "Please wait some seconds" in anna.wait_for_answer().text
