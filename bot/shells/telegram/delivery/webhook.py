"""The webhook: Telegram brings updates to us, and hears that we have one when it is in the inbox."""

import asyncio
import hmac
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Never
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.errors import ServiceError
from bot.records.inbox import Waiting
from bot.shells.telegram.delivery.arriving import ALLOWED_UPDATES, arrival_of
from bot.shells.telegram.delivery.backoff import pauses
from bot.shells.telegram.delivery.client import TelegramClient
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.telling_admins import tell_admins

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MOST_BYTES = 1024 * 1024
"""Far more than any update has."""
BODY_WITHIN_S = 15.0
WATCHED_EVERY_S = 300.0

logger = logging.getLogger(__name__)


class Webhook:
    """Takes updates at *url*, stores them, and hands the new ones to *take*."""

    def __init__(
        self, client: TelegramClient, desk: Desk, take: Callable[[Iterable[Waiting]], None], url: str, secret: str
    ) -> None:
        self._client = client
        self._desk = desk
        self._take = take
        self._url = url
        self._secret = secret
        self._error_seen = 0
        self._runs = asyncio.Event()

    def routes(self) -> tuple[Route, ...]:
        """Where Telegram reaches us."""
        return (Route(urlsplit(self._url).path or "/", self.on_update, methods=["POST"]),)

    async def on_update(self, request: Request) -> Response:
        """Somebody brings an update; 200 promises that it will be answered, all else that we do not have it."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        try:
            async with asyncio.timeout(BODY_WITHIN_S):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return PlainTextResponse("the update did not come", status_code=408)
        if body is None:
            return PlainTextResponse("that is too much", status_code=413)
        try:
            arrival = arrival_of(json.loads(body), self._desk.records.names)
        except (ValueError, RecursionError):
            return PlainTextResponse("that is no JSON", status_code=400)
        if arrival is None:
            return PlainTextResponse("that is no update", status_code=400)
        # We are heard from before what an earlier process left is in line; nobody may get in ahead of that.
        await self._runs.wait()
        try:
            self._take(await self._desk.keep(self._desk.records.inbox.store, [arrival]))
        except sqlite3.Error as error:
            logger.error("an update cannot be stored (%s); Telegram will bring it again", error)  # noqa: TRY400 - the kind says all
            return PlainTextResponse("it cannot be stored now", status_code=503)
        return Response()

    def _refusal(self, request: Request) -> Response | None:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return PlainTextResponse("who are you?", status_code=403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return PlainTextResponse("only application/json is read here", status_code=415)
        return None

    async def run(self) -> Never:
        """Have Telegram call us, and watch that it goes on to; raises ServiceError when it will not.

        Begin it when what is left over is in line: only from then on updates are taken.
        """
        self._runs.set()
        before = await self._insist(self._client.get_webhook_info)
        if before.url not in {"", self._url}:
            logger.warning("updates went to a webhook at %s until now", _host(before.url))
        await self._insist(self._set)
        self._error_seen = _moment_of_error(before)
        taken_to = self._url
        while True:
            await asyncio.sleep(WATCHED_EVERY_S)
            found = await self._insist(self._client.get_webhook_info)
            if found.url not in {self._url, taken_to}:
                await self._report_loss(found.url)
            taken_to = found.url
            self._report_error(found)

    async def _set(self) -> bool:
        return await self._client.set_webhook(
            self._url,
            allowed_updates=list(ALLOWED_UPDATES),
            secret_token=self._secret,
            drop_pending_updates=False,
        )

    async def _insist(self, call: Callable[[], Any]) -> Any:
        """What *call* gives, once it does; raises ServiceError where trying again is in vain."""
        for pause in pauses():
            try:
                return await call()
            except InvalidToken:
                raise ServiceError(
                    "Telegram no longer accepts the token; copy it again from BotFather into TRADEBOT_TOKEN"
                ) from None
            except BadRequest as error:
                raise ServiceError(
                    f"Telegram refuses the webhook ({error.message}); correct TRADEBOT_WEBHOOK_URL"
                ) from None
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
            except TelegramError as error:
                logger.warning("speaking of the webhook failed (%s); next try in %.1f s", type(error).__name__, pause)
                await asyncio.sleep(pause)
        raise AssertionError("there is always another pause")

    async def _report_loss(self, url: str) -> None:
        """Nobody would notice otherwise: whoever lost the webhook just hears nothing more."""
        to = _host(url) if url else "nowhere"
        logger.error("updates no longer come to us: the webhook was changed to %s; restart to take it back", to)
        await tell_admins(self._desk, "webhook_lost", to=to)

    def _report_error(self, found: WebhookInfo) -> None:
        moment = _moment_of_error(found)
        if moment > self._error_seen:
            self._error_seen = moment
            logger.warning("Telegram could not bring an update: %s", found.last_error_message)


async def _body(request: Request) -> bytes | None:
    """The whole body, or None as soon as it is known to be too long."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MOST_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _moment_of_error(found: WebhookInfo) -> int:
    return 0 if found.last_error_date is None else int(found.last_error_date.timestamp())


def _host(url: str) -> str:
    """All that is shown of a webhook's address: its path may be a secret."""
    return urlsplit(url).hostname or "an address without a host"
