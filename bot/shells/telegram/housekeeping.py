"""What is done beside the conversation: a sign of life every few seconds, and what is too old deleted every day."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Never

from bot.records.database import Clock
from bot.records.heartbeat import Heartbeat, end_heartbeat, write_heartbeat
from bot.records.retention import delete_some_expired
from bot.shells.telegram.desk import Desk

DAY_S = 24 * 3600.0
BEAT_S = 10.0
_BREATH_S = 0.02

logger = logging.getLogger(__name__)


@asynccontextmanager
async def house_kept(desk: Desk, clock: Clock) -> AsyncIterator[None]:
    """The house is kept while this lasts."""
    desk.signs.serves(desk.parts.knowledge.version)
    await _beat(desk)
    tasks = [asyncio.create_task(work) for work in (beat(desk), delete_expired_daily(desk, clock))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        # After a sign that is being given: a thread goes on when nobody waits for it any more.
        await desk.keep(end_heartbeat, desk.settings.data)


async def beat(desk: Desk) -> Never:
    """Give a sign of life every few seconds, until cancelled."""
    while True:
        await asyncio.sleep(BEAT_S)
        await _beat(desk)


async def _beat(desk: Desk) -> None:
    heartbeat = Heartbeat(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        started_at=desk.signs.started_at,
        process=os.getpid(),
        bot=desk.me.id,
        polls=desk.settings.webhook_url is None,
        knowledge_version=desk.parts.knowledge.version,
        last_contact=desk.signs.last_contact,
        last_send=desk.signs.last_send,
    )
    try:
        # In the thread of the records: where that hangs, there is no life.
        await desk.keep(write_heartbeat, desk.settings.data, heartbeat)
    except OSError as error:
        logger.warning("the sign of life cannot be written (%s)", error.strerror)


async def delete_expired_daily(desk: Desk, clock: Clock) -> Never:
    """Delete what is too old, now and every day, until cancelled."""
    while True:
        await delete_expired(desk, clock)
        await asyncio.sleep(DAY_S)


async def delete_expired(desk: Desk, clock: Clock) -> None:
    """Delete what is too old; others get their turn with the records in between."""
    before = clock() - timedelta(days=desk.settings.retention_days)
    total = 0
    try:
        while (some := await desk.keep(delete_some_expired, desk.records.database, before)) is not None:
            total += some[1]
            await asyncio.sleep(_BREATH_S)
    except sqlite3.Error as error:
        logger.warning("what is too old could not be deleted (%s); next try tomorrow", error)
    if total:
        logger.info("deleted %d rows older than %d days", total, desk.settings.retention_days)
