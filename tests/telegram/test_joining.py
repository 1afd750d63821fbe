"""People in a room: they come by code or link, ask, move to another room, leave, and are forgotten."""

import pytest

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.running_bot import BotThread, settle
from tests.telegram.workshop_room import code_of, end, join, people_in, press, reply, row_of

pytestmark = pytest.mark.usefixtures("bot")


def asked_in(bot: BotThread, room: Message) -> list[str]:
    questions = "SELECT code, question FROM workshop_questions JOIN workshops ON workshops.id = workshop "
    rows = bot.rows(f"{questions} JOIN conversations ON conversations.id = conversation")
    return [row["question"] for row in rows if row["code"] == code_of(room)]


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
    end(trainer, room)
    assert "has ended, so nobody can join" in reply(bot_api.user(), code).plain


def test_people_join_by_link_in_their_language(room: Message, bot_api: BotApiServer) -> None:
    li = bot_api.user(language_code="zh-hans")
    assert "欢迎加入工作坊" in reply(li, f"/start w_{code_of(room)}").plain
    assert "您已离开工作坊" in reply(li, "/leave").plain
    assert "不在任何工作坊里" in reply(li, "/leave").plain


def test_themes_of_the_room_stand_under_the_welcome(trainer: User, room: Message, bot_api: BotApiServer) -> None:
    themes = press(trainer, "Themes", room)
    chosen = themes.labels[0]
    press(trainer, chosen, themes)
    assert chosen in join(bot_api.user(), room).labels


def test_what_people_ask_in_a_room_is_counted_without_their_name(
    room: Message, trainer: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    for person in people_in(bot_api, room, 3):
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
    end(trainer, room)
    stays.wait_for_reply(2)
    bot.wait_for_row(f"SELECT 1 WHERE NOT EXISTS ({kept})")


def test_in_a_group_nobody_joins_or_leads(room: Message, trainer: User, bot_api: BotApiServer) -> None:
    group = bot_api.group()
    trainer.join(group)
    for command in (f"/join@trade_test_bot {code_of(room)}", "/workshop"):
        trainer.say(command, chat=group)
        assert "private chat" in trainer.wait_for_reply()[0].plain


def test_who_is_forgotten_is_in_no_room(room: Message, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    join(anna, room)
    asked = reply(anna, "/forget")
    assert "workshop" in asked.plain
    press(anna, "Yes, delete it all", asked)
    assert "You are in no workshop" in reply(anna, "/join").plain
