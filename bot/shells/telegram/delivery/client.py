"""Our end of the line to a Bot API server."""

import json
import os
from datetime import UTC, datetime
from typing import Any

from telegram.error import NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.shells.telegram.delivery.arriving import ALLOWED_UPDATES
from bot.shells.telegram.delivery.lateness import TelegramTime
from bot.shells.telegram.delivery.signs import Signs

# Flood waits as timedelta, the library's coming default; without this it warns each time it meets one.
os.environ.setdefault("PTB_TIMEDELTA", "1")

CONNECTIONS = 12
POLL_S = 30
_SLACK_S = 15.0


def utc_now() -> datetime:
    """The time by our own clock."""
    return datetime.now(UTC)


class TelegramClient(ExtBot[None]):
    """A bot that can also be asked for updates as they came, whatever is in them; *signs* count its calls."""

    def __init__(self, signs: Signs, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._signs = signs

    async def raw_updates(self, *, offset: int | None) -> Any:
        """What getUpdates gives, undecoded; waits for the first update up to ``POLL_S`` seconds."""
        return await self._post(
            "getUpdates",
            {"offset": offset, "timeout": POLL_S, "allowed_updates": list(ALLOWED_UPDATES)},
            read_timeout=POLL_S + _SLACK_S,
        )

    async def _do_post(self, endpoint: str, data: Any, **more: Any) -> Any:
        """Every call comes through here."""
        try:
            result = await self._answered(endpoint, data, **more)
        except TelegramError as error:
            self._signs.no_contact(error)
            raise
        self._signs.contact(endpoint)
        return result

    async def _answered(self, endpoint: str, data: Any, **more: Any) -> Any:
        try:
            return await super()._do_post(endpoint, data, **more)
        except KeyError:  # the library takes the result of whatever is called a success
            raise NetworkError("the answer has no result") from None


def make_client(
    token: str, api_url: str, time: TelegramTime | None = None, signs: Signs | None = None
) -> TelegramClient:
    """A client for the server at *api_url*; *time* hears what the server says about it, *signs* count the calls."""

    async def hear(response: Any) -> None:
        if time is not None:
            time.hear(response.headers.get("date"))

    heard = {"event_hooks": {"response": [hear]}}
    return TelegramClient(
        signs or Signs(),
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=_QuietRequest(
            connection_pool_size=CONNECTIONS,
            connect_timeout=10.0,
            read_timeout=20.0,
            write_timeout=20.0,
            pool_timeout=60.0,
            httpx_kwargs=heard,
        ),
        get_updates_request=_QuietRequest(
            connection_pool_size=1, connect_timeout=10.0, pool_timeout=60.0, httpx_kwargs=heard
        ),
    )


class _QuietRequest(HTTPXRequest):
    """Requests whose broken answers are not logged: they may hold what people wrote.

    What is no answer of a Bot API server, such as that of a proxy between, is a failure of the network.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise NetworkError("the answer is not JSON") from None
        if not _has_form_of_telegram(answer):
            raise NetworkError("the answer is not that of a Bot API server")
        return answer


def _has_form_of_telegram(answer: Any) -> bool:
    """Claim that the library can read *answer*: an object whose parameters, if there are any, are numbers."""
    parameters = answer.get("parameters") or {} if isinstance(answer, dict) else None
    return isinstance(parameters, dict) and all(type(number) is int for number in parameters.values())
