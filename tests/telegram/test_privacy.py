"""People see what is stored about them, get it, and have it deleted."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.assembly import Parts
from bot.records.database import FILE_NAME
from bot.records.keyed_hash import keyed_hash
from bot.records.personal import PERSONAL_TABLES
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.running_bot import BotThread, settings_for, settle

CHEATED = "a supplier took our deposit and vanished"
YES, NO = "Yes, delete it all", "No, keep it"


def _asked(person: User) -> None:
    person.say(CHEATED)
    person.wait_for_reply()
    settle(person)


def _own_file(person: User) -> tuple[Message, dict[str, Any]]:
    person.say("/mydata")
    (message,) = person.wait_for_reply()
    assert message.document is not None
    return message, json.loads(message.document)


def _rows_about(bot: BotThread, person: User) -> int:
    name = keyed_hash(bot.settings.data).person(person.id)
    return [row["person"] for row in bot.rows("SELECT person FROM conversations")].count(name)


def test_privacy_says_what_is_stored_from_the_settings_in_force(bot: BotThread, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/privacy")
    text = anna.wait_for_reply()[0].plain
    assert "Your questions and my answers" in text
    assert text.count("Kept: ") == len(PERSONAL_TABLES)
    assert f"Kept: {bot.settings.retention_days} days" in text


@pytest.mark.usefixtures("bot")
def test_privacy_is_said_in_the_persons_language(bot_api: BotApiServer) -> None:
    anna = bot_api.user(language_code="zh-hans")
    anna.say("/privacy")
    assert "365天" in anna.wait_for_reply()[0].plain


@pytest.mark.usefixtures("bot")
def test_everybody_reads_their_own_number_and_no_group_does(bot_api: BotApiServer) -> None:
    anna = bot_api.user(id=7_654_321)
    group = bot_api.group(anna)
    anna.say("/privacy")
    assert "Your number at Telegram, which comes with each message, is 7654321." in anna.wait_for_reply()[0].plain
    anna.say("/privacy", group)
    bot_api.wait_until(lambda: any("What is stored about you" in message.plain for message in group.messages))
    assert not any("7654321" in message.plain for message in group.messages)


@pytest.mark.usefixtures("bot")
def test_a_person_gets_what_is_stored_as_a_file(bot_api: BotApiServer) -> None:
    anna, ben = bot_api.user(), bot_api.user()
    _asked(anna)
    ben.say("freight is too expensive")
    ben.wait_for_reply()
    message, own = _own_file(anna)
    assert message.file is not None
    assert message.file.name.endswith(".json")
    assert [row["question"] for row in own["stored"]["conversations"]] == [CHEATED]
    assert set(own["stored"]) == {table.name for table in PERSONAL_TABLES}
    assert str(anna.id) not in json.dumps(own)
    assert "/forget" in message.plain


def test_a_person_is_forgotten_after_one_confirmation_and_sees_the_counts(
    bot: BotThread, bot_api: BotApiServer
) -> None:
    anna, ben = bot_api.user(), bot_api.user()
    _asked(anna)
    _asked(ben)
    anna.say("/forget")
    (question,) = anna.wait_for_reply()
    assert "Your questions and my answers, with time, language and topic: 1" in question.plain
    assert question.labels == (YES, NO)
    assert _rows_about(bot, anna) == 1
    anna.press(YES, question)
    proof = anna.wait_for_edit()
    assert "Deleted." in proof.plain
    assert "with time, language and topic: 1" in proof.plain
    assert "nothing is left" in proof.plain
    assert proof.labels == ()
    assert (_rows_about(bot, anna), _rows_about(bot, ben)) == (0, 1)
    _, own = _own_file(anna)
    assert {name: len(rows) for name, rows in own["stored"].items() if rows} == {"erasures": 1}


def test_an_old_button_deletes_what_there_is_by_then(bot: BotThread, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    _asked(anna)
    questions = []
    for _ in range(2):
        anna.say("/forget")
        questions += anna.wait_for_reply()
    anna.press(YES, questions[1])
    anna.wait_for_edit()
    anna.press(YES, questions[0])
    assert "There was nothing to delete." in anna.wait_for_edit().plain
    assert _rows_about(bot, anna) == 0


def test_who_thinks_better_of_it_keeps_all(bot: BotThread, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    _asked(anna)
    anna.say("/forget")
    anna.wait_for_reply()
    anna.press(NO)
    assert anna.wait_for_edit().plain == "Nothing was deleted."
    assert _rows_about(bot, anna) == 1


@pytest.mark.usefixtures("bot")
def test_who_has_left_nothing_is_asked_nothing(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/forget")
    (answer,) = anna.wait_for_reply()
    assert answer.plain == "Nothing is stored about you that could be deleted."
    assert answer.labels == ()


@pytest.mark.parametrize("command", ["/mydata", "/forget", "/saved", "/news"])
def test_in_front_of_others_nothing_is_shown_and_nothing_deleted(
    bot: BotThread, bot_api: BotApiServer, command: str
) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    _asked(anna)
    anna.say(f"{command}@trade_test_bot", chat=group)
    (answer,) = anna.wait_for_reply()
    assert "private chat" in answer.plain
    assert answer.document is None
    assert answer.labels == ()
    assert _rows_about(bot, anna) == 1


def test_what_is_too_old_is_deleted_at_the_start(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    settings = settings_for(fresh_api, tmp_path, retention_days=10)
    anna = fresh_api.user()
    with BotThread(small_parts, settings) as bot:
        _asked(anna)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE conversations SET asked_at = '2020-01-01T00:00:00+00:00'")
    with BotThread(small_parts, settings) as bot:
        fresh_api.wait_until(lambda: bot.rows("SELECT count(*) AS n FROM conversations") == [{"n": 0}])
