"""Polling that keeps the promise: an update is in the inbox before Telegram hears that we have it."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Never

from starlette.routing import Route
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import ServiceError
from bot.records.inbox import Arrival, Waiting
from bot.shells.telegram.delivery.arriving import arrival_of
from bot.shells.telegram.delivery.backoff import pauses
from bot.shells.telegram.delivery.client import TelegramClient
from bot.shells.telegram.desk import Desk

logger = logging.getLogger(__name__)


class Poller:
    """Fetches updates through *client*, stores them, and only then hands the new ones to *take*."""

    def __init__(self, client: TelegramClient, desk: Desk, take: Callable[[Iterable[Waiting]], None]) -> None:
        self._client = client
        self._desk = desk
        self._take = take

    def routes(self) -> tuple[Route, ...]:
        """Nobody brings us anything."""
        return ()

    async def run(self) -> Never:
        """Fetch until cancelled; raises ServiceError when Telegram will not have us any more."""
        offset: int | None = None
        while True:
            updates = await self._fetch(offset)
            arrivals = [arrival for update in updates if (arrival := self._arrival(update)) is not None]
            self._take(await self._store(arrivals))
            # Without an offset nothing is confirmed and all that waits is given. It is left out whenever nothing waits:
            # after a quiet week Telegram counts on from a random number, which may be lower than ours.
            offset = max(arrival.update_id for arrival in arrivals) + 1 if arrivals else None
            if updates and not arrivals:
                await asyncio.sleep(1)

    async def _fetch(self, offset: int | None) -> list[Any]:
        for pause in pauses():
            try:
                updates = await self._client.raw_updates(offset=offset)
            except InvalidToken:
                raise ServiceError(
                    "Telegram no longer accepts the token; copy it again from BotFather into TRADEBOT_TOKEN"
                ) from None
            except Conflict as error:
                raise ServiceError(_conflict(error)) from None
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
            except TelegramError as error:
                logger.warning("asking for updates failed (%s); next try in %.1f s", type(error).__name__, pause)
                await asyncio.sleep(pause)
            else:
                if isinstance(updates, list):
                    return updates
                logger.warning("Telegram gave no list of updates; next try in %.1f s", pause)
                await asyncio.sleep(pause)
        raise AssertionError("there is always another pause")

    async def _store(self, arrivals: list[Arrival]) -> tuple[Waiting, ...]:
        """Store, for as long as it takes: what is not stored must not be confirmed."""
        if not arrivals:
            return ()
        for pause in pauses():
            try:
                return await self._desk.keep(self._desk.records.inbox.store, arrivals)
            except sqlite3.Error as error:
                logger.error("updates cannot be stored (%s); next try in %.1f s", error, pause)  # noqa: TRY400 - the kind says all
                await asyncio.sleep(pause)
        raise AssertionError("there is always another pause")

    def _arrival(self, update: Any) -> Arrival | None:
        arrival = arrival_of(update, self._desk.records.names)
        if arrival is None:
            logger.warning("an update without an id came; it is passed over")
        return arrival


def _conflict(error: Conflict) -> str:
    if "webhook" in error.message.lower():
        return "a webhook is set for this bot, so it cannot be polled; stop the program that set it, and start again"
    return "another program polls with the same token; stop it, or get another token from BotFather"
