"""A bot that Telegram brings updates to, and what it is brought, as journeys need them."""

import json
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from bot.settings import Settings
from bot.shells.telegram.delivery.webhook import SECRET_HEADER
from tests.bot_api import BotApiServer
from tests.telegram.running_bot import BotThread, free_address, settings_for

CHEATED = "a supplier took our deposit and vanished"
SECRET = "a_secret-of-this-test"  # noqa: S105 - made up
HEADERS = {SECRET_HEADER: SECRET, "content-type": "application/json"}


def webhook_settings(bot_api: BotApiServer, data: Path, **given: Any) -> Settings:
    """Settings for a bot at a free address, which Telegram is to bring updates to."""
    address = free_address()
    url, secret = f"http://{address}/telegram/hook", SecretStr(SECRET)
    return settings_for(bot_api, data, listen=address, webhook_url=url, webhook_secret=secret, **given)


def post(bot: BotThread, body: object, **headers: str) -> httpx.Response:
    """Bring *bot* what Telegram would, or would not."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with httpx.Client(trust_env=False) as client:
        return client.post(str(bot.settings.webhook_url), content=content, headers=HEADERS | headers)


def update(update_id: int, text: str = "/start") -> dict[str, Any]:
    person = {"id": 4711, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 4711, "type": "private"}, "from": person, "text": text}
    return {"update_id": update_id, "message": message}
