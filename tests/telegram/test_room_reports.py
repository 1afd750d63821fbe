"""What a room leaves in people's hands: QR code, join sheet, boards, report and hand-out."""

import csv
import io
from html.parser import HTMLParser
from io import BytesIO

import pytest
from PIL import Image

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.running_bot import BotThread
from tests.telegram.workshop_room import code_of, edited_until, end, get, people_in, press, put_on_wall, reply

pytestmark = pytest.mark.usefixtures("bot")

COST, FRAUD = "Shipping costs too much", "Being cheated in online trade"
HARMFUL = "=HYPERLINK(1) <script>alert(1)</script>"


def asks(bot_api: BotApiServer, room: Message, *questions: str, people: int = 1) -> list[User]:
    """So many new people who joined the room and asked all of these."""
    came = people_in(bot_api, room, people)
    for person in came:
        for question in questions:
            reply(person, question)
    return came


class Page(HTMLParser):
    """Which tags stay open, and what the page would fetch."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [str(value) for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "path", "br", "wbr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


def content(message: Message) -> bytes:
    assert message.file is not None
    return message.file.content


def test_the_qr_code_is_large_with_a_white_margin(trainer: User, room: Message) -> None:
    sent = get(trainer, "QR code", room)
    assert f"/join {code_of(room)}" in sent.plain
    picture = Image.open(BytesIO(content(sent))).convert("L")
    assert picture.width == picture.height >= 1200
    margin = picture.width // 20
    assert picture.crop((0, 0, picture.width, margin)).getextrema() == (255, 255)
    assert picture.crop((0, 0, margin, picture.height)).getextrema() == (255, 255)
    assert picture.getextrema() == (0, 255)


def test_the_join_sheet_is_a_page_that_needs_nothing_else(trainer: User, room: Message) -> None:
    sent = get(trainer, "Join sheet", room)
    page = Page(content(sent))
    assert (page.open, page.links) == ([], [])
    text = content(sent).decode()
    assert f'<p class="code">{code_of(room)}</p>' in text
    assert f"?start=w_{code_of(room)}" in text
    assert "<svg" in text


def test_the_live_board_keeps_itself_up_to_date(trainer: User, room: Message, bot_api: BotApiServer) -> None:
    board = get(trainer, "Live board", room)
    assert "Questions: 0" in board.plain
    asks(bot_api, room, "freight is too expensive", people=3)
    board = edited_until(trainer, "Questions: 3 · answered: 3")
    assert "People: 3" in board.plain
    assert f"██████████ {COST} (3)" in board.plain


def test_fewer_than_three_people_are_never_counted_on_a_board(
    trainer: User, room: Message, bot_api: BotApiServer
) -> None:
    asks(bot_api, room, "freight is too expensive", "freight costs a lot", people=2)
    board = get(trainer, "Live board", room)
    assert "People: fewer than 3" in board.plain
    assert f"{COST} (fewer than 3)" in board.plain
    assert "Questions: 4" in board.plain


def test_a_board_says_that_the_room_ended_and_stays_so(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    board = get(trainer, "Live board", room)
    end(trainer, room)
    ended = edited_until(trainer, "(ended)")
    assert ended.message_id == board.message_id
    assert "keeps itself up to date" not in ended.plain
    kept = f"SELECT 1 FROM workshop_trainers WHERE chat_id = {trainer.id} AND board_id IS NULL"  # noqa: S608 - a number
    bot.wait_for_row(kept)


def test_the_board_is_a_picture_for_the_projector(trainer: User, room: Message, bot_api: BotApiServer) -> None:
    asks(bot_api, room, "freight is too expensive", people=3)
    sent = reply(trainer, "/board")
    assert Image.open(BytesIO(content(sent))).size == (1920, 1080)
    assert f"Most asked about: {COST}" in sent.plain


def test_who_leads_two_rooms_says_which(trainer: User, room: Message, bot_api: BotApiServer) -> None:
    reply(trainer, "/workshop Another")
    which = reply(trainer, "/board")
    assert len(which.labels) == 2
    assert "Export for beginners" in get(trainer, f"Export for beginners · {code_of(room)}", which).plain


def test_the_report_has_questions_by_topic_with_answers_and_nobody(
    trainer: User, room: Message, bot_api: BotApiServer
) -> None:
    asks(bot_api, room, "freight is too expensive", "we were cheated online", people=3)
    asks(bot_api, room, "what is the HS code for ceramic mugs", HARMFUL)
    trainer.say("/report")
    page, table = trainer.wait_for_reply(2)
    text = content(page).decode()
    assert (Page(content(page)).open, Page(content(page)).links) == ([], [])
    for words in (
        COST,
        FRAUD,
        "“<bdi>freight is too expensive</bdi>”",
        "section 6.1",
        "ceramic mugs",
        "Not answered",
        "@media print",
    ):
        assert words in text
    assert "<script>" not in text
    rows = list(csv.DictReader(io.StringIO(content(table).decode("utf-8-sig"))))
    assert len(rows) == 8
    assert {(row["topic"], row["question"], row["answered"]) for row in rows} >= {
        ("logistics_cost", "freight is too expensive", "yes"),
        ("", "what is the HS code for ceramic mugs", "no"),
    }
    assert [row for row in rows if row["question"].startswith("=")] == []
    assert list(rows[0]) == ["topic", "title", "question", "language", "answered"]


def test_the_hand_out_has_no_counts_and_what_somebody_saved(
    trainer: User, room: Message, bot_api: BotApiServer
) -> None:
    (anna,) = asks(bot_api, room, "freight is too expensive")
    card = reply(anna, "/topic_online_fraud")
    press(anna, "Save", card)
    sent = reply(anna, "/handout")
    text = content(sent).decode()
    assert COST in text
    assert text.index("Topics you saved") < text.rindex(FRAUD)
    assert "In numbers" not in text
    # Also after leaving, and after the end.
    reply(anna, "/leave")
    end(trainer, room)
    assert COST in content(reply(anna, "/handout")).decode()


def test_who_was_in_no_room_gets_no_hand_out(bot_api: BotApiServer) -> None:
    assert "You are in no workshop" in reply(bot_api.user(), "/handout").plain


def test_files_are_in_the_language_of_the_room(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    chinese = press(trainer, "Language: English", room)
    (anna,) = asks(bot_api, room, "运费太贵怎么办", "运费太贵 请打13812345678")
    trainer.press("Report", chinese)
    page, table = trainer.wait_for_reply(2)
    for words in ("运费太贵怎么办", "论文的建议", "少于3人", "问题", "运费太贵 请打▇电话▇"):
        assert words in content(page).decode()
    (row, _) = csv.DictReader(io.StringIO(content(table).decode("utf-8-sig")))
    assert (row["问题"], row["是否答上"]) == ("运费太贵 请打▇电话▇", "是")
    put_on_wall(bot, room)
    assert "请打▇phone▇" in reply(anna, "/questions").plain
    press(anna, "中文", reply(anna, "/language"))
    assert "请打▇电话▇" in reply(anna, "/questions").plain
    assert "加入<b>Export for beginners" in get(trainer, "QR code", chinese).text


def test_where_no_page_is_served_the_wall_comes_as_a_file(trainer: User, room: Message) -> None:
    trainer.say("/wall")
    sent, screen = trainer.wait_for_reply(2)
    page = Page(content(sent))
    assert (page.open, page.links) == ([], [])
    assert code_of(room) in content(sent).decode()
    assert "serves no pages here" in screen.plain
    assert "New link" not in screen.labels


def test_the_wall_of_an_ended_room_comes_as_a_file_with_its_last_state(trainer: User, room: Message) -> None:
    ended = end(trainer, room)
    assert "The workshop has ended" in content(get(trainer, "Wall", ended)).decode()
