"""Calls to Telegram that take their turn, wait where it asks for it, and try again what failed on the way."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.shells.telegram.delivery.backoff import pauses
from bot.shells.telegram.delivery.client import CONNECTIONS
from bot.shells.telegram.delivery.pacing import Pacer, Priority

T = TypeVar("T")

MOST_TRIES = 6
_FLOOD_SLACK_S = 0.2


class Calls:
    """Makes calls at the pace of *pacer*; a wait that Telegram asks for holds up the chat it was asked for."""

    def __init__(self, pacer: Pacer, on_retry: Callable[[], None]) -> None:
        self._pacer = pacer
        self._on_retry = on_retry
        self._connections = asyncio.Semaphore(CONNECTIONS - 2)
        self._last_success = 0.0

    def succeeded_since(self, moment: float) -> bool:
        """Whether Telegram took anything from us after this *moment* of the monotonic clock."""
        return self._last_success > moment

    def give_up(self, within_s: float) -> None:
        """Cancel what has to wait longer than *within_s*, since we stop."""
        self._pacer.give_up(within_s)

    async def message(self, call: Callable[[], Awaitable[T]], chat: int, priority: Priority) -> T:
        """Make a call that Telegram counts as a message to *chat*, such as one that sends or edits."""
        return await self._call(call, chat, lambda: self._pacer.turn(chat, priority))

    async def aside(self, call: Callable[[], Awaitable[T]], chat: int | None = None) -> T:
        """Make a call that no limit counts, such as the answer to a press."""
        return await self._call(call, chat, lambda: self._pacer.unheld(chat))

    async def _call(self, call: Callable[[], Awaitable[T]], chat: int | None, turn: Callable[[], Awaitable[None]]) -> T:
        failures = 0
        for pause in pauses():
            await turn()
            try:
                async with self._connections:
                    result = await call()
            except RetryAfter as error:
                # Telegram's own word, so it does not count as a failure.
                self._pacer.hold(chat, seconds(error) + _FLOOD_SLACK_S)
                self._on_retry()
            except BadRequest:
                raise  # it is a NetworkError to the library, but trying again helps nobody
            except NetworkError:
                failures += 1
                if failures >= MOST_TRIES:
                    raise
                await asyncio.sleep(pause)
                self._on_retry()
            else:
                self._last_success = time.monotonic()
                return result
        raise AssertionError("there is always another pause")


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
