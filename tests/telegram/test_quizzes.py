"""Quizzes: a trainer makes one, sends it question by question, and nobody learns who answered what."""

import csv
import io
import re
from html import escape
from io import BytesIO

import pytest
from PIL import Image

from bot.advice.normalising import has_han
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import new_trainer
from tests.telegram.forged_buttons import data_of, press_forged
from tests.telegram.quiz_room import answers, answers_are_in, begun, poll_of, polls_of, votes
from tests.telegram.running_bot import BotThread
from tests.telegram.workshop_room import join, last_of, press, reply, row_of

pytestmark = pytest.mark.usefixtures("bot")


def answers_once_more(bot_api: BotApiServer, person: User, number: int) -> None:
    """An answer that no app would send: the first option, whatever was chosen before."""
    answer = {"poll_id": poll_of(person, number).content["poll"]["id"], "user": person.account.to_json()}
    bot_api.push_raw({"poll_answer": answer | {"option_ids": [0]}})


def test_a_quiz_from_the_draft_to_the_leaderboard(
    trainer: User, room: Message, people: list[User], bot: BotThread, bot_api: BotApiServer
) -> None:
    draft = reply(trainer, "/quiz 2")
    assert "question 1 of 2" in draft.plain
    assert draft.plain.count("✅") == 1
    assert polls_of(people[0]) == []
    control = press(trainer, "Send to the room", draft)
    assert "question 1 of 2" in control.plain
    before = answers(bot)
    anna, ben, cem, dora = people
    poll = poll_of(anna, 1).content["poll"]
    assert (poll["type"], poll["is_anonymous"]) == ("quiz", False)
    assert "section" in poll["explanation"]
    anna.press("Choose a nickname", last_of(anna, "A quiz begins"))
    prompt = last_of(anna, "Which nickname")
    anna.say("<b>Blue</b> Whale", reply_to=prompt.message_id)
    assert "call you <b>Blue</b> Whale" in anna.wait_for_reply()[0].plain
    press(ben, "Stay unnamed", last_of(ben, "A quiz begins"))
    for person, rightly in ((anna, True), (ben, True), (cem, True), (dora, False)):
        votes(person, 1, rightly=rightly)
    answers_are_in(bot, before + 4)
    trainer.press("Show results", control)
    (picture,) = trainer.wait_for_reply()
    assert picture.photo is not None
    assert Image.open(BytesIO(picture.photo)).size == (1920, 1080)
    assert "Answered: 4, rightly: 3" in picture.plain
    trainer.press("Next question", picture)
    (second,) = trainer.wait_for_reply()
    assert "question 2 of 2" in second.plain
    votes(anna, 2, rightly=True)
    answers_are_in(bot, before + 5)
    trainer.press("Finish", second)
    shown = trainer.wait_for_reply(3)
    assert "Answered: fewer than 3, rightly: fewer than 3" in shown[0].plain
    assert "1. <b>Blue</b> Whale: 2" in shown[1].plain
    assert shown[2].photo is not None
    assert "First: <b>Blue</b> Whale" in shown[2].plain
    assert "2 of 2 right" in last_of(anna, "The quiz is over").plain
    assert "0 of 2 right" in last_of(dora, "The quiz is over").plain
    assert "Blue" in last_of(dora, "The quiz is over").plain
    trainer.say("/report")
    page, _, table = trainer.wait_for_reply(3)
    question = poll["question"]
    assert page.file is not None
    assert table.file is not None
    assert escape(question).replace("&#x27;", "&#39;") in page.file.content.decode()
    rows = list(csv.DictReader(io.StringIO(table.file.content.decode("utf-8-sig"))))
    assert [row["people"] for row in rows if row["question"] == "1" and row["right"] == "yes"] == ["3"]
    assert {row["people"] for row in rows if row["question"] == "2"} == {""}
    handout = reply(dora, "/handout")
    assert handout.file is not None
    assert "fewer than 3" not in handout.file.content.decode()
    assert escape(poll["explanation"]).replace("&#x27;", "&#39;") in handout.file.content.decode()
    # What nobody answered in time takes no more answers.
    bot_api.wait_until(lambda: poll_of(cem, 2).content["poll"]["is_closed"], 10)


def test_a_draft_is_looked_through_changed_and_discarded(trainer: User, room: Message, people: list[User]) -> None:
    draft = reply(trainer, "/quiz 2")
    second = press(trainer, "Next question »", draft)
    assert "question 2 of 2" in second.plain
    other = press(trainer, "Another question instead", second)
    assert "question 2 of 2" in other.plain
    assert other.plain != second.plain
    assert press(trainer, "« Question before", other).plain == draft.plain
    assert "Leaderboard: no" in press(trainer, "Leaderboard: yes", draft).labels
    assert "discarded" in press(trainer, "Discard", draft).plain
    # Its buttons lead nowhere any more.
    press_forged(trainer, f"qa:en:send:{10**6}:1")
    assert "older version" in trainer.wait_for_reply()[0].plain
    assert [polls_of(person) for person in people] == [[]] * 4


@pytest.mark.parametrize(("words", "count"), [("", 5), ("0", 1), ("99999999999999", 5), ("-3", 5), ("five", 5)])
def test_whatever_number_is_wanted_there_is_a_quiz(words: str, count: int, trainer: User, room: Message) -> None:
    shown = reply(trainer, f"/quiz {words}").plain
    found = re.search(r"question 1 of (\d+)", shown)
    assert found is not None
    assert int(found[1]) == count


def test_a_second_quiz_waits_for_the_first(trainer: User, room: Message, people: list[User], bot: BotThread) -> None:
    first, second = reply(trainer, "/quiz 2"), reply(trainer, "/quiz 3")
    press(trainer, "Send to the room", first)
    assert "question 1 of 2" in press(trainer, "Send to the room", second).plain
    assert "question 1 of 2" in reply(trainer, "/quiz 4").plain
    poll_of(people[0], 1)
    code = row_of(bot, room)["id"]
    states = bot.rows(f"SELECT state FROM quizzes WHERE workshop = {code} AND state = 'running'")  # noqa: S608 - a number
    assert len(states) == 1
    assert len(polls_of(people[0])) == 1


def test_who_comes_late_gets_the_open_question_and_who_leaves_none(
    trainer: User, room: Message, people: list[User], bot_api: BotApiServer
) -> None:
    control = begun(trainer)
    anna, ben, *_ = people
    poll_of(ben, 1)
    reply(ben, "/leave")
    late = bot_api.user(language_code="zh")
    join(late, room)
    assert poll_of(late, 1).content["poll"]["question"] == poll_of(anna, 1).content["poll"]["question"]
    trainer.press("Next question", control)
    poll_of(late, 2)
    poll_of(anna, 2)
    assert len(polls_of(ben)) == 1


def test_only_the_first_answer_of_whoever_got_the_poll_in_time_counts(
    trainer: User, room: Message, people: list[User], bot: BotThread, bot_api: BotApiServer
) -> None:
    control = begun(trainer)
    before = answers(bot)
    for person in people[:3]:
        votes(person, 1, rightly=True)
        answers_once_more(bot_api, person, 1)
    # A forwarded poll brings the answer of somebody else.
    people[3].vote(poll_of(people[0], 1).content["poll"]["id"], 0)
    bot_api.user().vote(poll_of(people[0], 1).content["poll"]["id"], 0)
    answers_are_in(bot, before + 4)
    trainer.press("Show results", control)
    (picture,) = trainer.wait_for_reply()
    assert "Answered: 3, rightly: 3" in picture.plain
    # On its way when the question was closed.
    answers_once_more(bot_api, people[3], 1)
    answers_are_in(bot, before + 5)
    trainer.press("End the quiz", picture)
    (over,) = trainer.wait_for_reply()
    assert "(3 right)" in over.plain


def test_a_press_that_comes_twice_goes_on_once(trainer: User, room: Message, people: list[User]) -> None:
    control = begun(trainer, 3)
    trainer.press("Next question", control)
    trainer.wait_for_reply(2)
    press_forged(trainer, data_of(control, "Next question"))
    assert "question 2 of 3" in trainer.wait_for_edit().plain
    poll_of(people[0], 2)
    assert len(polls_of(people[0])) == 2


def test_a_quiz_ends_with_its_room(trainer: User, room: Message, people: list[User], bot: BotThread) -> None:
    begun(trainer)
    poll_of(people[0], 1)
    trainer.press("Yes, end it", reply(trainer, "/end"))
    number = row_of(bot, room)["id"]
    bot.wait_for_row(f"SELECT 1 FROM quizzes WHERE workshop = {number} AND state = 'ended'")  # noqa: S608 - a number
    last_of(people[0], "has ended")
    assert "no workshop" in reply(trainer, "/quiz").plain


def test_who_leads_no_room_of_the_quiz_cannot_touch_it(
    trainer: User, room: Message, people: list[User], bot_api: BotApiServer
) -> None:
    control = begun(trainer)
    poll_of(people[0], 1)
    other = new_trainer(bot_api)
    press_forged(other, data_of(control, "Next question"))
    other.wait_for_reply()
    assert len(polls_of(people[0])) == 1


def test_questions_are_in_the_language_of_the_room_and_buttons_in_that_of_each(
    trainer: User, room: Message, people: list[User]
) -> None:
    press(trainer, "Language: English", room)
    draft = reply(trainer, "/quiz 1")
    assert "question 1 of 1" in draft.plain
    press(trainer, "Send to the room", draft)
    poll = poll_of(people[0], 1).content["poll"]
    assert all(has_han(words) for words in (poll["question"], poll["explanation"]))
    assert "小测验开始了" in last_of(people[0], "小测验").plain


def test_an_answer_to_a_poll_we_know_nothing_of_changes_nothing(
    trainer: User, room: Message, people: list[User], bot: BotThread, bot_api: BotApiServer
) -> None:
    control = begun(trainer)
    poll_of(people[0], 1)
    before = answers(bot)
    for user in (people[0].account.to_json(), None):
        answer = {"poll_id": "9" * 30, "option_ids": [0]} | ({} if user is None else {"user": user})
        bot_api.push_raw({"poll_answer": answer})
    bot_api.push_raw({"poll_answer": {"poll_id": "7", "option_ids": [], "user": people[0].account.to_json()}})
    answers_are_in(bot, before + 1)
    trainer.press("Show results", control)
    assert "Answered: fewer than 3" in trainer.wait_for_reply()[0].plain
