"""News go to those who agreed, once, after a look; they can be stopped and outlast a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.shells.telegram.curators import broadcast_run
from tests.bot_api import BotApiServer, Message, Stall, User
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotThread, settings_for, settle

WORDS = "We have <b>new</b> topics."
FOOTER = "/news stops it"


@pytest.fixture
def admin(bot_api: BotApiServer, bot: BotThread) -> User:
    for table in ("news", "broadcast_readers", "broadcasts", "audit"):
        bot.write(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    return bot_api.user(id=ADMIN, first_name="Eva")


def reply(person: User, words: str) -> Message:
    person.say(words)
    return person.wait_for_reply()[0]


def press(person: User, label: str) -> Message:
    person.press(label)
    return person.wait_for_edit()


def agree(person: User) -> None:
    reply(person, "/news")
    press(person, person.messages[-1].labels[0])


def news_of(person: User) -> list[str]:
    return [message.plain for message in person.messages if message.from_bot and "topics." in message.plain]


@contextmanager
def news_sent_while_shut(
    writing: str, admin: User, reader: User, bot_api: BotApiServer, bot: BotThread
) -> Iterator[None]:
    """News have reached *reader*, the only one who agreed; until the end no *writing* to the records is possible."""
    agree(reader)
    admin.say("/broadcast We have new topics.")
    _, question = admin.wait_for_reply(2)
    bot.write(f"CREATE TRIGGER shut BEFORE {writing} BEGIN SELECT raise(ABORT, 'not now'); END")
    try:
        admin.press("Send", question)
        bot_api.wait_until(lambda: bool(news_of(reader)))
        yield
    finally:
        bot.write("DROP TRIGGER shut")


def test_news_are_agreed_to_and_stopped(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    assert "Shall I write to you" in reply(anna, "/news").plain
    assert bot.rows("SELECT * FROM news") == []
    assert "You get news from us" in press(anna, "Yes, send me news").plain
    assert bot.rows("SELECT chat_id, language FROM news") == [{"chat_id": anna.id, "language": "en"}]
    assert "Shall I write to you" in press(anna, "No more news").plain
    assert bot.rows("SELECT * FROM news") == []
    agree(anna)
    anna.press("Yes, delete it all", reply(anna, "/forget"))
    anna.wait_for_edit()
    assert bot.rows("SELECT * FROM news") == []
    assert bot.rows("SELECT * FROM audit") == []


def test_a_broadcast_is_seen_first_and_reaches_those_who_agreed(
    admin: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    readers = [bot_api.user() for _ in range(10)]
    other, blocker = bot_api.user(), bot_api.user()
    reply(other, "/help")
    for reader in (*readers, blocker):
        agree(reader)
    blocker.block_bot()
    admin.say("/broadcast We have new topics.")
    preview, question = admin.wait_for_reply(2)
    assert preview.plain.startswith("We have new topics.")
    assert FOOTER in preview.plain
    assert "It goes to 11 people" in question.plain
    assert not news_of(readers[0])
    admin.press("Send", question)
    admin.wait_for_edit()
    bot_api.wait_until(lambda: "Your message is out." in admin.messages[-1].plain)
    assert "10 of 11 have it; 1 have blocked me" in admin.messages[-1].plain
    assert [len(news_of(reader)) for reader in readers] == [1] * 10
    assert not news_of(other)
    assert bot.rows("SELECT state, chat_id FROM broadcasts") == [{"state": "done", "chat_id": None}]
    # An old button sends nothing again.
    admin.press("How far is it?", question)
    assert "Your message is out" in admin.wait_for_edit().plain
    assert [row["deed"] for row in bot.rows("SELECT deed FROM audit")] == ["broadcast_begun"]


def test_a_language_chooses_the_readers_and_markup_is_kept(admin: User, bot_api: BotApiServer) -> None:
    anna, wei = bot_api.user(), bot_api.user(language_code="zh-hans")
    agree(anna)
    agree(wei)
    admin.say("/broadcast zh\n有新 topics.<x>")
    preview, question = admin.wait_for_reply(2)
    assert "退订" in preview.plain
    assert "1 person who read zh" in question.plain
    admin.press("Send", question)
    bot_api.wait_until(lambda: bool([one for one in wei.messages if "有新 topics.<x>" in one.plain]))
    assert not news_of(anna)


def test_a_broadcast_goes_out_although_the_trail_cannot_be_written_yet(
    admin: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    anna = bot_api.user()
    with news_sent_while_shut("INSERT ON audit", admin, anna, bot_api, bot):
        assert bot.rows("SELECT * FROM audit") == []
    bot.wait_for_row("SELECT 1 FROM audit WHERE deed = 'broadcast_begun'")


def test_whose_copy_cannot_be_noted_yet_gets_no_second_one(
    admin: User, bot_api: BotApiServer, bot: BotThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_run, "REST_AFTER_FAILURE_S", 0.05)
    anna = bot_api.user()
    with news_sent_while_shut("UPDATE ON broadcast_readers", admin, anna, bot_api, bot):
        settle(anna)
        settle(admin)
    bot_api.wait_until(lambda: any("1 of 1 have it" in message.plain for message in admin.messages))
    assert len(news_of(anna)) == 1


def test_a_draft_can_be_thrown_away(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    agree(bot_api.user())
    admin.say("/broadcast New topics.")
    admin.wait_for_reply(2)
    assert "nobody got it" in press(admin, "Throw away").plain
    assert bot.rows("SELECT * FROM broadcasts") == []


def test_without_words_it_is_explained_and_nobody_is_no_audience(admin: User, bot_api: BotApiServer) -> None:
    assert "Write to all who agreed to news (0 people)" in reply(admin, "/broadcast").plain
    assert "too long" in reply(admin, "/broadcast " + "word " * 700).plain
    admin.say("/broadcast New topics.")
    _, question = admin.wait_for_reply(2)
    assert question.labels == ("Throw away",)


def test_it_is_stopped_and_gone_on_with_and_outlasts_a_restart(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    settings = settings_for(fresh_api, tmp_path, admins=frozenset({ADMIN}))
    admin = fresh_api.user(id=ADMIN)
    readers = [fresh_api.user() for _ in range(20)]
    with BotThread(small_parts, settings) as bot:
        for reader in readers:
            agree(reader)
        # The first batch hangs, whoever is in it, until the curator has stopped it.
        for reader in readers:
            fresh_api.fail(Stall(seconds=5), method="sendMessage", chat_id=reader.id)
        admin.say("/broadcast We have new topics.")
        _, question = admin.wait_for_reply(2)
        admin.press("Send", question)
        admin.wait_for_edit()
        admin.press("Stop", question)
        assert "Stopped" in admin.wait_for_edit().plain
        fresh_api.heal()
        bot.wait_for_row("SELECT 1 FROM broadcast_readers GROUP BY 1 HAVING sum(outcome = 'sent') = 8")
        admin.press("Go on", question)
        admin.wait_for_edit()
    with BotThread(small_parts, settings):
        fresh_api.wait_until(lambda: all(news_of(reader) for reader in readers))
        fresh_api.wait_until(lambda: "20 of 20 have it" in admin.messages[-1].plain)
    assert [len(news_of(reader)) for reader in readers] == [1] * 20
