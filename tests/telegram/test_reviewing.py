"""Curators see what the bot did not serve well, sort it, and answer what was left for them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.assembly import Parts
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import ADMIN
from tests.telegram.forged_buttons import put_button
from tests.telegram.running_bot import BotThread, settings_for

UNKNOWN = "hs code ceramic tiles"
LIKE_IT = "hs code of the ceramic tiles"
UNCLEAR = "train staff or hire"


@pytest.fixture
def admin(bot_api: BotApiServer, bot: BotThread) -> User:
    for table in ("conversations", "feedback", "left_questions", "review", "audit"):
        bot.write(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    return bot_api.user(id=ADMIN, first_name="Eva")


def reply(person: User, words: str) -> Message:
    person.say(words)
    return person.wait_for_reply()[0]


def press(person: User, label: str, message: Message | None = None) -> Message:
    person.press(label, message)
    return person.wait_for_edit()


def leave(person: User, words: str) -> None:
    press(person, "Leave my question for a curator", reply(person, words))
    press(person, "Yes, leave my question")


def test_like_questions_are_one_entry_with_counts_and_no_names(admin: User, bot_api: BotApiServer) -> None:
    anna, ben = bot_api.user(first_name="Anna"), bot_api.user(first_name="Ben")
    for person, words in ((anna, UNKNOWN), (ben, LIKE_IT), (ben, UNKNOWN + " +44 20 7946 0958")):
        reply(person, words)
    shown = reply(admin, "/review")
    assert "3×, 2 people, en" in shown.plain
    assert "refused 3×" in shown.plain
    assert "7946" not in shown.plain
    cluster = press(admin, "1", shown)
    assert "Asked 3× by 2 people (en)" in cluster.plain
    assert LIKE_IT in cluster.plain
    assert "▇phone▇" in cluster.plain
    for secret in ("7946", "Anna", "Ben", str(anna.id)):
        assert secret not in cluster.plain


def test_what_was_served_well_is_not_there(admin: User, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    reply(anna, "freight is too expensive")
    reply(anna, "thank you")
    assert "Nothing here." in reply(admin, "/review").plain


def test_why_a_question_is_there_is_told(admin: User, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    card = reply(anna, "freight is too expensive")
    press(anna, "Not helpful", card)
    assert "not helpful" in reply(admin, "/review").plain
    choice = reply(anna, UNCLEAR)
    anna.press(choice.labels[0], choice)
    anna.wait_for_reply()
    assert "asked back, chosen from my offers" in reply(admin, "/review").plain


def test_what_is_ignored_stays_ignored_in_any_dress(admin: User, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    reply(anna, UNKNOWN)
    cluster = press(admin, "1", reply(admin, "/review"))
    assert "Nothing here." in press(admin, "Ignore", cluster).plain
    reply(anna, f"{UNKNOWN.upper()}??")
    again = reply(admin, "/review")
    assert "Nothing here." in again.plain
    assert "Ignored (1)" in again.labels
    assert UNKNOWN.upper() in press(admin, "Ignored (1)", again).plain
    press(admin, "1")
    assert "Nothing here." in press(admin, "Back to new").plain
    assert UNKNOWN.upper() in reply(admin, "/review").plain


def test_what_is_done_comes_back_when_it_is_asked_again(admin: User, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    reply(anna, UNKNOWN)
    press(admin, "1", reply(admin, "/review"))
    assert "Nothing here." in press(admin, "Done").plain
    reply(anna, UNKNOWN)
    assert "2×" in reply(admin, "/review").plain


def test_who_left_a_question_gets_the_curators_words(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    leave(anna, UNKNOWN)
    said = len(anna.messages)
    cluster = press(admin, "1", reply(admin, "/review"))
    assert "1 person waits for an answer" in cluster.plain
    admin.press("Answer in my own words", cluster)
    (prompt,) = admin.wait_for_reply()
    admin.say("Ask a <broker> first." + " Really." * 300, reply_to=prompt.message_id)
    assert admin.wait_for_reply()[0].plain == "Told 1 person."
    bot_api.wait_until(lambda: len(anna.messages) > said)
    assert "Ask a <broker> first." in anna.messages[-1].plain
    assert anna.messages[-1].plain.count("Really.") == 300
    assert bot.rows("SELECT chat_id FROM left_questions") == [{"chat_id": None}]
    shown = reply(admin, "/review")
    assert "Done (1)" in shown.labels
    assert "answered a left question" in reply(admin, "/audit").plain


def test_nobody_else_gets_in_by_an_old_button_or_a_reply(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    leave(anna, UNKNOWN)
    assert "don't know this command" in reply(anna, "/review").plain
    (row,) = bot.rows("SELECT id FROM conversations")
    item = f"c{row['id']}"
    forged = put_button(anna, f"rs:en:i:{item}", f"words, please\n\n#answer_{item}")
    anna.press("old", forged)
    anna.wait_for_answer()
    anna.say("told by me", reply_to=forged.message_id)
    anna.wait_for_reply()
    assert bot.rows("SELECT * FROM review") == []
    assert bot.rows("SELECT words FROM left_questions") == [{"words": None}]


def test_a_question_that_is_gone_leads_nowhere(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    reply(bot_api.user(), UNKNOWN)
    shown = reply(admin, "/review")
    bot.write("DELETE FROM conversations")
    admin.press("1", shown)
    assert "older version" in (admin.wait_for_answer().text or "")


def test_the_queue_has_pages(admin: User, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    for words in ("mango", "qualia zebra", "tibia of frogs", "lychee wine", "9 o'clock", "blue jazz hum", "mud"):
        reply(anna, words)
    shown = reply(admin, "/review")
    assert "page 1 of 2" in shown.plain
    assert "page 2 of 2" in press(admin, "Next page »", shown).plain
    assert "page 1 of 2" in press(admin, "« Previous page").plain


def test_the_queue_speaks_chinese(admin: User, bot_api: BotApiServer) -> None:
    reply(bot_api.user(), UNKNOWN)
    press(admin, "中文", reply(admin, "/language"))
    try:
        shown = reply(admin, "/review")
        assert "没答" in shown.plain
        assert "忽略" in press(admin, "1", shown).labels
    finally:
        press(admin, "跟着我提问的语言", reply(admin, "/language"))


def test_topics_that_nobody_has_looked_at_for_a_year_are_named(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    settings = settings_for(fresh_api, tmp_path, admins=frozenset({ADMIN}))
    curator = fresh_api.user(id=ADMIN)
    with BotThread(small_parts, settings):
        assert "looked at" not in reply(curator, "/review").plain
    with BotThread(small_parts, settings, clock=lambda: datetime.now(UTC) + timedelta(days=800)):
        shown = reply(curator, "/review").plain
        assert f"Nobody has looked at {len(small_parts.knowledge.topics)} topics for a year: " in shown
        assert small_parts.knowledge.topics[0].title["en"] in shown
        assert "looked at" not in press(curator, "Later (0)").plain
