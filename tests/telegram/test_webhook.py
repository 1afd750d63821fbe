"""Updates that Telegram brings: stored before we say that we have them, and refused where they are not Telegram's."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from bot.records.database import FILE_NAME
from bot.shells.telegram.delivery.webhook import MOST_BYTES, SECRET_HEADER
from tests.bot_api import BotApiServer
from tests.telegram.running_bot import BotThread, settle
from tests.telegram.webhook_bot import CHEATED, HEADERS, SECRET, post, update


def test_a_question_that_telegram_brings_is_answered(fresh_api: BotApiServer, hooked: BotThread) -> None:
    anna = fresh_api.user()
    anna.say(CHEATED)
    (answer,) = anna.wait_for_reply()
    assert answer.plain.startswith("You asked about: Being cheated")
    anna.press(answer.labels[0])
    anna.wait_for_edit()
    assert not [call for call in fresh_api.calls if call.method == "getUpdates"]


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
    again = update(700_000_000, CHEATED)
    again["message"] |= {"date": int(time.time()), "chat": {"id": anna.id, "type": "private"}}
    again["message"]["from"] |= {"id": anna.id}
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(post(hooked, again).status_code)) for _ in range(8)]
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
        (update(7), {SECRET_HEADER: "wrong"}, 403),
        (update(7), {SECRET_HEADER: ""}, 403),
        (update(7), {SECRET_HEADER: SECRET + "x"}, 403),
        (update(7), {"content-type": "text/plain"}, 415),
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
    assert post(hooked, body, **headers).status_code == status
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
        assert client.post(url + "/more", json=update(7), headers=HEADERS).status_code == 404
        assert client.get(url.replace("/telegram/hook", "/")).status_code == 404


def test_what_cannot_be_stored_is_not_accepted(hooked: BotThread) -> None:
    with closing(sqlite3.connect(hooked.settings.data / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with httpx.Client(trust_env=False, timeout=30) as client:
            refused = client.post(str(hooked.settings.webhook_url), json=update(7), headers=HEADERS)
        other.execute("ROLLBACK")
    assert refused.status_code == 503
    assert post(hooked, update(7)).status_code == 200
    hooked.wait_for_row("SELECT state FROM inbox WHERE update_id = 7")
