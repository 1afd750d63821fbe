"""A bot that calls what a test tells it to."""

import json
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

from tests.bot_api import BotApiServer, User
from tests.bot_api.errors import Json

ADDRESS = "https://example.com/paper"
BOLD = {"parse_mode": "HTML"}


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A bot with no mind of its own: calls what a test tells it to."""

    server: BotApiServer
    client: httpx.Client
    pool: ThreadPoolExecutor

    def raw(self, method: str, **params: Any) -> httpx.Response:
        headers = {"content-type": "application/json"}
        return self.client.post(f"/bot{self.server.token}/{method}", content=json.dumps(params), headers=headers)

    def answer(self, method: str, **params: Any) -> Json:
        found: Json = self.raw(method, **params).json()
        return found

    def call(self, method: str, **params: Any) -> Any:
        """The result; fails the test if the call is refused."""
        answer = self.answer(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    def refusal(self, method: str, **params: Any) -> str:
        """The description of the error; fails the test if the call is not refused."""
        response = self.raw(method, **params)
        assert response.json()["ok"] is False
        assert response.status_code == response.json()["error_code"]
        return str(response.json()["description"])

    def send(self, user: User, text: str = "hello", **params: Any) -> int:
        return int(self.call("sendMessage", chat_id=user.id, text=text, **params)["message_id"])

    def later(self, method: str, **params: Any) -> "Future[Json]":
        """The same call on another thread, once it has reached the server."""
        before = len(self.server.calls)
        future = self.pool.submit(self.answer, method, **params)
        self.server.wait_until(lambda: len(self.server.calls) > before)
        return future


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


def button(**action: Any) -> Json:
    return {"text": "Topics", **action}
