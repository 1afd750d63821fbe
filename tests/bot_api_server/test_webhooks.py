"""Updates are brought where there is a webhook."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.bot_api import User
from tests.bot_api.errors import Json
from tests.bot_api_server.calling_bot import ADDRESS, Bot


@dataclass(kw_only=True)
class Hook:
    """A bot's webhook that answers the statuses it is given, then 200."""

    statuses: list[int] = field(default_factory=list)
    reply: bytes = b""
    got: list[tuple[int, str, Json]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = json.loads(request.rfile.read(int(request.headers["content-length"])))
        with self.arrived:
            status = self.statuses.pop(0) if self.statuses else 200
            self.got.append((status, request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), body))
            self.arrived.notify_all()
        request.send_response(status)
        request.send_header("content-length", str(len(self.reply)))
        request.end_headers()
        request.wfile.write(self.reply)

    def wait(self, count: int) -> list[tuple[int, str, Json]]:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.got) >= count, 10), self.got
            return list(self.got)


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.answer(self)

        def log_message(self, *_args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        found.port = listening.server_port
        thread = threading.Thread(target=partial(listening.serve_forever, poll_interval=0.01))
        thread.start()
        yield found
        listening.shutdown()
        thread.join()


def test_the_webhook_gets_updates_with_the_secret_in_order(bot: Bot, anna: User, hook: Hook) -> None:
    anna.say("before the webhook")
    bot.call("setWebhook", url=hook.url, secret_token="s-1_A")  # noqa: S106 - made up
    anna.say("after")
    bot.server.wait_until(lambda: bot.server.pending_updates == 0)
    assert [(secret, update["message"]["text"]) for _, secret, update in hook.got] == [
        ("s-1_A", "before the webhook"),
        ("s-1_A", "after"),
    ]


def test_the_webhook_is_tried_until_it_takes_the_update(bot: Bot, anna: User, hook: Hook) -> None:
    hook.statuses += [500, 404]
    bot.call("setWebhook", url=hook.url)
    anna.say("one")
    anna.say("two")
    got = hook.wait(4)
    assert [(status, update["message"]["text"]) for status, _, update in got] == [
        (500, "one"),
        (404, "one"),
        (200, "one"),
        (200, "two"),
    ]
    assert bot.call("getWebhookInfo")["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


def test_a_webhook_that_moved_gets_what_the_old_one_did_not_take(bot: Bot, anna: User, hook: Hook) -> None:
    bot.call("setWebhook", url="http://127.0.0.1:9/closed")
    anna.say("one")
    bot.server.wait_until(lambda: bool(bot.server.world.webhook.last_error))
    bot.call("setWebhook", url=hook.url)
    anna.say("two")
    assert [update["message"]["text"] for _, _, update in hook.wait(2)] == ["one", "two"]


def test_the_webhook_may_answer_with_a_method(bot: Bot, anna: User, hook: Hook) -> None:
    hook.reply = json.dumps({"method": "sendMessage", "chat_id": anna.id, "text": "at once"}).encode()
    bot.call("setWebhook", url=hook.url)
    anna.say("hello")
    assert [message.plain for message in anna.wait_for_reply()] == ["at once"]


def test_polling_and_webhook_exclude_each_other(bot: Bot, anna: User, hook: Hook) -> None:
    waiting = bot.later("getUpdates", timeout=30)
    bot.call("setWebhook", url=hook.url)
    assert waiting.result(5)["description"] == "Conflict: terminated by setWebhook request"
    assert bot.refusal("getUpdates").startswith("Conflict: can't use getUpdates method while webhook is active")
    bot.call("deleteWebhook")
    assert bot.call("getUpdates") == []
    assert bot.call("getWebhookInfo")["url"] == ""


def test_what_a_dead_webhook_did_not_take_can_be_polled(bot: Bot, anna: User) -> None:
    bot.call("setWebhook", url="http://127.0.0.1:9/closed")
    anna.say("kept")
    bot.server.wait_until(lambda: bool(bot.server.world.webhook.last_error))
    info = bot.call("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection failed: ConnectError")
    bot.call("deleteWebhook")
    assert [update["message"]["text"] for update in bot.call("getUpdates")] == ["kept"]
    bot.call("deleteWebhook", drop_pending_updates=True)
    assert bot.call("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        pytest.param({"url": "http://example.com"}, "bad webhook: An HTTPS URL must be provided", id="http"),
        pytest.param({"url": "https://example.com:1234"}, "bad webhook: Webhook can be set up only on", id="port"),
        pytest.param({"url": ADDRESS, "secret_token": "a b"}, "secret token contains unallowed", id="secret"),
        pytest.param({"url": ADDRESS, "secret_token": "a" * 257}, "secret token is too long", id="long secret"),
        pytest.param({"url": ADDRESS, "allowed_updates": {"a": 1}}, "can't parse allowed_updates", id="allowed"),
    ],
)
def test_a_wrong_webhook_is_refused(bot: Bot, params: Json, reason: str) -> None:
    assert bot.refusal("setWebhook", **params).startswith(f"Bad Request: {reason}")
