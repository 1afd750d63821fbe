"""Curators see the figures of the bot in the chat: as a message that changes, as pictures and as a page."""

from io import BytesIO

import pytest
from PIL import Image

from bot.pictures.drawing import WIDTH
from bot.shells.telegram.callbacks import read_button_data
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import ADMIN
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread

UNKNOWN = "hs code ceramic tiles"
COST = "Shipping costs too much"


@pytest.fixture
def admin(bot_api: BotApiServer, bot: BotThread) -> User:
    for table in ("conversations", "feedback", "workshops"):
        bot.write(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    return bot_api.user(id=ADMIN, first_name="Eva")


def reply(person: User, words: str) -> Message:
    person.say(words)
    return person.wait_for_reply()[0]


def press(person: User, label: str, message: Message | None = None) -> Message:
    person.press(label, message)
    return person.wait_for_edit()


def test_the_figures_of_a_week_a_month_and_a_quarter_take_turns_in_one_message(
    admin: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    room = reply(admin, "/workshop Export <for> beginners")
    code = bot.rows("SELECT code FROM workshops")[0]["code"]
    for name in ("Anna", "Ben", "Chen"):
        person = bot_api.user(first_name=name)
        reply(person, f"/join {code}")
        press(person, "Helpful", reply(person, "freight is too expensive"))
        reply(person, f"{UNKNOWN} +44 20 7946 0958")
    reply(bot_api.user(), "运费太贵怎么办")
    shown = reply(admin, "/stats")
    assert "People: 4 · questions: 7" in shown.plain
    assert "Answered: 4 (57%) · asked back: 0 (0%) · refused: 3 (43%)" in shown.plain
    assert "Helpful: 100% of 3 answers" in shown.plain
    assert f"1. {COST} (4)" in shown.plain
    assert f"• {UNKNOWN} ▇phone▇ (3)" in shown.plain
    assert "English 3, Chinese fewer than 3" in shown.plain
    assert "Export <for> beginners: 3 people, 6 questions, 3 answered" in shown.plain
    assert shown.plain.count("█") > 9
    for secret in ("7946", "Anna", code):
        assert secret not in shown.plain
    assert shown.labels == ("Last 30 days", "Last 90 days", "Pictures", "Page to print")
    month = press(admin, "Last 30 days", shown)
    assert month.message_id == shown.message_id
    assert "Figures of the last 30 days" in month.plain
    assert "Questions by week" in month.plain
    assert "People: 4 · questions: 7" in press(admin, "Last 90 days", month).plain
    assert room.message_id < shown.message_id

    admin.press("Pictures", shown)
    pictures = admin.wait_for_reply(4)
    for picture in pictures:
        assert picture.file is not None
        assert Image.open(BytesIO(picture.file.content)).width == WIDTH
    told = [picture.plain for picture in pictures]
    assert told[0].startswith("Questions by day: 7 from")
    assert told[1:] == [
        f"Top topics by people: {COST} 4.",
        "Languages by people: English 3; Chinese fewer than 3.",
        "Workshops by people who asked: Export <for> beginners 3.",
    ]

    admin.press("Page to print", shown)
    (page,) = admin.wait_for_reply()
    assert page.file is not None
    html = page.file.content.decode()
    assert "Export &lt;for&gt; beginners" in html
    assert "▇phone▇" in html
    assert "7946" not in html
    assert html.count("data:image/png;base64,") == 4


def test_the_days_may_be_named_and_the_words_are_chinese_for_who_reads_chinese(
    admin: User, bot_api: BotApiServer
) -> None:
    press(admin, "中文", reply(admin, "/language"))
    try:
        shown = reply(admin, "/stats 90")
        assert "近 90 天的数据" in shown.plain
        assert "人数：少于3人 · 提问：0 个" in shown.plain
        assert shown.labels == ("近 7 天", "近 30 天", "看图", "打印版")
        admin.press("看图", shown)
        assert "每天的提问" in admin.wait_for_reply()[0].plain
    finally:
        press(admin, "跟着我提问的语言", reply(admin, "/language"))


def test_nonsense_after_the_command_gives_the_week(admin: User) -> None:
    for words in ("/stats all", "/stats -7 7000", "/stats '; DROP TABLE conversations"):
        assert "Figures of the last 7 days" in reply(admin, words).plain


@pytest.mark.parametrize("data", ["st:en:36500", "st:en:0", "si:en:-7", "sp:en:7 OR 1"])
def test_a_forged_button_gives_no_figures_of_other_days(data: str) -> None:
    assert read_button_data(data) is None


def test_nobody_else_gets_figures_by_the_command_or_by_a_button(admin: User, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    assert "don't know this command" in reply(anna, "/stats").plain
    press_forged(anna, "si:en:7")
    assert "older version" in (anna.wait_for_answer().text or "")
    assert not [message for message in anna.messages if message.file]
