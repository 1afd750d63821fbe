"""Workshops: a trainer opens a room, sets it up, leads it alone or with others, and ends it."""

import re
import threading
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.records.moderators import Moderators
from tests.bot_api import PATIENCE_S, BotApiServer, Message, Refusal, Stall, User
from tests.telegram.conftest import new_trainer
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread, settings_for, settle
from tests.telegram.workshop_room import code_of, end, join, last_of, press, reply, row_of

pytestmark = pytest.mark.usefixtures("bot")


def test_a_room_is_opened_with_a_code_that_can_be_read_from_afar(room: Message) -> None:
    assert room.plain.startswith("Export for beginners")
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{6}", code_of(room))
    assert f"?start=w_{code_of(room)}" in room.plain
    assert "People in the room: fewer than 3" in room.plain


def test_a_button_opens_a_room_that_is_named_later(trainer: User) -> None:
    opened = press(trainer, "New workshop", reply(trainer, "/workshop"))
    assert opened.plain.startswith("Workshop of ")
    trainer.press("Name", opened)
    (prompt,) = trainer.wait_for_reply()
    trainer.say("  Customs\nand   freight ", reply_to=prompt.message_id)
    named = trainer.wait_for_reply()[0]
    assert named.plain.startswith("Customs and freight\n")
    assert code_of(named) == code_of(opened)
    assert f"Customs and freight · {code_of(named)}" in reply(trainer, "/workshop").labels


@pytest.mark.parametrize(
    ("words", "shown"),
    [("2031-03-14", "14 March 2031"), ("14.3.2031", "14 March 2031"), ("2031年3月14日", "14 March 2031")],
)
def test_a_day_is_understood_as_people_write_it(words: str, shown: str, trainer: User, room: Message) -> None:
    trainer.press("Day", room)
    (prompt,) = trainer.wait_for_reply()
    trainer.say(words, reply_to=prompt.message_id)
    assert f"Day: {shown}" in trainer.wait_for_reply()[0].plain


def test_what_is_no_day_changes_nothing(trainer: User, room: Message) -> None:
    trainer.press("Day", room)
    (prompt,) = trainer.wait_for_reply()
    trainer.say("31.2.2031", reply_to=prompt.message_id)
    assert "can't read a day" in trainer.wait_for_reply()[0].plain
    assert "Day: any" in press(trainer, "Language: English", room).plain


def test_language_seats_and_themes_are_changed_in_place(trainer: User, room: Message) -> None:
    changed = press(trainer, "Language: English", room)
    assert "Language: 中文" in changed.plain
    assert "Seats: 500" in press(trainer, "Seats: 250", changed).plain
    themes = press(trainer, "Themes", changed)
    first = themes.labels[0]
    ticked = press(trainer, first, themes)
    assert ticked.labels[0] == f"✓ {first}"
    assert f"Themes: {first}" in press(trainer, "« Back to the workshop", ticked).plain


def test_the_end_is_asked_about_and_told_to_all(room: Message, trainer: User, bot_api: BotApiServer) -> None:
    anna, ben = bot_api.user(), bot_api.user(language_code="zh-hans")
    join(anna, room)
    join(ben, room)
    ben.block_bot()
    sure = press(trainer, "End the workshop", room)
    assert "End the workshop “Export for beginners”?" in sure.plain
    ended = press(trainer, "Yes, end it", sure)
    assert "This workshop has ended" in ended.plain
    assert ended.labels[:3] == ("Board as a picture", "Wall", "Report")
    assert all(label.startswith(("Copy", "«")) for label in ended.labels[3:])
    assert "has ended. Thank you for taking part" in anna.wait_for_reply(2)[1].plain
    assert "has ended, so nobody can join" in join(bot_api.user(), room).plain
    assert "You are in no workshop" in reply(anna, "/join").plain


def test_who_cannot_be_told_of_the_end_holds_up_nobody(
    room: Message, trainer: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    anna, ben = bot_api.user(), bot_api.user()
    for person in (anna, ben):
        join(person, room)
    refusal = Refusal(code=400, description="Bad Request: not this one")
    bot_api.fail(refusal, method="sendMessage", chat_id=anna.id, times=None)
    end(trainer, room)
    last_of(ben, "has ended")
    there = f"FROM workshop_members WHERE workshop = {row_of(bot, room)['id']} AND chat_id IS NOT NULL"
    bot.wait_for_row(f"SELECT 1 WHERE NOT EXISTS (SELECT 1 {there})")


def test_a_queue_that_cannot_be_read_ends_nothing_else_that_is_done_for_rooms(
    room: Message, trainer: User, bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, has_failed = bot_api.user(), threading.Event()
    join(anna, room)

    def fail(_moderators: Moderators) -> None:
        has_failed.set()
        raise ValueError

    monkeypatch.setattr(Moderators, "queues", fail)
    assert has_failed.wait(PATIENCE_S)
    end(trainer, room)
    last_of(anna, "has ended")


def test_a_stop_in_the_middle_tells_nobody_of_the_end_twice(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    settings = settings_for(fresh_api, tmp_path, trainers=frozenset({55}))
    trainer, anna = fresh_api.user(id=55), fresh_api.user()
    with BotThread(small_parts, settings):
        room = reply(trainer, "/workshop Export")
        join(anna, room)
        fresh_api.fail(Stall(seconds=1, acts_first=True), method="sendMessage", chat_id=anna.id)
        end(trainer, room)
        last_of(anna, "has ended")
    with BotThread(small_parts, settings) as again:
        again.wait_for_row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM workshop_members WHERE chat_id IS NOT NULL)")
        settle(anna)
    assert sum("has ended" in message.plain for message in anna.messages) == 1


def test_a_room_in_a_language_that_is_gone_can_be_opened(room: Message, trainer: User, bot: BotThread) -> None:
    bot.write("UPDATE workshops SET language = 'xx' WHERE id = ?", str(row_of(bot, room)["id"]))
    opened = press(trainer, f"Export for beginners · {code_of(room)}", reply(trainer, "/workshop"))
    assert "Language: English" in opened.labels


def test_every_room_of_a_trainer_can_be_reached(trainer: User) -> None:
    for number in range(1, 14):
        reply(trainer, f"/workshop Room {number}")
    listed = reply(trainer, "/workshop")
    assert not any(label.startswith("Room 1 ") for label in listed.labels)
    older = press(trainer, "Next page »", listed)
    (first,) = (label for label in older.labels if label.startswith("Room 1 "))
    assert press(trainer, first, older).plain.startswith("Room 1\n")
    assert "« My workshops" in reply(trainer, "/report").labels


def test_a_command_ends_the_only_open_room_or_asks_which(room: Message, trainer: User) -> None:
    other = reply(trainer, "/workshop Another")
    which = reply(trainer, "/end")
    assert len(which.labels) == 2
    sure = press(trainer, f"Another · {code_of(other)}", which)
    assert "has ended" in press(trainer, "Yes, end it", sure).plain
    assert "End the workshop “Export for beginners”?" in reply(trainer, "/end").plain
    press(trainer, "Yes, end it", trainer.messages[-1])
    assert "You lead no workshop now" in reply(trainer, "/end").plain


def test_an_old_room_is_copied_with_the_same_code(room: Message, trainer: User, bot_api: BotApiServer) -> None:
    press(trainer, "Language: English", room)
    ended = end(trainer, room)
    again = press(trainer, "Copy with the same code", ended)
    assert code_of(again) == code_of(room)
    assert "Language: 中文" in again.plain
    assert "Welcome" in join(bot_api.user(), again).plain


def test_a_code_in_use_is_not_given_twice(room: Message, trainer: User) -> None:
    ended = end(trainer, room)
    first = press(trainer, "Copy with the same code", ended)
    shown = reply(trainer, "/workshop")
    old = press(trainer, "Export for beginners (ended)", shown)
    second = press(trainer, "Copy with the same code", old)
    assert code_of(first) == code_of(room) != code_of(second)


def test_a_co_trainer_leads_that_room_and_no_other(room: Message, trainer: User, bot_api: BotApiServer) -> None:
    page = press(trainer, "Co-trainers", room)
    (payload,) = re.findall(r"\?start=(wt_[\w-]+)", page.plain)
    helper = bot_api.user()
    assert "I don't know this command" in reply(helper, "/workshop").plain
    led = reply(helper, f"/start {payload}")
    assert led.plain.startswith("Export for beginners")
    assert "/workshop" in reply(helper, "/help").plain
    mine = reply(helper, "/workshop A room of my own")
    assert mine.labels == (f"Export for beginners · {code_of(room)}",)
    fresh = press(trainer, "New link", page)
    assert payload not in fresh.plain
    assert "I don't know" not in reply(helper, "/workshop").plain
    assert "Export" not in reply(bot_api.user(), f"/start {payload}").plain


def test_buttons_of_trainers_are_for_trainers_of_that_room(
    room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    number = row_of(bot, room)["id"]
    other = new_trainer(bot_api)
    stranger = bot_api.user()
    for person in (other, stranger):
        press_forged(person, f"wa:en:end_yes:{number}")
        person.wait_for_answer()
    assert row_of(bot, room)["ended_at"] is None
