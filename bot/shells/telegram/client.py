"""Our end of the line to a Bot API server."""

import json
import os
from typing import Any

from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

# Flood waits as timedelta, the library's coming default; without this it warns each time it meets one.
os.environ.setdefault("PTB_TIMEDELTA", "1")

CONNECTIONS = 12
POLL_S = 30
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
_SLACK_S = 15.0


class TelegramClient(ExtBot[None]):
    """A bot that can also be asked for updates as they came, whatever is in them."""

    async def raw_updates(self, *, offset: int | None) -> Any:
        """What getUpdates gives, undecoded; waits for the first update up to ``POLL_S`` seconds."""
        return await self._post(
            "getUpdates",
            {"offset": offset, "timeout": POLL_S, "allowed_updates": list(ALLOWED_UPDATES)},
            read_timeout=POLL_S + _SLACK_S,
        )


def make_client(token: str, api_url: str) -> TelegramClient:
    """A client for the server at *api_url*."""
    return TelegramClient(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=_QuietRequest(
            connection_pool_size=CONNECTIONS,
            connect_timeout=10.0,
            read_timeout=20.0,
            write_timeout=20.0,
            pool_timeout=60.0,
        ),
        get_updates_request=_QuietRequest(connection_pool_size=1, connect_timeout=10.0, pool_timeout=60.0),
    )


class _QuietRequest(HTTPXRequest):
    """Requests whose broken answers are not logged: they may hold what people wrote."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise NetworkError("the answer is not JSON") from None
