"""What Telegram handed over is answered, whatever goes wrong on the way, and answered once."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.records.chats import Chats
from bot.records.keyed_hash import keyed_hash
from tests.bot_api import (
    BotApiServer,
    BrokenJson,
    HangUp,
    Nonsense,
    Refusal,
    ServerError,
    Stall,
    TooManyRequests,
    User,
)
from tests.bot_api.faults import Fault
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotProcess, BotThread, rows, settings_for, settle

CHEATED = "a supplier took our deposit and vanished"
WAITING = "SELECT raw FROM inbox WHERE state = 'waiting'"

Start = Callable[[], BotThread]


@pytest.fixture
def start(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> Start:
    """Starts the bot, each time on the same data."""
    settings = settings_for(fresh_api, tmp_path, admins=frozenset({ADMIN}))
    return lambda: BotThread(small_parts, settings)


def _answers(person: User) -> list[str]:
    return [message.plain for message in person.messages if message.from_bot]


def test_an_update_is_stored_before_telegram_may_forget_it(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    stored_at_confirmation: list[int] = []
    fresh_api.fail(Stall(seconds=60), method="sendMessage", times=None)
    with start() as bot:
        anna.say(CHEATED)

        def is_confirmed() -> bool:
            if fresh_api.pending_updates == 0:
                stored_at_confirmation.append(len(bot.rows(WAITING)))
            return bool(stored_at_confirmation)

        fresh_api.wait_until(is_confirmed)
        assert stored_at_confirmation == [1]
        assert CHEATED in bot.rows(WAITING)[0]["raw"]


def test_what_came_while_the_bot_was_away_is_answered_when_it_is_back(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    anna.say(CHEATED)
    with start():
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_the_same_update_again_is_answered_once(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        asked = anna.say(CHEATED)
        anna.wait_for_reply()
        assert asked.update_id is not None
        fresh_api.redeliver(asked.update_id)
        settle(anna)
    fresh_api.redeliver(asked.update_id)
    with start() as bot:
        settle(anna)
        assert len(_answers(anna)) == 3
        assert bot.rows("SELECT count(*) AS n FROM conversations") == [{"n": 1}]


def test_a_process_killed_before_it_could_answer_answers_after_its_restart(
    fresh_api: BotApiServer, tmp_path: Path
) -> None:
    anna = fresh_api.user()
    fresh_api.fail(Stall(seconds=60), method="sendMessage", times=None)
    with BotProcess(fresh_api, tmp_path) as bot:
        anna.say(CHEATED)
        fresh_api.wait_until(lambda: any(call.method == "sendMessage" for call in fresh_api.calls), timeout=30)
        fresh_api.wait_until(lambda: fresh_api.pending_updates == 0)
        bot.kill()
    assert len(rows(tmp_path, WAITING)) == 1
    assert rows(tmp_path, "SELECT delivery FROM conversations") == [{"delivery": "pending"}]
    fresh_api.heal()
    with BotProcess(fresh_api, tmp_path) as bot:
        assert anna.wait_for_reply(timeout=30)[0].plain.startswith("You asked about: Being cheated")
        settle(anna)
        status, output = bot.terminate()
    assert status == 0
    assert "1 updates from before are answered first" in output
    assert fresh_api.token not in output
    assert fresh_api.token.partition(":")[2] not in output
    assert CHEATED not in output
    assert len(_answers(anna)) == 2
    assert rows(tmp_path, "SELECT delivery FROM conversations") == [{"delivery": "sent"}]
    assert rows(tmp_path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_a_stop_leaves_what_it_cannot_finish_for_the_next_start(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    fresh_api.fail(TooManyRequests(retry_after=60), method="sendMessage", times=None)
    with start():
        anna.say(CHEATED)
        fresh_api.wait_until(lambda: bool(fresh_api.refused))
    fresh_api.heal()
    with start():
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(ServerError(code=502), id="502"),
        pytest.param(ServerError(code=500), id="500"),
        pytest.param(HangUp(), id="hang up"),
        pytest.param(BrokenJson(acts=False), id="broken JSON"),
        pytest.param(Nonsense(body=b"[]"), id="a list"),
        pytest.param(Nonsense(body=b"null"), id="null"),
        pytest.param(Nonsense(body=b'{"error": "log in first"}'), id="an object of somebody else"),
        pytest.param(Nonsense(body=b'{"ok": false, "error_code": 500}'), id="a refusal that is called a success"),
        pytest.param(Nonsense(body=b"[" * 100_000), id="nested JSON"),
        pytest.param(Nonsense(body=b"[]", code=500), id="500 with a list"),
        pytest.param(Nonsense(body=b'{"parameters": {"retry_after": "soon"}}', code=429), id="429 without a number"),
        pytest.param(Nonsense(body=b'{"parameters": [1]}', code=500), id="500 with other parameters"),
    ],
)
def test_a_passing_fault_of_telegram_delays_an_answer_and_no_more(
    fresh_api: BotApiServer, start: Start, fault: Fault
) -> None:
    anna = fresh_api.user()
    with start() as bot:
        fresh_api.fail(fault, method="sendMessage")
        fresh_api.fail(fault, method="getUpdates")
        anna.say(CHEATED)
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")
        settle(anna)
        assert bot.rows("SELECT state, attempts FROM inbox LIMIT 1") == [{"state": "done", "attempts": 0}]


def test_a_wait_that_telegram_asks_for_holds_up_that_chat_alone(fresh_api: BotApiServer, start: Start) -> None:
    anna, bob = fresh_api.user(), fresh_api.user(first_name="Bob")
    with start():
        fresh_api.fail(TooManyRequests(retry_after=1), method="sendMessage", chat_id=anna.id)
        anna.say(CHEATED)
        fresh_api.wait_until(lambda: bool(fresh_api.refused))
        bob.say(CHEATED)
        bob.wait_for_reply()
        assert not _answers(anna)
        anna.wait_for_reply()


def test_who_blocked_the_bot_is_not_an_error(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    anna.say(CHEATED)
    anna.block_bot()
    with start() as bot:
        fresh_api.wait_until(lambda: bool(fresh_api.refused))
        anna.unblock_bot()
        settle(anna)
        assert bot.rows("SELECT delivery FROM conversations") == [{"delivery": "blocked"}]
        assert bot.rows("SELECT DISTINCT attempts FROM inbox") == [{"attempts": 0}]


def test_markup_that_telegram_cannot_read_is_sent_as_plain_text(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        fresh_api.fail(
            Refusal(code=400, description="Bad Request: can't parse entities: unclosed tag"), method="sendMessage"
        )
        anna.say(CHEATED)
        (answer,) = anna.wait_for_reply()
        assert answer.text.startswith("You asked about: Being cheated")
        assert not answer.entities
        assert answer.labels[0] == "First steps"


def test_a_press_that_is_too_old_to_answer_is_still_obeyed(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        anna.say(CHEATED)
        (answer,) = anna.wait_for_reply()
    anna.press("First steps", answer)
    fresh_api.expire_queries()
    with start():
        assert "First steps (our own" in anna.wait_for_edit().plain


def test_what_always_fails_is_set_aside_with_an_apology_and_a_line_to_the_admins(
    fresh_api: BotApiServer, start: Start
) -> None:
    anna, admin = fresh_api.user(), fresh_api.user(id=ADMIN, first_name="Ada")
    with start() as bot:
        fresh_api.fail(
            Refusal(code=400, description="Bad Request: a whim"), method="sendMessage", chat_id=anna.id, times=3
        )
        asked = anna.say(CHEATED)
        (apology,) = anna.wait_for_reply()
        (notice,) = admin.wait_for_reply()
        (row,) = bot.rows("SELECT * FROM inbox WHERE state = 'set_aside'")
        assert row["reference"] in apology.plain
        assert row["reference"] in notice.plain
        assert (row["update_id"], row["attempts"], row["last_error"]) == (asked.update_id, 3, "BadRequest")
        assert CHEATED in row["raw"]
        settle(anna)
        assert bot.rows("SELECT delivery FROM conversations") == [{"delivery": "failed"}]


def test_a_group_that_became_a_supergroup_is_answered_there(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    group = fresh_api.group(anna)
    anna.say(f"@trade_test_bot {CHEATED}", chat=group)
    moved = group.migrate(by=anna.id)
    with start():
        fresh_api.wait_until(lambda: any(message.from_bot for message in moved.messages))


def test_malformed_answers_and_updates_never_end_the_polling(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        fresh_api.fail(BrokenJson(), method="getUpdates", times=2)
        fresh_api.push_raw({"update_id": 900_000, "message": {"chat": {"id": "nobody"}, "text": CHEATED}})
        anna.say(CHEATED)
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_a_chat_that_blocks_the_bot_is_remembered_until_it_is_back(fresh_api: BotApiServer, start: Start) -> None:
    anna, bob = fresh_api.user(), fresh_api.user(first_name="Bob")
    with start() as bot:
        anna.say("/start")
        anna.wait_for_reply()
        anna.block_bot()
        settle(bob)
        bot.wait_for_row("SELECT 1 FROM chats WHERE blocked_at IS NOT NULL")
        anna.unblock_bot()
        settle(anna)
        assert bot.rows("SELECT blocked_at FROM chats") == [{"blocked_at": None}]


def test_what_cannot_be_noted_of_a_chat_sends_no_answer_twice(
    fresh_api: BotApiServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, now = fresh_api.user(), datetime.now(UTC).isoformat()
    with start() as bot:
        settle(anna)
        chat = keyed_hash(bot.settings.data).chat(anna.id)
        bot.write("INSERT INTO chats (chat, person, noted_at, blocked_at) VALUES (?, '', ?, ?)", chat, now, now)
    notes, failures = Chats.mark_open, [sqlite3.OperationalError("database is locked")]

    def fail_first(chats: Chats, chat_id: int) -> None:
        if failures:
            raise failures.pop()
        notes(chats, chat_id)

    monkeypatch.setattr(Chats, "mark_open", fail_first)
    with start() as bot:
        anna.say("cheated by a supplier")
        bot.wait_for_row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM chats WHERE blocked_at IS NOT NULL)")
        settle(anna)
    assert sum("Being cheated" in answer for answer in _answers(anna)) == 1


def test_unreadable_markup_is_told_to_the_admins_once_an_hour(fresh_api: BotApiServer, start: Start) -> None:
    anna, admin = fresh_api.user(), fresh_api.user(id=ADMIN, first_name="Ada")
    problem = "Bad Request: can't parse entities: unclosed tag at byte offset 12"
    with start():
        for _ in range(2):
            fresh_api.fail(Refusal(code=400, description=problem), method="sendMessage", chat_id=anna.id)
            anna.say(CHEATED)
            assert anna.wait_for_reply()[0].plain.startswith("You asked about")
        admin.wait_for_reply()
        settle(admin)
    notices = [text.plain for text in admin.messages if text.from_bot and "A template needs mending" in text.plain]
    assert len(notices) == 1
