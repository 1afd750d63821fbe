"""Where nothing fits, a question can be left, and whoever left it is told the answer."""

from datetime import UTC, datetime
from pathlib import Path

from bot.assembly import Parts
from bot.records.opening import open_records
from tests.bot_api import BotApiServer, Message, Stall, User
from tests.telegram.conftest import ADMIN
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread, settings_for, settle

UNCLEAR = "train staff or hire"
UNKNOWN = "hs code ceramic tiles"
LEAVE = "Leave my question for a curator"


def offer_to_leave(person: User, words: str) -> Message:
    person.say(words)
    person.press(LEAVE, person.wait_for_reply()[0])
    return person.wait_for_edit()


def left(bot: BotThread) -> list[dict[str, object]]:
    return bot.rows("SELECT * FROM left_questions ORDER BY id")


def test_none_of_these_leads_to_the_themes_and_on(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    anna.say(UNCLEAR)
    (choice,) = anna.wait_for_reply()
    assert choice.labels[-1] == "None of these"
    anna.press("None of these", choice)
    themes = anna.wait_for_edit()
    assert themes.labels == ("Safety and trust (2)", "Goods across borders (3)", "Search for a word", LEAVE)
    assert "other words" not in themes.plain
    anna.press(themes.labels[0], themes)
    anna.press("« Back", anna.wait_for_edit())
    again = anna.wait_for_edit()
    assert again.labels == themes.labels
    anna.press(LEAVE, again)
    assert UNCLEAR in anna.wait_for_edit().plain
    assert left(bot) == []


def test_an_honest_no_offers_the_themes_and_to_leave_the_question(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    anna.say(UNKNOWN)
    (no,) = anna.wait_for_reply()
    assert no.labels == ("All topics by theme", LEAVE)
    anna.press("All topics by theme", no)
    assert anna.wait_for_edit().labels[-1] == LEAVE


def test_a_message_without_words_and_a_pleasantry_have_nothing_to_leave(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    for words in ("?!", "thank you very much"):
        anna.say(words)
        assert anna.wait_for_reply()[0].labels == ()


def test_a_question_is_left_once_and_only_after_it_was_said_what_is_kept(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    offer = offer_to_leave(anna, UNKNOWN)
    assert "the number of this chat" in offer.plain
    assert left(bot) == []
    anna.press("Yes, leave my question", offer)
    thanks = anna.wait_for_edit()
    assert "I will tell you here when it is answered" in thanks.plain
    press_forged(anna, f"qy:en:{left(bot)[-1]['conversation']}")
    anna.wait_for_edit()
    (row,) = left(bot)
    assert (row["question"], row["language"], row["chat_id"]) == (UNKNOWN, "en", anna.id)
    assert row["told_at"] is None


def test_who_thinks_better_of_it_leaves_nothing(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    known = len(left(bot))
    anna.press("« No, show me the themes", offer_to_leave(anna, "another " + UNKNOWN))
    assert anna.wait_for_edit().labels[-1] == LEAVE
    assert len(left(bot)) == known


def test_the_offer_is_made_in_chinese_too(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user(language_code="zh-hans")
    anna.say("陶瓷杯的海关编码是多少")
    anna.press("把问题留给维护者", anna.wait_for_reply()[0])
    anna.press("好，留下我的问题", anna.wait_for_edit())
    assert "您的问题已经交给维护者" in anna.wait_for_edit().plain


def test_who_left_a_question_is_told_the_answer_and_then_the_way_to_them_is_erased(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    anna = fresh_api.user()
    settings = settings_for(fresh_api, tmp_path)
    with BotThread(small_parts, settings) as bot:
        anna.press("Yes, leave my question", offer_to_leave(anna, UNKNOWN))
        anna.wait_for_edit()
        settle(anna)
        number = int(str(left(bot)[0]["id"]))
    records = open_records(tmp_path, lambda: datetime.now(UTC), bot=fresh_api.world.bot.id)
    assert records.left_questions.answer(number, words="Ask a broker <first>.", topic="logistics_cost")
    records.close()
    said = len(anna.messages)
    with BotThread(small_parts, settings) as bot:
        fresh_api.wait_until(lambda: len(anna.messages) > said)
        settle(anna)
        told = anna.messages[said]
        assert "Ask a broker <first>." in told.plain
        assert UNKNOWN in told.plain
        assert told.labels == ("Shipping costs too much",)
        (row,) = left(bot)
        assert (row["delivery"], row["chat_id"], row["reply_to"]) == ("sent", None, None)
    with BotThread(small_parts, settings):
        settle(anna)
    assert len([message for message in anna.messages if "has been answered" in message.plain]) == 1


def test_two_who_tell_answers_at_once_tell_nobody_twice(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    words = (UNKNOWN, UNKNOWN, "what visa does my driver need")
    people = [fresh_api.user() for _ in words]
    admin = fresh_api.user(id=ADMIN)
    settings = settings_for(fresh_api, tmp_path, admins=frozenset({ADMIN}))
    with BotThread(small_parts, settings):
        for person, asked in zip(people, words, strict=True):
            person.press("Yes, leave my question", offer_to_leave(person, asked))
            person.wait_for_edit()
            settle(person)
    records = open_records(tmp_path, lambda: datetime.now(UTC), bot=fresh_api.world.bot.id)
    for number in (1, 2):
        records.left_questions.answer(number, words="Ask a broker.")
    records.close()
    fresh_api.fail(Stall(seconds=4, acts_first=True), method="sendMessage", chat_id=people[0].id)
    with BotThread(small_parts, settings) as bot:
        fresh_api.wait_until(lambda: "Ask a broker." in people[0].messages[-1].plain)
        # Meanwhile a curator answers the third.
        admin.say("/review")
        admin.press("2", admin.wait_for_reply()[0])
        admin.press("Answer in my own words", admin.wait_for_edit())
        admin.say("Ask a lawyer.", reply_to=admin.wait_for_reply()[0].message_id)
        assert "Told" in admin.wait_for_reply()[0].plain
        bot.wait_for_row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM left_questions WHERE told_at IS NULL)")
    for person in people:
        assert sum("has been answered" in message.plain for message in person.messages) == 1


def test_who_blocked_the_bot_is_not_tried_again(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    anna, bob = fresh_api.user(), fresh_api.user(first_name="Bob")
    settings = settings_for(fresh_api, tmp_path)
    with BotThread(small_parts, settings):
        anna.press("Yes, leave my question", offer_to_leave(anna, UNKNOWN))
        anna.wait_for_edit()
    records = open_records(tmp_path, lambda: datetime.now(UTC), bot=fresh_api.world.bot.id)
    records.left_questions.answer(1, words="Ask a broker.")
    records.close()
    anna.block_bot()
    with BotThread(small_parts, settings) as bot:
        settle(bob)
        fresh_api.wait_until(lambda: bool(bot.rows("SELECT 1 FROM left_questions WHERE delivery = 'blocked'")))
    with BotThread(small_parts, settings):
        settle(bob)
    assert [refusal.call.chat_id for refusal in fresh_api.refused] == [anna.id]
