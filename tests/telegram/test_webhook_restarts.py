"""A webhook from start to stop: set, looked after, taken off, and nothing lost that was accepted."""

import asyncio
import socket
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.assembly import Parts
from bot.records.inbox import Arrival, Inbox, Waiting
from bot.records.keyed_hash import KeyedHash
from bot.shells.telegram.delivery import webhook
from bot.shells.telegram.delivery.arriving import ALLOWED_UPDATES, arrival_of
from bot.shells.telegram.delivery.webhook import SECRET_HEADER
from tests.bot_api import PATIENCE_S, BotApiServer, ServerError, Stall
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotProcess, BotThread, free_address, rows, settings_for, settle
from tests.telegram.webhook_bot import CHEATED, SECRET, post, update, webhook_settings


def test_the_webhook_is_set_with_its_secret_and_all_kinds_of_update(fresh_api: BotApiServer, hooked: BotThread) -> None:
    assert fresh_api.world.webhook.url == hooked.settings.webhook_url
    assert fresh_api.world.webhook.secret_token == SECRET
    assert fresh_api.world.updates.allowed == frozenset(ALLOWED_UPDATES)
    assert "updates come by webhook" in hooked.told[0]


def test_a_start_without_a_webhook_takes_it_off(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, hooked: BotThread
) -> None:
    hooked.stop()
    assert fresh_api.world.webhook.url
    anna = fresh_api.user()
    anna.say(CHEATED)
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)):
        anna.wait_for_reply()
        assert not fresh_api.world.webhook.url


def test_a_stop_leaves_what_was_accepted_for_the_next_start(
    fresh_api: BotApiServer, small_parts: Parts, hooked: BotThread
) -> None:
    anna = fresh_api.user()
    fresh_api.fail(Stall(seconds=60), method="sendMessage", times=None)
    anna.say(CHEATED)
    fresh_api.wait_until(lambda: any(call.method == "sendMessage" for call in fresh_api.calls))
    hooked.stop()
    assert fresh_api.pending_updates == 0
    fresh_api.heal()
    with BotThread(small_parts, hooked.settings):
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_what_comes_during_a_start_waits_behind_what_was_left_over(
    fresh_api: BotApiServer, small_parts: Parts, hooked: BotThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, comes, has_come = fresh_api.user(), threading.Event(), threading.Event()
    fresh_api.fail(Stall(seconds=60), method="sendMessage", times=None)
    anna.say(CHEATED)
    fresh_api.wait_until(lambda: any(call.method == "sendMessage" for call in fresh_api.calls))
    hooked.stop()
    fresh_api.heal()
    read_inbox = Inbox.waiting

    def left_over(inbox: Inbox) -> tuple[Waiting, ...]:
        found = read_inbox(inbox)
        comes.set()
        assert has_come.wait(PATIENCE_S)
        return found

    def arrival(update: Any, names: KeyedHash) -> Arrival | None:
        asyncio.get_running_loop().call_soon(has_come.set)
        return arrival_of(update, names)

    monkeypatch.setattr(Inbox, "waiting", left_over)
    monkeypatch.setattr(webhook, "arrival_of", arrival)
    asks = threading.Thread(target=lambda: comes.wait(PATIENCE_S) and anna.say("shipping is too expensive"))
    asks.start()
    with BotThread(small_parts, hooked.settings):
        asks.join()
        first, second = anna.wait_for_reply(2)
    assert "Being cheated" in first.plain
    assert "Shipping costs too much" in second.plain


def test_a_stop_does_not_wait_for_an_update_that_never_comes_whole(hooked: BotThread) -> None:
    host, _, port = str(hooked.settings.listen).partition(":")
    head = (
        f"POST /telegram/hook HTTP/1.1\r\nhost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
        "content-type: application/json\r\ncontent-length: 99\r\n\r\n{"
    )
    with socket.create_connection((host, int(port))) as half_sent:
        half_sent.sendall(head.encode())
        assert post(hooked, update(7)).status_code == 200
        hooked.stop()
    assert hooked.ended.exception(timeout=0) is None


def test_a_process_killed_after_it_accepted_answers_after_its_restart(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    fresh_api.fail(Stall(seconds=60), method="sendMessage", times=None)
    address = free_address()
    extra = {
        "TRADEBOT_WEBHOOK_URL": f"http://{address}/hook",
        "TRADEBOT_LISTEN": address,
        "TRADEBOT_WEBHOOK_SECRET": SECRET,
    }
    with BotProcess(fresh_api, tmp_path, extra) as bot:
        anna.say(CHEATED)
        fresh_api.wait_until(lambda: any(call.method == "sendMessage" for call in fresh_api.calls), timeout=30)
        bot.kill()
    assert len(rows(tmp_path, "SELECT * FROM inbox WHERE state = 'waiting'")) == 1
    fresh_api.heal()
    with BotProcess(fresh_api, tmp_path, extra) as bot:
        anna.wait_for_reply(timeout=30)
        settle(anna)
        status, output = bot.terminate()
    assert status == 0
    assert SECRET not in output
    assert CHEATED not in output


def test_a_webhook_that_is_taken_over_is_told_to_the_admins(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "WATCHED_EVERY_S", 0.05)
    admin = fresh_api.user(id=ADMIN, first_name="Ada")
    with BotThread(small_parts, webhook_settings(fresh_api, tmp_path, admins=frozenset({ADMIN}))):
        fresh_api.wait_until(lambda: bool(fresh_api.world.webhook.url))
        fresh_api.world.webhook.url = "https://elsewhere.example/hook/secret-path"
        (notice,) = admin.wait_for_reply()
    assert "elsewhere.example" in notice.plain
    assert "secret-path" not in notice.plain
    assert len([message for message in admin.messages if message.from_bot]) == 1


def test_a_passing_fault_delays_the_setting_of_the_webhook_and_no_more(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    fresh_api.fail(ServerError(code=502), method="setWebhook")
    with BotThread(small_parts, webhook_settings(fresh_api, tmp_path)):
        fresh_api.wait_until(lambda: bool(fresh_api.world.webhook.url))


def test_health_is_told_beside_the_webhook_and_beside_polling(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    address = free_address()
    with (
        BotThread(small_parts, settings_for(fresh_api, tmp_path, listen=address)) as bot,
        httpx.Client(trust_env=False) as client,
    ):
        found = client.get(f"http://{address}/healthz")
        assert (found.status_code, found.json()["status"]) == (200, "ok")
        assert "updates are asked for" in bot.told[0]
