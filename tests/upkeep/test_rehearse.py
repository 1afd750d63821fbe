"""Simulated people play a workshop, and leave no trace."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.errors import RecordsError, TradebotError
from bot.pages.quizzes import QuizPages
from bot.records.opening import Records
from bot.records.rehearsals import Rehearsals
from bot.settings import PREFIX
from bot.upkeep import rehearse
from bot.upkeep.rehearsed_exercises import Crowd
from bot.workshops.quizzes import quiz
from bot.workshops.rooms import Room
from tests.records.clock import StandingClock

OF_REAL_PEOPLE = 3
"""Questions that the records have from before."""


@pytest.fixture
def command(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_parts: Parts
) -> Callable[..., str]:
    """``command(*words)`` calls ``tradebot rehearse`` with them and gives what it prints."""
    monkeypatch.chdir(data)
    monkeypatch.setenv(f"{PREFIX}DATA", str(data))
    monkeypatch.setattr(rehearse, "assemble", lambda *_: small_parts)

    def call(*words: str) -> str:
        parser = ArgumentParser()
        rehearse.add_arguments(parser)
        assert rehearse.run(parser.parse_args(words)) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def room(records: Records) -> Room:
    return records.workshops.open(records.names.person(5), 5, name="Export for beginners", language="en")


def conversations(records: Records) -> int:
    (row,) = records.database.query("SELECT count(*) AS n FROM conversations")
    return int(row["n"])


def test_the_room_fills_is_counted_and_is_empty_again(
    command: Callable[..., str], records: Records, room: Room
) -> None:
    shown = command(room.code.lower(), "--people", "12", "--questions", "2", "--seconds", "0")
    assert "People: 12" in shown
    assert "Questions: 24" in shown
    assert "their 24 questions deleted" in shown
    assert "the quiz is over. People who answered: 12" in shown
    assert "1. 0" in shown
    assert "The teapots that cost more to ship: what the papers say" in shown
    for table in ("quizzes", "quiz_polls", "quiz_answers", "quiz_names", "room_cases", "case_answers"):
        assert list(records.database.table(table).rows) == []
    assert records.room_members.count(room.id) == 0
    assert conversations(records) == OF_REAL_PEOPLE


def test_what_is_kept_stays_until_it_is_cleared(command: Callable[..., str], records: Records, room: Room) -> None:
    command(room.code, "--people", "3", "--questions", "1", "--seconds", "0", "--keep")
    assert records.room_members.count(room.id) == 3
    assert records.room_questions.counts(room.id).questions == 3
    assert records.room_members.to_write_to(room.id) == ()
    assert "their 3 questions deleted" in command("--clear")
    assert (records.room_members.count(room.id), conversations(records)) == (0, OF_REAL_PEOPLE)


def test_real_people_in_the_room_stay(command: Callable[..., str], records: Records, room: Room) -> None:
    records.room_members.join(records.names.person(7), 7, room.code)
    assert "People: 6" in command(room.code, "--people", "5", "--questions", "1", "--seconds", "0")
    assert records.room_members.count(room.id) == 1


def test_simulated_people_answer_what_the_trainer_opens(
    records: Records, room: Room, small_parts: Parts, clock: StandingClock
) -> None:
    rehearsals = Rehearsals(records, clock)
    for number in range(1, 11):
        rehearsals.join(number, room)
    crowd = Crowd(rehearsals=rehearsals, records=records, people=10, seed=1)
    crowd.join_in(room, small_parts.knowledge)
    words = QuizPages(small_parts.knowledge, small_parts.templates).words("en")
    questions = quiz(small_parts.knowledge, words, count=2, seed=1)
    drafted = records.quizzes.draft(room.id, records.names.person(5), 5, language="en", questions=questions)
    records.quizzes.begin(drafted.id)
    given = records.room_cases.give(room.id, records.names.person(5), 5, "teapots")
    for _ in range(2):
        crowd.join_in(room, small_parts.knowledge)
        running = records.quizzes.running_in(room.id)
        assert running is not None
        assert sum(records.quiz_answers.counts(running, 1)) == 10
        assert records.room_cases.counts(given).answered == 10
    assert rehearsals.clear() == 0
    left = records.quizzes.running_in(room.id)
    assert left is not None
    assert sum(records.quiz_answers.counts(left, 1)) == 0


def test_a_full_room_is_seen_as_people_would_see_it(command: Callable[..., str], records: Records, room: Room) -> None:
    records.workshops.change(room.id, seats=2)
    assert "full with its 2 seats" in command(room.code, "--people", "5", "--seconds", "0")


@pytest.mark.parametrize("words", [(), ("NOSUCH",), ("ABCDEF",)])
def test_without_an_open_room_it_says_which_there_are(
    words: tuple[str, ...], command: Callable[..., str], room: Room
) -> None:
    with pytest.raises(TradebotError, match=f"open now: {room.code}"):
        command(*words)


def test_an_ended_room_is_not_played(command: Callable[..., str], records: Records, room: Room) -> None:
    records.workshops.end(room.id)
    with pytest.raises(TradebotError, match="none is open"):
        command(room.code)


@pytest.mark.parametrize("people", ["0", "501"])
def test_a_wrong_number_of_people_is_told(people: str, command: Callable[..., str], room: Room) -> None:
    with pytest.raises(TradebotError, match="--people goes from 1 to 500"):
        command(room.code, "--people", people)


def test_without_a_database_nothing_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Callable[..., str]
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATA", str(tmp_path / "none"))
    with pytest.raises(RecordsError, match="no database yet"):
        command("KM7PQ4")
