"""Workshops: a trainer opens a room, people join it and ask, and nobody learns who asked what."""

import re

import pytest

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import new_trainer
from tests.telegram.running_bot import BotThread, settle
from tests.telegram.workshop_room import code_of, join, press, reply, row_of

pytestmark = pytest.mark.usefixtures("bot")


def asked_in(bot: BotThread, room: Message) -> list[str]:
    questions = "SELECT code, question FROM workshop_questions JOIN workshops ON workshops.id = workshop "
    rows = bot.rows(f"{questions} JOIN conversations ON conversations.id = conversation")
    return [row["question"] for row in rows if row["code"] == code_of(room)]


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


def test_people_join_by_code_and_read_what_the_room_sees(room: Message, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    welcome = reply(anna, f"/join {code_of(room).lower()[:3]} {code_of(room).lower()[3:]}")
    assert "Welcome to the workshop Export for beginners" in welcome.plain
    assert "Neither the trainer nor the screen ever shows who asked" in welcome.plain
    assert "You are in the workshop Export for beginners" in reply(anna, "/join").plain


def test_the_code_alone_is_enough_and_a_word_of_six_letters_is_a_question(
    room: Message, trainer: User, bot_api: BotApiServer
) -> None:
    anna = bot_api.user()
    assert "Welcome" not in reply(anna, "BUDGET").plain
    code = code_of(room)
    assert "Welcome to the workshop Export for beginners" in reply(anna, f"{code[:3].lower()} {code[3:].lower()}").plain
    group = bot_api.group()
    anna.join(group)
    anna.say(code, chat=group)
    assert "You are in the workshop" in reply(anna, code).plain
    assert [message for message in group.messages if message.from_bot and "workshop" in message.plain] == []
    press(trainer, "Yes, end it", press(trainer, "End the workshop", room))
    assert "has ended, so nobody can join" in reply(bot_api.user(), code).plain


def test_people_join_by_link_in_their_language(room: Message, bot_api: BotApiServer) -> None:
    li = bot_api.user(language_code="zh-hans")
    assert "欢迎加入工作坊" in reply(li, f"/start w_{code_of(room)}").plain
    assert "您已离开工作坊" in reply(li, "/leave").plain
    assert "不在任何工作坊里" in reply(li, "/leave").plain


def test_themes_of_the_room_stand_under_the_welcome(trainer: User, room: Message, bot_api: BotApiServer) -> None:
    themes = press(trainer, "Themes", room)
    chosen = next(label for label in themes.labels if label)
    press(trainer, chosen, themes)
    assert chosen in join(bot_api.user(), room).labels


def test_what_people_ask_in_a_room_is_counted_without_their_name(
    room: Message, trainer: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    people = [bot_api.user() for _ in range(3)]
    for person in people:
        join(person, room)
        assert "Shipping costs too much" in reply(person, "freight is too expensive").plain
    assert "People in the room: 3" in press(trainer, "Seats: 250", room).plain
    assert asked_in(bot, room) == ["freight is too expensive"] * 3


def test_a_changed_question_counts_once_and_pleasantries_never(
    room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    anna = bot_api.user()
    join(anna, room)
    reply(anna, "hello")
    asked = anna.say("freight is too expensive")
    anna.wait_for_reply()
    anna.edit(asked.message_id, "we were cheated online")
    anna.wait_for_edit()
    settle(anna)
    assert asked_in(bot, room) == ["we were cheated online"]


def test_a_person_is_in_one_room_at_a_time(room: Message, trainer: User, bot_api: BotApiServer) -> None:
    other = reply(trainer, "/workshop Another one")
    anna = bot_api.user()
    join(anna, room)
    welcome = join(anna, other)
    assert "You have left “Export for beginners” for it" in welcome.plain
    # The button of the first room does not take her out of the second.
    anna.press("Leave the workshop", anna.messages[-3])
    assert "Another one" in anna.wait_for_edit().plain
    assert "You are in the workshop Another one" in reply(anna, "/join").plain


def test_the_code_is_found_in_what_was_sent_and_a_long_message_is_a_question(
    room: Message, bot_api: BotApiServer
) -> None:
    code, anna = code_of(room), bot_api.user()
    assert "Welcome" not in reply(anna, f"We are in {code} and ask whether freight is always so expensive here?").plain
    assert "Welcome to the workshop Export for beginners" in reply(anna, f"code: {code}").plain
    for words in (
        f"/join code {code}",
        f"/join {code.lower()}.",
        f"/join {code[:3]} {code[3:]}!",
        f"房间码{code}",
        f"t.me/x?start=w_{code}",
    ):
        assert "You are in the workshop Export for beginners" in reply(anna, words).plain
    assert "with the code “WXZVAV”" in reply(anna, "/join code: wxzvav").plain


@pytest.mark.parametrize("words", ["ABCDEF", "nonsense", "O01I!!", "x" * 300, "<b>"])
def test_a_wrong_code_is_explained(words: str, bot_api: BotApiServer) -> None:
    assert "I know no workshop with the code" in reply(bot_api.user(), f"/join {words}").plain


def test_a_full_room_says_what_to_do(room: Message, trainer: User, bot_api: BotApiServer, bot: BotThread) -> None:
    bot.write("UPDATE workshops SET seats = 1 WHERE code = ?", code_of(room))
    first, second = bot_api.user(), bot_api.user()
    assert "Welcome" in join(first, room).plain
    assert "All seats" in join(second, room).plain
    assert "You are in the workshop" in join(first, room).plain
    press(trainer, "Seats: 250", room)
    assert "Welcome" in join(second, room).plain


@pytest.mark.parametrize(("day", "line"), [("2020-01-02", "so you are late"), ("2090-01-02", "you are in already")])
def test_who_comes_on_another_day_is_told(
    day: str, line: str, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    bot.write("UPDATE workshops SET day = ? WHERE code = ?", day, code_of(room))
    assert line in join(bot_api.user(), room).plain


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


def test_a_command_ends_the_only_open_room_or_asks_which(room: Message, trainer: User) -> None:
    other = reply(trainer, "/workshop Another")
    which = reply(trainer, "/end")
    assert len(which.labels) == 2
    sure = press(trainer, f"Another · {code_of(other)}", which)
    assert "has ended" in press(trainer, "Yes, end it", sure).plain
    assert "End the workshop “Export for beginners”?" in reply(trainer, "/end").plain
    press(trainer, "Yes, end it", trainer.messages[-1])
    assert "You lead no workshop now" in reply(trainer, "/end").plain


def test_the_number_of_the_chat_is_kept_no_longer_than_needed(
    room: Message, trainer: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    stays, goes = bot_api.user(), bot_api.user()
    join(stays, room)
    join(goes, room)
    reply(goes, "/leave")
    number = row_of(bot, room)["id"]
    kept = f"SELECT chat_id FROM workshop_members WHERE workshop = {number} AND chat_id IS NOT NULL"  # noqa: S608 - our own number
    assert bot.rows(kept) == [{"chat_id": stays.id}]
    press(trainer, "Yes, end it", press(trainer, "End the workshop", room))
    stays.wait_for_reply(2)
    bot.wait_for_row(f"SELECT 1 WHERE NOT EXISTS ({kept})")


def test_an_old_room_is_copied_with_the_same_code(room: Message, trainer: User, bot_api: BotApiServer) -> None:
    press(trainer, "Language: English", room)
    ended = press(trainer, "Yes, end it", press(trainer, "End the workshop", room))
    again = press(trainer, "Copy with the same code", ended)
    assert code_of(again) == code_of(room)
    assert "Language: 中文" in again.plain
    assert "Welcome" in join(bot_api.user(), again).plain


def test_a_code_in_use_is_not_given_twice(room: Message, trainer: User) -> None:
    ended = press(trainer, "Yes, end it", press(trainer, "End the workshop", room))
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
        with bot_api.world.lock:
            bot_api.world.post(
                bot_api.world.chats[person.id],
                sender_id=bot_api.world.bot.id,
                text="old",
                plain="old",
                inline_keyboard={"inline_keyboard": [[{"text": "old", "callback_data": f"wa:en:end_yes:{number}"}]]},
            )
        person.press("old")
        person.wait_for_answer()
    assert row_of(bot, room)["ended_at"] is None


def test_in_a_group_nobody_joins_or_leads(room: Message, trainer: User, bot_api: BotApiServer) -> None:
    group = bot_api.group()
    trainer.join(group)
    for command in (f"/join {code_of(room)}", "/workshop"):
        trainer.say(f"{command.replace(' ', '@trade_test_bot ', 1) if ' ' in command else command}", chat=group)
        assert "private chat" in trainer.wait_for_reply()[0].plain


def test_who_is_forgotten_is_in_no_room(room: Message, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    join(anna, room)
    asked = reply(anna, "/forget")
    assert "workshop" in asked.plain
    press(anna, "Yes, delete it all", asked)
    assert "You are in no workshop" in reply(anna, "/join").plain
