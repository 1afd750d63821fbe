"""Which answers to quizzes count."""

import pytest

from bot.records.opening import Records
from bot.records.quizzes import Quiz
from bot.workshops.quizzes import QuizQuestion
from tests.records.clock import StandingClock

PEOPLE = ("anna", "ben")


@pytest.fixture
def quiz(records: Records) -> Quiz:
    """A quiz of two questions, the first of them open, in a room with two people."""
    room = records.workshops.open("eva", 5, name="Export", language="en")
    for number, person in enumerate(PEOPLE, start=6):
        records.room_members.join(person, number, room.code)
    questions = [
        QuizQuestion(key=f"truth:{number}", ask="?", options=("yes", "no"), right=0, explanation="!")
        for number in (1, 2)
    ]
    drafted = records.quizzes.draft(room.id, "eva", 5, language="en", questions=questions)
    records.quizzes.begin(drafted.id)
    return fresh(records, drafted)


def fresh(records: Records, quiz: Quiz) -> Quiz:
    found = records.quizzes.quiz(quiz.id)
    assert found is not None
    return found


def send(records: Records, quiz: Quiz, person: str, poll: str, *, tries: int = 1) -> None:
    for _ in range(tries):
        records.quiz_polls.expect(quiz, person)
    records.quiz_polls.note_sent(quiz, person, poll, 1)


def test_an_answer_counts_also_before_its_poll_is_noted(records: Records, quiz: Quiz, clock: StandingClock) -> None:
    records.quiz_polls.expect(quiz, "anna")
    records.quiz_answers.note("a1", "anna", 0, clock())
    assert records.quiz_answers.counts(quiz, 1) == (0, 0)
    records.quiz_polls.note_sent(quiz, "anna", "a1", 1)
    assert records.quiz_answers.counts(quiz, 1) == (1, 0)


def test_a_poll_that_we_do_not_know_is_the_open_question_of_who_was_sent_it_twice(
    records: Records, quiz: Quiz, clock: StandingClock
) -> None:
    send(records, quiz, "anna", "a1", tries=2)
    send(records, quiz, "ben", "b1")
    for person in PEOPLE:
        records.quiz_answers.note(f"unknown of {person}", person, 1, clock())
    assert records.quiz_answers.counts(quiz, 1) == (0, 1)
    # The first answer counts, in whichever of the two polls.
    clock.advance(seconds=5)
    records.quiz_answers.note("a1", "anna", 0, clock())
    assert records.quiz_answers.counts(quiz, 1) == (0, 1)


def test_an_answer_to_the_question_before_is_none_to_this_one(
    records: Records, quiz: Quiz, clock: StandingClock
) -> None:
    send(records, quiz, "anna", "a1")
    records.quiz_answers.note("a1", "anna", 0, clock())
    records.quiz_answers.note("unknown", "anna", 1, clock())
    clock.advance(seconds=5)
    records.quizzes.open_next(quiz.id, 1)
    second = fresh(records, quiz)
    send(records, second, "anna", "a2", tries=2)
    assert records.quiz_answers.counts(second, 2) == (0, 0)
    clock.advance(seconds=5)
    records.quiz_answers.note("unknown too", "anna", 0, clock())
    assert [records.quiz_answers.counts(second, number) for number in (1, 2)] == [(1, 0), (1, 0)]
    assert [(score.person, score.right) for score in records.quiz_answers.scores(second)] == [("anna", 2)]


def test_who_has_blocked_us_waits_for_nothing_until_they_come_back(records: Records, quiz: Quiz) -> None:
    room = records.workshops.room(quiz.workshop)
    assert room is not None
    records.room_members.join(records.names.person(8), 8, room.code)
    records.chats.mark_blocked(8)
    assert [member.chat_id for member in records.quiz_polls.waiting(quiz, 8)] == [6, 7]
    records.chats.mark_open(8)
    assert [member.chat_id for member in records.quiz_polls.waiting(quiz, 8)] == [6, 7, 8]


def test_a_question_on_its_way_when_we_were_killed_is_sent_once_more(records: Records, quiz: Quiz) -> None:
    records.quiz_polls.expect(quiz, "anna")
    assert [member.person for member in records.quiz_polls.waiting(quiz, 8)] == ["anna", "ben"]
    send(records, quiz, "anna", "a1")
    assert [member.person for member in records.quiz_polls.waiting(quiz, 8)] == ["ben"]
