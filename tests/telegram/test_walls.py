"""The wall: questions come onto it by a trainer's hand, the room votes for them, and the projector shows them."""

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
from bot.shells.telegram import queue_keeping, room_keeping, wall_pages
from tests.bot_api import BotApiServer, Message, User
from tests.bot_api.waiting import wait_for
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotProcess, BotThread, settings_for, settle
from tests.telegram.workshop_room import code_of, edited_until, get, join, press, reply, row_of

FREIGHT, CHEATED = "freight is too expensive", "we were cheated online"
QUEUE = "questions waiting for you"
TRAINER = 5


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"


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
def trainer(bot_api: BotApiServer) -> User:
    someone = bot_api.user()
    reply(bot_api.user(id=ADMIN, first_name="Eva"), f"/trainer {someone.id}")
    return someone


@pytest.fixture
def room(trainer: User) -> Message:
    return reply(trainer, "/workshop Export for beginners")


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def people_in(bot_api: BotApiServer, room: Message, count: int) -> list[User]:
    came = [bot_api.user() for _ in range(count)]
    for person in came:
        join(person, room)
    return came


def link_in(message: Message) -> str:
    (link,) = re.findall(r"http://\S+/wall/\S+", message.plain)
    return str(link)


def is_moderated(bot: BotThread, room: Message, moderation: str) -> None:
    bot.write("UPDATE workshops SET moderation = ? WHERE code = ?", moderation, code_of(room))


def put_on_wall(bot: BotThread, room: Message) -> None:
    """All that was asked in the room, as if a trainer had approved it."""
    bot.write("UPDATE workshop_questions SET standing = 'shown' WHERE workshop = ?", str(row_of(bot, room)["id"]))


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


def queue_with(trainer: User, words: str) -> Message:
    """The message of what waits, once it is the only one and has these *words*."""

    def find() -> Message | None:
        there = [message for message in trainer.messages if QUEUE in message.plain]
        return there[0] if len(there) == 1 and words in there[0].plain else None

    return wait_for(trainer.world, f"a queue with {words}", find, 10)


def decided(trainer: User, label: str, queue: Message, words: str) -> Message:
    """The queue after a press, once it has these *words*; it also changes by itself."""
    trainer.press(label, queue)
    return edited_until(trainer, words)


# Moderation


def test_a_question_reaches_the_wall_by_the_trainers_hand(trainer: User, room: Message, bot_api: BotApiServer) -> None:
    reply(trainer, "/wall")
    anna, ben = people_in(bot_api, room, 2)
    reply(anna, FREIGHT)
    (queue,) = trainer.wait_for_reply(2)[1:]
    assert QUEUE in queue.plain
    assert f"1. {FREIGHT}" in queue.plain
    reply(ben, CHEATED)
    reply(ben, "call me at +44 20 7946 0958 about customs delays")
    listed = edited_until(trainer, "3.")
    assert listed.message_id == queue.message_id
    assert "7946" not in listed.plain
    assert "▇phone▇" in listed.plain
    shown = decided(trainer, "✓ 2", listed, "Waiting: 2 · on the wall: 1 · hidden: 0")
    assert CHEATED not in shown.plain
    decided(trainer, "✕ 1", shown, "Waiting: 1 · on the wall: 1 · hidden: 1")
    seen = reply(anna, "/questions").plain
    assert CHEATED in seen
    assert FREIGHT not in seen
    assert "yours" not in seen
    assert "(yours)" in reply(ben, "/questions").plain


def test_all_listed_questions_are_shown_at_once_and_none_that_came_meanwhile(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    for question in (FREIGHT, CHEATED):
        reply(anna, question)
    reply(trainer, "/wall")
    queue = queue_with(trainer, CHEATED)
    reply(anna, "how do we get goods there faster")
    them = next(button for row in queue.buttons for button in row if button.text == "✓ Show all of these")
    decided(trainer, str(them.callback_data), queue, "on the wall: 2")
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown", "shown", "waiting"]


def standings(bot: BotThread, room: Message) -> str:
    number = row_of(bot, room)["id"]
    return f"SELECT standing FROM workshop_questions WHERE workshop = {number} ORDER BY conversation"  # noqa: S608 - a number


def test_what_was_shown_or_hidden_can_be_looked_through_and_changed(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    reply(anna, FREIGHT)
    reply(trainer, "/wall")
    queue = queue_with(trainer, FREIGHT)
    queue = decided(trainer, "✓ 1", queue, "Nothing is waiting")
    on_wall = get(trainer, "On the wall", queue)
    assert FREIGHT in on_wall.plain
    assert "Nothing is on the wall yet" in press(trainer, "✕ 1", on_wall).plain
    hidden = press(trainer, "Hidden", on_wall)
    assert FREIGHT in hidden.plain
    assert "hidden: 0" in press(trainer, "✓ 1", hidden).plain
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown"]


def test_a_queue_that_was_empty_comes_anew_and_the_old_message_goes(
    trainer: User, room: Message, bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_keeping, "CALLS_AGAIN_AFTER_S", 0)
    (anna,) = people_in(bot_api, room, 1)
    queue = get(trainer, "Approve questions", reply(trainer, "/wall"))
    settle(anna)
    # The keeper must have seen it empty; that it did is seen from what it does next.
    reply(anna, FREIGHT)
    assert queue_with(trainer, FREIGHT).message_id >= queue.message_id


def test_without_moderation_questions_are_on_the_wall_at_once_for_who_was_told_so(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (early,) = people_in(bot_api, room, 1)
    assert "the trainer reads each question first" in early.messages[-1].plain
    changed = press(trainer, "You approve first: yes", reply(trainer, "/wall"))
    assert "Questions are on the wall at once" in changed.plain
    (late,) = people_in(bot_api, room, 1)
    assert "show each question at once" in late.messages[-1].plain
    reply(late, CHEATED)
    early.say(FREIGHT)
    _, notice = early.wait_for_reply(2)
    assert "something is different from now on" in notice.plain
    assert "show each question at once" in notice.plain
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown", "waiting"]
    settle(early)
    early.say("how do we get goods there faster")
    early.wait_for_reply()
    settle(early)
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown", "waiting", "shown"]


def test_a_changed_question_waits_again(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    (anna,) = people_in(bot_api, room, 1)
    asked = anna.say(FREIGHT)
    anna.wait_for_reply()
    put_on_wall(bot, room)
    anna.edit(asked.message_id, CHEATED)
    anna.wait_for_edit()
    settle(anna)
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["waiting"]
    assert "No question is on the wall yet" in reply(anna, "/questions").plain


def test_the_hand_out_of_all_lacks_what_was_hidden_and_personal_data(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    reply(anna, FREIGHT)
    reply(anna, f"{CHEATED}, write to eva@example.org")
    bot.write("UPDATE workshop_questions SET standing = 'hidden' WHERE conversation IN "
              "(SELECT id FROM conversations WHERE question LIKE ?)", f"{FREIGHT}%")  # fmt: skip
    handed = reply(anna, "/handout")
    assert handed.file is not None
    text = handed.file.content.decode()
    assert FREIGHT not in text
    assert "cheated" in text
    assert "example.org" not in text
    trainer.say("/report")
    report = trainer.wait_for_reply(2)[0]
    assert report.file is not None
    assert FREIGHT in report.file.content.decode()


def test_a_trainer_of_another_room_decides_nothing_here(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    (anna,) = people_in(bot_api, room, 1)
    reply(anna, FREIGHT)
    other = bot_api.user()
    reply(bot_api.user(id=ADMIN, first_name="Eva"), f"/trainer {other.id}")
    own = reply(other, "/workshop Another")
    number, theirs = row_of(bot, room)["id"], row_of(bot, own)["id"]
    question = bot.rows("SELECT max(conversation) AS number FROM workshop_questions")[0]["number"]
    for data in (f"wd:en:{number}:waiting:1:{question}:shown", f"wd:en:{theirs}:waiting:1:{question}:shown",
                 f"wz:en:{number}:1:{question}", f"wp:en:{number}:waiting:1", f"wa:en:wall_file:{number}"):  # fmt: skip
        put_button(bot_api, other, data)
        other.press("old")
        other.wait_for_answer()
    settle(other)
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["waiting"]
    assert not [message for message in other.messages if FREIGHT in message.plain or message.file]


def put_button(bot_api: BotApiServer, person: User, data: str) -> None:
    """A button that somebody made up."""
    with bot_api.world.lock:
        bot_api.world.post(
            bot_api.world.chats[person.id],
            sender_id=bot_api.world.bot.id,
            text="old",
            plain="old",
            inline_keyboard={"inline_keyboard": [[{"text": "old", "callback_data": data}]]},
        )


# Votes


def test_a_vote_counts_once_and_can_be_taken_back(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    asker, *voters = people_in(bot_api, room, 4)
    for question in (FREIGHT, CHEATED):
        reply(asker, question)
    put_on_wall(bot, room)
    for voter in voters:
        shown = reply(voter, "/questions")
        assert "▲ 2" in shown.labels
        assert "2. freight is too expensive · ✓ your vote" in press(voter, "▲ 2", shown).plain.replace(" · ▲ 3", "")
    assert f"{FREIGHT} (yours) · ▲ 3" in reply(asker, "/questions").plain
    best = press(asker, "Most votes first", asker.messages[-1])
    assert best.plain.index(FREIGHT) < best.plain.index(CHEATED)
    # Pressed again by whoever still has the old buttons, it counts no second time.
    put_button(bot_api, voters[0], f"wv:en:newest:1:{question_of(bot, room)}:give")
    press(voters[0], "old", voters[0].messages[-1])
    assert votes(bot, room) == 3
    assert "✓ your vote" not in press(voters[0], "✓ 2", voters[0].messages[-1]).plain
    assert votes(bot, room) == 2
    assert "▲ 2" not in reply(asker, "/questions").plain


def question_of(bot: BotThread, room: Message) -> int:
    """The first that was asked in the room."""
    number = row_of(bot, room)["id"]
    first = f"SELECT min(conversation) AS number FROM workshop_questions WHERE workshop = {number}"  # noqa: S608 - a number
    return int(bot.rows(first)[0]["number"])


def votes(bot: BotThread, room: Message) -> int:
    cast = f"SELECT count(*) AS votes FROM wall_votes WHERE conversation = {question_of(bot, room)}"  # noqa: S608 - a number
    return int(bot.rows(cast)[0]["votes"])


def test_who_is_not_in_the_room_has_no_vote_and_nobody_votes_for_what_is_hidden(
    room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    asker, inside = people_in(bot_api, room, 2)
    reply(asker, FREIGHT)
    put_on_wall(bot, room)
    question, stranger = question_of(bot, room), bot_api.user()
    assert "You are in no workshop" in reply(stranger, "/questions").plain
    put_button(bot_api, stranger, f"wv:en:newest:1:{question}:give")
    assert "You are in no workshop" in press(stranger, "old", stranger.messages[-1]).plain
    bot.write("UPDATE workshop_questions SET standing = 'hidden' WHERE conversation = ?", str(question))
    put_button(bot_api, inside, f"wv:en:newest:1:{question}:give")
    assert "No question is on the wall yet" in press(inside, "old", inside.messages[-1]).plain
    assert votes(bot, room) == 0


def test_many_questions_are_paged(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    (anna,) = people_in(bot_api, room, 1)
    for number in range(7):
        reply(anna, f"how do I pay less for freight to port {number}")
    put_on_wall(bot, room)
    first = reply(anna, "/questions")
    assert "page 1 of 2" in first.plain
    assert "1. how do I pay less for freight to port 6" in first.plain
    second = press(anna, "Next page »", first)
    assert "7. how do I pay less for freight to port 0" in second.plain
    assert "page 2 of 2" in press(anna, "▲ 7", second).plain


def test_votes_are_forgotten_with_who_cast_them(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    asker, voter = people_in(bot_api, room, 2)
    reply(asker, FREIGHT)
    put_on_wall(bot, room)
    press(voter, "▲ 1", reply(voter, "/questions"))
    assert votes(bot, room) == 1
    asked = reply(voter, "/forget")
    assert "voted for" in asked.plain
    press(voter, "Yes, delete it all", asked)
    settle(voter)
    assert votes(bot, room) == 0


# The page


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
    assert "fewer than 3" in page.text
    assert "no-store" in page.headers["cache-control"]
    assert "noindex" in page.headers["x-robots-tag"]
    assert re.search(r"default-src 'none';.* connect-src 'self'", page.headers["content-security-policy"])
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)[^\s\"<]*", page.text.replace(link, ""))
    with web.stream("GET", f"{link}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = stream.iter_lines()
        assert "fewer than 3" in until(events, "event: now")
        (anna, *_) = people_in(bot_api, room, 3)
        assert "<b>3</b>people" in until(events, "<b>3</b>people")
        reply(anna, "<script>alert(1)</script> freight is too expensive")
        until(events, "<b>1</b>questions")
        trainer.press("✓ 1", queue_with(trainer, "alert"))
        shown = until(events, "alert")
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
    assert "@media print" in text
    assert not re.findall(r"(?:src|href)=", text)


def test_the_page_is_in_the_language_of_the_room(trainer: User, room: Message, web: httpx.Client) -> None:
    press(trainer, "Language: English", room)
    text = web.get(link_in(reply(trainer, "/wall"))).text
    assert '<html lang="zh-Hans">' in text
    for words in ("最新问题", "少于3人", "手机扫码加入", "培训师已隐藏：0"):
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
    assert bot.ended.done()


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
