"""The page for the projector: it shows the room, changes by itself, and is for those who have its link."""

import re
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot.assembly import Parts
from bot.shells.telegram.workshops import room_keeping, wall_pages
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotProcess, BotThread, free_address, settings_for
from tests.telegram.workshop_room import code_of, get, people_in, press, put_on_wall, queue_with, reply

FREIGHT = "freight is too expensive"
TRAINER = 5


@pytest.fixture(scope="module")
def address() -> str:
    return free_address()


@pytest.fixture(scope="module", autouse=True)
def bot(
    bot_api: BotApiServer, small_parts: Parts, tmp_path_factory: pytest.TempPathFactory, address: str
) -> Iterator[BotThread]:
    """A bot that serves pages, and that looks after them without letting a test wait."""
    settings = settings_for(bot_api, tmp_path_factory.mktemp("data"), admins=frozenset({ADMIN}), listen=address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wall_pages, "LOOKS_EVERY_S", 0.05)
        patch.setattr(room_keeping, "QUEUES_EVERY_S", 0.1)
        with BotThread(small_parts, settings) as running:
            yield running


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def link_in(message: Message) -> str:
    (link,) = re.findall(r"http://\S+/wall/\S+", message.plain)
    return str(link)


def until(events: Iterator[str], words: str) -> str:
    """The event with these *words*, once it comes."""
    lines: list[str] = []
    for line in events:
        if line:
            lines.append(line)
        elif words in (whole := "\n".join(lines)):
            return whole
        else:
            lines = []
    raise AssertionError(f"never sent: {words}")


def test_the_page_shows_the_room_and_changes_by_itself(
    trainer: User, room: Message, bot_api: BotApiServer, web: httpx.Client
) -> None:
    opened = reply(trainer, "/wall")
    link = link_in(opened)
    page = web.get(link)
    assert page.status_code == 200
    assert "Export for beginners" in page.text
    assert code_of(room) in page.text
    assert page.text.count("<svg") == 1
    assert "Full screen (F)" in page.text
    assert "fewer than 3" in page.text
    assert "no-store" in page.headers["cache-control"]
    assert "noindex" in page.headers["x-robots-tag"]
    assert re.search(r"default-src 'none';.* connect-src 'self'", page.headers["content-security-policy"])
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)[^\s\"<]*", page.text.replace(link, ""))
    with web.stream("GET", f"{link}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = stream.iter_lines()
        assert "fewer than 3" in until(events, "event: now")
        assert "Ask about trade in your own words" in page.text
        (anna, *_) = people_in(bot_api, room, 3)
        assert "<b>3</b>people" in until(events, "<b>3</b>people")
        reply(anna, "<script>alert(1)</script> freight is too expensive")
        until(events, "<b>1</b>questions")
        trainer.press("✓ 1", queue_with(trainer, "alert"))
        shown = until(events, "alert")
        assert "Newest questions" in shown
        assert "your own words" not in shown
        assert "&lt;script&gt;" in shown
        assert "<script" not in shown


def test_whoever_has_no_valid_link_learns_nothing(
    trainer: User, room: Message, web: httpx.Client, address: str
) -> None:
    opened = reply(trainer, "/wall")
    old = link_in(opened)
    assert link_in(reply(trainer, "/wall")) == old
    fresh = link_in(press(trainer, "New link", opened))
    key = old.rpartition("/")[2]
    assert len(key) >= 24
    code = code_of(room)
    assert web.head(f"{fresh}/events").status_code == web.head(fresh).status_code == web.get(fresh).status_code == 200
    assert web.post(fresh).status_code == 405
    answers = [
        web.get(wrong)
        for wrong in (old, f"{old}/events", f"{fresh}x", fresh[:-1], f"http://{address}/wall/{code}/x",
                      f"http://{address}/wall/ABCDEF/{key}", f"http://{address}/wall/{code}/%00%ff", f"{fresh}/other")
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {404}
    pages = [answer.text for answer in answers if "<html" in answer.text]
    assert len(pages) > 4
    assert len(set(pages)) == 1
    assert all(words in pages[0] for words in ("no workshop", "打不开"))
    assert code not in pages[0]
    assert web.get(f"http://{address}/wall/{code}").status_code == 404


def test_a_new_link_and_the_end_close_the_page_that_is_open(trainer: User, room: Message, web: httpx.Client) -> None:
    opened = reply(trainer, "/wall")
    with web.stream("GET", f"{link_in(opened)}/events") as stream:
        events = stream.iter_lines()
        until(events, "event: now")
        renewed = press(trainer, "New link", opened)
        assert "The trainer has a new one" in until(events, "event: over")
        assert list(events) == []
    link = link_in(renewed)
    with web.stream("GET", f"{link}/events") as stream:
        events = stream.iter_lines()
        until(events, "event: now")
        press(
            trainer,
            "Yes, end it",
            press(trainer, "End the workshop", press(trainer, "« Back to the workshop", renewed)),
        )
        assert "The workshop has ended" in until(events, "event: over")
    assert web.get(link).status_code == 404


def test_the_page_also_comes_as_a_file_that_needs_nothing_else(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    reply(anna, FREIGHT)
    put_on_wall(bot, room)
    sent = get(trainer, "As a file", reply(trainer, "/wall"))
    assert sent.file is not None
    text = sent.file.content.decode()
    assert FREIGHT in text
    assert code_of(room) in text
    assert "<script" not in text
    assert "<button" not in text
    assert "@media print" in text
    assert not re.findall(r"(?:src|href)=", text)


def test_the_page_is_in_the_language_of_the_room(trainer: User, room: Message, web: httpx.Client) -> None:
    press(trainer, "Language: English", room)
    text = web.get(link_in(reply(trainer, "/wall"))).text
    assert '<html lang="zh-Hans">' in text
    for words in ("用自己的话问", "少于3人", "手机扫码加入"):
        assert words in text


def test_too_many_viewers_are_turned_away(
    trainer: User, room: Message, web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_in(reply(trainer, "/wall"))
    monkeypatch.setattr(wall_pages, "MOST_VIEWERS", 1)
    with web.stream("GET", f"{link}/events") as stream:
        events = stream.iter_lines()
        until(events, "event: now")
        assert web.get(f"{link}/events").status_code == 503
    assert web.get(link).status_code == 200


def test_a_quiet_wall_shows_that_it_is_connected(
    trainer: User, room: Message, web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_pages, "BEATS_EVERY_S", 0.05)
    link = link_in(reply(trainer, "/wall"))
    with web.stream("GET", f"{link}/events") as stream:
        until(stream.iter_lines(), "event: beat")


def test_who_reads_slowly_or_not_at_all_holds_up_nobody_nor_the_stop(
    bot_api: BotApiServer, small_parts: Parts, tmp_path: Path, web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = count()

    async def ever_new(*_: object) -> str:
        return f"{next(numbers)} " + "x" * 4_000_000

    with BotApiServer() as api, BotThread(small_parts, settings_for(api, tmp_path, **served_at())) as bot:
        link = link_in(opened_by(api.user(id=TRAINER)))
        monkeypatch.setattr(wall_pages, "wall_now", ever_new)
        url = urlsplit(link)
        with socket.create_connection((str(url.hostname), int(url.port or 0))) as never_reads:
            never_reads.sendall(f"GET {url.path}/events HTTP/1.1\r\nhost: x\r\n\r\n".encode())
            with web.stream("GET", f"{link}/events") as stream:
                events = stream.iter_lines()
                for number in (1, 2, 3):
                    until(events, f"data: {number}")
                assert "What I know" in reply(api.user(), "/topics").plain
                bot.stop()
    assert bot.ended.exception(timeout=0) is None


def test_a_page_that_is_open_does_not_keep_the_process_from_ending(tmp_path: Path, web: httpx.Client) -> None:
    with BotApiServer() as api:
        given = served_at()
        extra = {"TRADEBOT_LISTEN": str(given["listen"]), "TRADEBOT_TRAINERS": str(TRAINER)}
        with BotProcess(api, tmp_path, extra) as bot:
            link = link_in(opened_by(api.user(id=TRAINER)))
            with web.stream("GET", f"{link}/events") as stream:
                events = stream.iter_lines()
                until(events, "event: now")
                status, output = bot.terminate()
                assert list(events) == []
    assert status == 0
    assert link.rpartition("/")[2] not in output


def opened_by(trainer: User) -> Message:
    trainer.say("/workshop Export for beginners")
    trainer.wait_for_reply(timeout=30)
    return reply(trainer, "/wall")


def served_at() -> dict[str, Any]:
    return {"listen": free_address(), "trainers": frozenset({TRAINER})}
