"""Quizzes on their way: restarts, connections that drop, and people who have blocked the bot."""

from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.shells.telegram.workshops import room_keeping
from tests.bot_api import BotApiServer, HangUp, Message, Refusal, Stall, User
from tests.telegram.quiz_room import answers, answers_are_in, begun, poll_of, polls_of, votes
from tests.telegram.running_bot import BotThread, settings_for, settle, wait_for_row
from tests.telegram.workshop_room import edited_until, join, last_of, people_in, press, reply, row_of

CASE = "The teapots that cost more to ship"


@pytest.fixture
def people(bot_api: BotApiServer, room: Message) -> list[User]:
    return people_in(bot_api, room, 3)


def sent_to(bot_api: BotApiServer, person: User) -> list[str]:
    """What the bot has tried to send to somebody."""
    calls = [call.method for call in bot_api.calls if call.chat_id == person.id]
    return [method for method in calls if method.startswith("send") and method != "sendChatAction"]


def test_a_restart_in_the_middle_goes_on_where_it_was(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    settings = settings_for(fresh_api, tmp_path, trainers=frozenset({55}))
    trainer, people = fresh_api.user(id=55), [fresh_api.user() for _ in range(3)]
    with BotThread(small_parts, settings):
        room = reply(trainer, "/workshop Export")
        for person in people:
            join(person, room)
        begun(trainer)
        for person in people:
            poll_of(person, 1)
        votes(people[0], 1, rightly=True)
        wait_for_row(tmp_path, "SELECT 1 FROM quiz_answers")
    # While we are away.
    votes(people[1], 1, rightly=True)
    with BotThread(small_parts, settings) as again:
        votes(people[2], 1, rightly=True)
        again.wait_for_row("SELECT 1 WHERE (SELECT count(*) FROM quiz_answers) = 3")
        trainer.press("Next question")
        picture, control = trainer.wait_for_reply(2)
        assert "Answered: 3, rightly: 3" in picture.plain
        assert "question 2 of 2" in control.plain
        for person in people:
            poll_of(person, 2)
            assert len(polls_of(person)) == 2


def test_an_answer_to_a_question_that_went_out_twice_counts_once(
    trainer: User, room: Message, people: list[User], bot: BotThread, bot_api: BotApiServer
) -> None:
    for person in people:
        # As when we are killed between sending and noting it: it is out, and we do not know.
        bot_api.fail(HangUp(acts=True), method="sendPoll", chat_id=person.id)
    control = begun(trainer)
    before = answers(bot)
    for person in people:
        poll_of(person, 2)
        votes(person, 1, rightly=True)
    answers_are_in(bot, before + 3)
    # Whoever answers the other one, too, has answered before.
    votes(people[0], 2, rightly=False)
    answers_are_in(bot, before + 4)
    trainer.press("Show results", control)
    (picture,) = trainer.wait_for_reply()
    assert "Answered: 3, rightly: 3" in picture.plain
    trainer.press("Next question", picture)
    for person in people:
        votes(person, 3, rightly=False)
    answers_are_in(bot, before + 7)
    trainer.press("Finish")
    shown = trainer.wait_for_reply(2)
    assert "Answered: 3, rightly: fewer than 3" in shown[0].plain
    assert "1 of 2 right" in last_of(people[0], "The quiz is over").plain


def test_trouble_in_one_room_sends_no_poll_twice_in_another(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_keeping, "LOOKS_EVERY_S", 0.2)
    settings = settings_for(fresh_api, tmp_path, trainers=frozenset({55, 56}))
    people = [fresh_api.user(), fresh_api.user()]
    with BotThread(small_parts, settings) as bot:
        for number, person in zip((55, 56), people, strict=True):
            trainer = fresh_api.user(id=number)
            join(person, reply(trainer, "/workshop Export"))
            reply(trainer, "/quiz 2")
    bot.write("UPDATE quizzes SET state = 'running', number = 1")
    bot.write("INSERT INTO quiz_rounds (quiz, number, opened_at) SELECT id, 1, made_at FROM quizzes")
    fresh_api.fail(Stall(seconds=2, acts_first=True), method="sendPoll", chat_id=people[0].id)
    fresh_api.fail(Refusal(code=409, description="Conflict: not now"), method="sendPoll", chat_id=people[1].id)
    with BotThread(small_parts, settings) as bot:
        bot.wait_for_row("SELECT 1 FROM quiz_polls WHERE is_noted GROUP BY is_noted HAVING count(*) = 2")
        settle(people[0])
    assert [len(polls_of(person)) for person in people] == [1, 1]


def test_numbers_that_could_not_be_shown_are_shown_soon(
    trainer: User, room: Message, people: list[User], bot_api: BotApiServer, bot: BotThread
) -> None:
    begun(trainer)
    before = answers(bot)
    edited_until(trainer, "Reached: 3")
    bot_api.fail(Refusal(code=409, description="Conflict: not now"), method="editMessageText", chat_id=trainer.id)
    for person in people:
        votes(person, 1, rightly=True)
    answers_are_in(bot, before + 3)
    last_of(trainer, "answered: 3")


def test_results_that_could_not_be_sent_come_with_the_next_try(
    trainer: User, room: Message, people: list[User], bot_api: BotApiServer
) -> None:
    control = begun(trainer)
    poll_of(people[0], 1)
    bot_api.fail(Refusal(code=400, description="Bad Request: not this time"), method="sendPhoto", chat_id=trainer.id)
    trainer.press("Show results", control)
    (picture,) = trainer.wait_for_reply()
    assert "Question 1 of 2" in picture.plain
    # What has been shown is not shown again before the next question.
    trainer.press("Next question", picture)
    assert "question 2 of 2" in trainer.wait_for_reply()[0].plain


def test_who_has_blocked_us_is_left_alone_until_they_come_back(
    trainer: User, room: Message, people: list[User], bot: BotThread, bot_api: BotApiServer
) -> None:
    anna, ben, cem = people
    anna.block_bot()
    ben.delete_account()
    settle(cem)
    before = sent_to(bot_api, anna), sent_to(bot_api, ben)
    begun(trainer)
    poll_of(cem, 1)
    trainer.press("Next question")
    poll_of(cem, 2)
    press(trainer, "Give it to the room", press(trainer, CASE, reply(trainer, "/case")))
    last_of(cem, CASE)
    assert sent_to(bot_api, anna) == before[0]
    # Nothing but a try can tell that somebody's account is gone.
    assert sent_to(bot_api, ben)[len(before[1]) :] == ["sendMessage"]
    anna.unblock_bot()
    assert poll_of(anna, 1).content["poll"]["question"] == poll_of(cem, 2).content["poll"]["question"]
    last_of(anna, CASE)
    anna.block_bot()
    trainer.press("Yes, end it", reply(trainer, "/end"))
    last_of(cem, "has ended")
    there = f"FROM workshop_members WHERE workshop = {row_of(bot, room)['id']} AND chat_id IS NOT NULL"
    bot.wait_for_row(f"SELECT 1 WHERE NOT EXISTS (SELECT 1 {there})")
    assert all("has ended" not in message.plain for message in anna.messages)
