"""Exercises: a trainer gives the room a case, people choose, and the room sees how it chose beside what papers say."""

import csv
import io
from io import BytesIO

import pytest
from PIL import Image

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import new_trainer
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread
from tests.telegram.workshop_room import join, last_of, press, reply, row_of

pytestmark = pytest.mark.usefixtures("bot")

CASE = "The teapots that cost more to ship"
COST, FRAUD = "Shipping costs too much", "Being cheated in online trade"
FASTER = "Faster goods through live information"


def task_of(person: User) -> Message:
    return last_of(person, CASE)


def chooses(person: User, challenge: str, measure: str) -> Message:
    task = press(person, f"▫️ {challenge}", task_of(person))
    task = press(person, "Send my choice", task)
    task = press(person, f"▫️ {measure}", task)
    return press(person, "Send my choice", task)


def given(trainer: User) -> Message:
    """The control of the exercise that was given."""
    preview = press(trainer, CASE, reply(trainer, "/case"))
    return press(trainer, "Give it to the room", preview)


def test_an_exercise_from_the_list_to_the_result(
    trainer: User, room: Message, people: list[User], bot: BotThread
) -> None:
    preview = press(trainer, CASE, reply(trainer, "/case"))
    assert f"❗ {COST}" in preview.plain
    assert press(trainer, "« All exercises", preview).labels == (CASE,)
    control = given(trainer)
    assert "answered: fewer than 3" in control.plain
    anna, ben, cem, dora = people
    task = task_of(anna)
    assert "1 of 2" in task.plain
    assert {label[3:].strip() for label in task.labels[:-1]} >= {COST, FRAUD}
    anna.press("Send my choice", task)
    assert anna.wait_for_answer().text == "Tick at least one first."
    ticked = press(anna, f"▫️ {FRAUD}", task)
    assert f"✅ {FRAUD}" in ticked.labels
    assert f"▫️ {FRAUD}" in press(anna, f"✅ {FRAUD}", ticked).labels
    sent = chooses(anna, COST, FASTER)
    assert "Sent, thank you" in sent.plain
    assert sent.labels == ()
    chooses(ben, COST, FASTER)
    chooses(cem, COST, FASTER)
    chooses(dora, FRAUD, FRAUD)
    trainer.press("Show how the room chose", control)
    challenges, measures, result = trainer.wait_for_reply(3)
    for picture in (challenges, measures):
        assert picture.photo is not None
        assert Image.open(BytesIO(picture.photo)).size == (1920, 1080)
    assert f"✅ {COST}: 3" in challenges.plain
    assert f"▫️ {FRAUD}: fewer than 3" in challenges.plain
    assert f"✅ {FASTER}: 3" in measures.plain
    assert "section" in result.plain
    assert COST in result.plain
    trainer.say("/report")
    page, _, table = trainer.wait_for_reply(3)
    assert page.file is not None
    assert table.file is not None
    rows = list(csv.DictReader(io.StringIO(table.file.content.decode("utf-8-sig"))))
    assert list(rows[0]) == ["exercise", "name", "step", "choice", "fits", "people", "people in all"]
    assert {tuple(row.values()) for row in rows} >= {
        ("1", CASE, "challenges", COST, "yes", "3", "4"),
        ("1", CASE, "challenges", FRAUD, "no", "", "4"),
        ("1", CASE, "measures", FASTER, "yes", "3", "4"),
    }
    text = page.file.content.decode()
    assert f"Exercise: {CASE}" in text
    assert f"<tr><td>✓ {COST}</td><td>3</td></tr>" in text
    handout = reply(anna, "/handout")
    assert handout.file is not None
    assert f"Exercise: {CASE}" in handout.file.content.decode()
    assert "fewer than 3" not in handout.file.content.decode()
    assert f"✓ {CASE}" in reply(trainer, "/case").labels


def test_after_the_result_nobody_chooses_and_a_half_choice_does_not_count(
    trainer: User, room: Message, people: list[User]
) -> None:
    control = given(trainer)
    for person in people[:3]:
        press(person, "Send my choice", press(person, f"▫️ {COST}", task_of(person)))
    trainer.press("Show how the room chose", control)
    assert f"✅ {COST}: fewer than 3" in trainer.wait_for_reply(3)[0].plain
    assert "is over" in press(people[3], f"▫️ {COST}", task_of(people[3])).plain


def test_who_comes_late_gets_the_exercise_in_their_language_and_who_leaves_none(
    trainer: User, room: Message, people: list[User], bot_api: BotApiServer
) -> None:
    reply(people[0], "/leave")
    given(trainer)
    task_of(people[1])
    late = bot_api.user()
    reply(late, "/start lang_zh")
    join(late, room)
    assert "第1步，共2步" in last_of(late, "茶壶").plain
    assert all(CASE not in message.plain for message in people[0].messages)


def test_giving_it_twice_sends_it_once(trainer: User, room: Message, people: list[User], bot: BotThread) -> None:
    preview = press(trainer, CASE, reply(trainer, "/case"))
    again = press(trainer, CASE, reply(trainer, "/case"))
    press(trainer, "Give it to the room", preview)
    press(trainer, "Give it to the room", again)
    for person in people:
        task_of(person)
        assert len([message for message in person.messages if CASE in message.plain]) == 1
    number = row_of(bot, room)["id"]
    assert len(bot.rows(f"SELECT 1 FROM room_cases WHERE workshop = {number}")) == 1  # noqa: S608 - a number


def test_buttons_of_an_exercise_are_for_those_who_have_it(
    trainer: User, room: Message, people: list[User], bot_api: BotApiServer, bot: BotThread
) -> None:
    control = given(trainer)
    task = task_of(people[0])
    stranger = new_trainer(bot_api)
    close = control.buttons[0][0].callback_data or ""
    tick = task.buttons[0][0].callback_data or ""
    for data in (close, tick, tick.rpartition(":")[0] + ":what_is_trade"):
        press_forged(stranger, data)
        assert "older version" in stranger.wait_for_reply()[0].plain
    assert "1 of 2" in task_of(people[0]).plain


def test_an_exercise_ends_with_its_room(trainer: User, room: Message, people: list[User]) -> None:
    given(trainer)
    task = task_of(people[0])
    trainer.press("Yes, end it", reply(trainer, "/end"))
    last_of(people[0], "has ended")
    assert "is over" in press(people[0], f"▫️ {COST}", task).plain
