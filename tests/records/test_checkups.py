"""What is kept of readiness checks."""

import pytest

from bot.records.opening import Records
from tests.records.clock import StandingClock


def test_a_check_is_gone_on_with_where_it_stood(records: Records) -> None:
    started = records.checkups.start("anna", "fraud")
    assert (started.current, started.answers, started.finished_at) == ("fraud", {}, None)
    records.checkups.answer(started, "fraud", "partly", "people")
    running = records.checkups.running("anna")
    assert running is not None
    assert (running.id, running.current, running.answers) == (started.id, "people", {"fraud": "partly"})
    assert records.checkups.start("anna", "fraud") == running


def test_a_check_is_nobody_elses(records: Records) -> None:
    started = records.checkups.start("anna", "fraud")
    assert records.checkups.running("ben") is None
    assert records.checkups.of_person("ben", started.id) is None
    assert records.checkups.of_person("anna", started.id) == started
    other = records.checkups.start("ben", "fraud")
    assert other.id != started.id


def test_the_last_answer_finishes_it_and_the_next_check_knows_the_one_before(
    records: Records, clock: StandingClock
) -> None:
    first = records.checkups.start("anna", "fraud")
    clock.advance(minutes=1)
    records.checkups.answer(first, "fraud", "no", None)
    assert records.checkups.running("anna") is None
    done = records.checkups.finished("anna")
    assert done is not None
    assert (done.id, done.current, done.finished_at) == (first.id, None, clock())
    assert records.checkups.before("anna", first.id) is None
    second = records.checkups.start("anna", "fraud")
    assert second.id > first.id
    records.checkups.answer(second, "fraud", "yes", None)
    assert records.checkups.finished("anna") != done
    assert records.checkups.before("anna", second.id) == done


def test_going_back_keeps_the_answers(records: Records) -> None:
    started = records.checkups.start("anna", "fraud")
    records.checkups.answer(started, "fraud", "no", "people")
    records.checkups.turn_to(started, "fraud")
    running = records.checkups.running("anna")
    assert running is not None
    assert (running.current, running.answers) == ("fraud", {"fraud": "no"})


def test_a_dropped_check_gives_its_number_to_no_other(records: Records) -> None:
    started = records.checkups.start("anna", "fraud")
    records.checkups.drop("anna")
    assert records.checkups.running("anna") is None
    assert records.checkups.start("anna", "fraud").id > started.id


@pytest.mark.parametrize("stored", ['{"fraud": "perhaps", "people": "yes"}'])
def test_an_answer_nobody_can_give_any_more_is_left_out(records: Records, stored: str) -> None:
    started = records.checkups.start("anna", "fraud")
    records.database.execute("UPDATE checkups SET answers = ? WHERE id = ?", [stored, started.id])
    running = records.checkups.running("anna")
    assert running is not None
    assert running.answers == {"people": "yes"}
