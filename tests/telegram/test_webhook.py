"""Updates that Telegram brings: stored before we say that we have them, and refused where they are not Telegram's."""

import json
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.assembly import Parts
from bot.errors import SettingsError
from bot.records import database as database_module
from bot.records.database import FILE_NAME
from bot.settings import Settings, pages_url, read_settings
from bot.shells.telegram.delivery import webhook
from bot.shells.telegram.delivery.arriving import ALLOWED_UPDATES
from bot.shells.telegram.delivery.webhook import MOST_BYTES, SECRET_HEADER
from tests.bot_api import BotApiServer, ServerError, Stall
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotProcess, BotThread, rows, settings_for, settle

CHEATED = "a supplier took our deposit and vanished"
SECRET = "a_secret-of-this-test"  # noqa: S105 - made up
HEADERS = {SECRET_HEADER: SECRET, "content-type": "application/json"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _settings(api: BotApiServer, data: Path) -> Settings:
    address = f"127.0.0.1:{_free_port()}"
    given = {"webhook_url": f"http://{address}/telegram/hook", "listen": address, "webhook_secret": SecretStr(SECRET)}
    return settings_for(api, data, admins=frozenset({ADMIN}), **given)


@pytest.fixture
def hooked(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BotThread]:
    """A bot that Telegram brings updates to, once it does; it soon gives up on a locked database."""
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.05)
    with BotThread(small_parts, _settings(fresh_api, tmp_path)) as bot:
        fresh_api.wait_until(lambda: bool(fresh_api.world.webhook.url))
        yield bot


def _post(bot: BotThread, body: object, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with httpx.Client(trust_env=False) as client:
        return client.post(str(bot.settings.webhook_url), content=content, headers=HEADERS | headers)


def _update(update_id: int, text: str = "/start") -> dict[str, Any]:
    person = {"id": 4711, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 4711, "type": "private"}, "from": person, "text": text}
    return {"update_id": update_id, "message": message}


def test_a_question_that_telegram_brings_is_answered(fresh_api: BotApiServer, hooked: BotThread) -> None:
    anna = fresh_api.user()
    anna.say(CHEATED)
    (answer,) = anna.wait_for_reply()
    assert answer.plain.startswith("You asked about: Being cheated")
    anna.press(answer.labels[0])
    anna.wait_for_edit()
    assert not [call for call in fresh_api.calls if call.method == "getUpdates"]


def test_the_webhook_is_set_with_its_secret_and_all_kinds_of_update(fresh_api: BotApiServer, hooked: BotThread) -> None:
    assert fresh_api.world.webhook.url == hooked.settings.webhook_url
    assert fresh_api.world.webhook.secret_token == SECRET
    assert fresh_api.world.updates.allowed == frozenset(ALLOWED_UPDATES)
    assert "updates come by webhook" in hooked.told[0]


def test_the_same_update_brought_again_is_answered_once(fresh_api: BotApiServer, hooked: BotThread) -> None:
    anna = fresh_api.user()
    asked = anna.say(CHEATED)
    anna.wait_for_reply()
    assert asked.update_id is not None
    fresh_api.redeliver(asked.update_id)
    settle(anna)
    assert hooked.rows("SELECT count(*) AS n FROM conversations") == [{"n": 1}]


def test_the_same_update_brought_many_times_at_once_is_answered_once(
    fresh_api: BotApiServer, hooked: BotThread
) -> None:
    anna = fresh_api.user()
    settle(anna)
    again = _update(700_000_000, CHEATED)
    again["message"] |= {"date": int(time.time()), "chat": {"id": anna.id, "type": "private"}}
    again["message"]["from"] |= {"id": anna.id}
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(_post(hooked, again).status_code)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 8
    assert hooked.rows("SELECT count(*) AS n FROM inbox WHERE update_id = 700000000") == [{"n": 1}]
    hooked.wait_for_row("SELECT 1 FROM conversations WHERE delivery = 'sent'", timeout=60)
    settle(anna)
    assert hooked.rows("SELECT delivery FROM conversations") == [{"delivery": "sent"}]
    assert len([message for message in anna.messages if message.plain.startswith("You asked about")]) == 1


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (_update(7), {SECRET_HEADER: "wrong"}, 403),
        (_update(7), {SECRET_HEADER: ""}, 403),
        (_update(7), {SECRET_HEADER: SECRET + "x"}, 403),
        (_update(7), {"content-type": "text/plain"}, 415),
        (b"{", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b'{"update_id": ' + b"9" * 5000 + b"}", {}, 400),
        ({"message": {}}, {}, 400),
        ({"update_id": "7"}, {}, 400),
        ([], {}, 400),
        (b" " * (MOST_BYTES + 1), {}, 413),
    ],
    ids=[
        "wrong secret", "no secret", "longer secret", "no JSON by name", "half JSON", "no UTF-8", "deep JSON",
        "endless number", "no id", "id in words", "a list", "too long",
    ],
)  # fmt: skip
def test_what_is_not_an_update_from_telegram_is_refused(
    hooked: BotThread, body: object, headers: dict[str, str], status: int
) -> None:
    assert _post(hooked, body, **headers).status_code == status
    assert hooked.rows("SELECT * FROM inbox") == []


def test_a_body_of_unknown_length_is_cut_off(hooked: BotThread) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * (MOST_BYTES // 20)

    with httpx.Client(trust_env=False) as client:
        try:
            status = client.post(str(hooked.settings.webhook_url), content=endless(), headers=HEADERS).status_code
        except httpx.NetworkError:
            status = 413  # the connection was closed while we still wrote
    assert status == 413


def test_only_post_and_only_that_path_are_heard(hooked: BotThread) -> None:
    url = str(hooked.settings.webhook_url)
    with httpx.Client(trust_env=False) as client:
        assert client.get(url).status_code == 405
        assert client.post(url + "/more", json=_update(7), headers=HEADERS).status_code == 404
        assert client.get(url.replace("/telegram/hook", "/")).status_code == 404


def test_what_cannot_be_stored_is_not_accepted(hooked: BotThread) -> None:
    with closing(sqlite3.connect(hooked.settings.data / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with httpx.Client(trust_env=False, timeout=30) as client:
            refused = client.post(str(hooked.settings.webhook_url), json=_update(7), headers=HEADERS)
        other.execute("ROLLBACK")
    assert refused.status_code == 503
    assert _post(hooked, _update(7)).status_code == 200
    assert hooked.wait_for_row("SELECT state FROM inbox WHERE update_id = 7") is not None


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


def test_a_stop_does_not_wait_for_an_update_that_never_comes_whole(hooked: BotThread) -> None:
    host, _, port = str(hooked.settings.listen).partition(":")
    head = (
        f"POST /telegram/hook HTTP/1.1\r\nhost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
        "content-type: application/json\r\ncontent-length: 99\r\n\r\n{"
    )
    with socket.create_connection((host, int(port))) as half_sent:
        half_sent.sendall(head.encode())
        assert _post(hooked, _update(7)).status_code == 200
        hooked.stop()
    assert hooked.ended.done()


def test_a_process_killed_after_it_accepted_answers_after_its_restart(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    fresh_api.fail(Stall(seconds=60), method="sendMessage", times=None)
    address = f"127.0.0.1:{_free_port()}"
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
    with BotThread(small_parts, _settings(fresh_api, tmp_path)):
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
    with BotThread(small_parts, _settings(fresh_api, tmp_path)):
        fresh_api.wait_until(lambda: bool(fresh_api.world.webhook.url))


def test_health_is_told_beside_the_webhook_and_beside_polling(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    address = f"127.0.0.1:{_free_port()}"
    with (
        BotThread(small_parts, settings_for(fresh_api, tmp_path, listen=address)) as bot,
        httpx.Client(trust_env=False) as client,
    ):
        found = client.get(f"http://{address}/healthz")
        assert (found.status_code, found.json()["status"]) == (200, "ok")
        assert "updates are asked for" in bot.told[0]


def test_a_place_that_is_taken_is_told(fresh_api: BotApiServer, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with BotProcess(fresh_api, tmp_path, {"TRADEBOT_LISTEN": address}) as bot:
            status, output = bot.wait()
    assert status == 2
    assert f"tradebot: TRADEBOT_LISTEN: we cannot listen on {address}" in output


GOOD = {
    "TRADEBOT_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TRADEBOT_WEBHOOK_SECRET": SECRET,
    "TRADEBOT_LISTEN": "127.0.0.1:8080",
}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"TRADEBOT_LISTEN": ""}, "TRADEBOT_WEBHOOK_URL: needs TRADEBOT_LISTEN too"),
        ({"TRADEBOT_WEBHOOK_SECRET": ""}, "TRADEBOT_WEBHOOK_URL: needs TRADEBOT_WEBHOOK_SECRET too"),
        ({"TRADEBOT_WEBHOOK_SECRET": "with space"}, "TRADEBOT_WEBHOOK_SECRET: must be 1 to 256"),
        ({"TRADEBOT_LISTEN": "8080"}, "TRADEBOT_LISTEN: must be host:port"),
        ({"TRADEBOT_LISTEN": "localhost:99999"}, "TRADEBOT_LISTEN: must be host:port"),
        ({"TRADEBOT_WEBHOOK_URL": "http://bot.example.org/t", "TRADEBOT_API_URL": ""}, "by https only"),
        ({"TRADEBOT_WEBHOOK_URL": "bot.example.org/t"}, "TRADEBOT_WEBHOOK_URL: must look like"),
        ({"TRADEBOT_WEBHOOK_URL": "https://bot.example.org/healthz"}, "a path of its own"),
        ({"TRADEBOT_WEBHOOK_URL": "https://bot.example.org/wall/x"}, "a path of its own"),
        ({"TRADEBOT_PUBLIC_URL": "bot.example.org"}, "TRADEBOT_PUBLIC_URL: must look like"),
        ({"TRADEBOT_PUBLIC_URL": "https://bot.example.org/?a"}, "TRADEBOT_PUBLIC_URL: must look like"),
        (
            {"TRADEBOT_PUBLIC_URL": "https://x.org", "TRADEBOT_LISTEN": "", "TRADEBOT_WEBHOOK_URL": ""},
            "TRADEBOT_PUBLIC_URL: needs TRADEBOT_LISTEN too",
        ),
    ],
)
def test_a_webhook_setting_that_is_wrong_or_missing_is_told_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: dict[str, str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in (GOOD | wrong).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert told in str(raised.value)
    assert str(raised.value).startswith("TRADEBOT_")
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("given", "reached_at"),
    [
        ({}, "https://bot.example.org"),
        ({"TRADEBOT_PUBLIC_URL": "https://walls.example.org/bot/"}, "https://walls.example.org/bot"),
        ({"TRADEBOT_WEBHOOK_URL": ""}, "http://127.0.0.1:8080"),
        ({"TRADEBOT_WEBHOOK_URL": "", "TRADEBOT_LISTEN": "0.0.0.0:8080"}, "http://localhost:8080"),
        ({"TRADEBOT_WEBHOOK_URL": "", "TRADEBOT_LISTEN": "[::1]:8080"}, "http://[::1]:8080"),
        ({"TRADEBOT_WEBHOOK_URL": "", "TRADEBOT_LISTEN": ""}, None),
    ],
)
def test_where_people_reach_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], reached_at: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in (GOOD | given).items():
        monkeypatch.setenv(name, value)
    assert pages_url(read_settings()) == reached_at


def test_a_webhook_without_its_secret_ends_the_start_with_one_line(fresh_api: BotApiServer, tmp_path: Path) -> None:
    with BotProcess(fresh_api, tmp_path, GOOD | {"TRADEBOT_WEBHOOK_SECRET": ""}) as bot:
        status, output = bot.wait()
    assert status == 2
    (line,) = output.strip().splitlines()
    assert line.startswith("tradebot: TRADEBOT_WEBHOOK_URL: needs TRADEBOT_WEBHOOK_SECRET too")


def test_an_address_that_telegram_does_not_take_ends_the_start_with_one_line(
    fresh_api: BotApiServer, tmp_path: Path
) -> None:
    address = f"127.0.0.1:{_free_port()}"
    wrong = {"TRADEBOT_WEBHOOK_URL": "https://bot.example.org:9999/telegram", "TRADEBOT_LISTEN": address}
    with BotProcess(fresh_api, tmp_path, GOOD | wrong) as bot:
        status, output = bot.wait()
    assert status == 2
    last = output.strip().splitlines()[-1]
    assert last.startswith("tradebot: Telegram refuses the webhook (")
    assert last.endswith("; correct TRADEBOT_WEBHOOK_URL")
