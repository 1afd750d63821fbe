"""Broadcasts on their way: a few readers at a time, after all answers, going on where a restart or a stop left them."""

import asyncio
import logging
from contextlib import suppress
from typing import Never

from telegram.error import BadRequest

from bot.logs import where
from bot.records.news import Broadcast, Outcome, Reader
from bot.shells.telegram.delivery.deliveries import Blocked, Place, Sent
from bot.shells.telegram.delivery.pacing import Priority
from bot.shells.telegram.delivery.side_by_side import all_of
from bot.shells.telegram.desk import Desk

AT_ONCE = 8
"""Readers whose message is on its way at the same time; a crash may send so many a second time, and nobody none."""
REST_AFTER_FAILURE_S = 10.0

logger = logging.getLogger(__name__)


async def send_broadcasts(desk: Desk) -> Never:
    """Send what is to be sent, now and whenever ``desk.broadcast_due`` is set, until cancelled."""
    while True:
        desk.broadcast_due.clear()
        try:
            for found in await desk.keep(desk.records.news.open_ones):
                if found.state == "running":
                    await _send(desk, found)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end all broadcasts to come
            logger.warning("a broadcast rests for %.0f s: %s", REST_AFTER_FAILURE_S, where(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(REST_AFTER_FAILURE_S):
                    await desk.broadcast_due.wait()
            continue
        await desk.broadcast_due.wait()


def broadcast_html(desk: Desk, broadcast: Broadcast, language: str) -> str:
    """What a reader gets: the curator's words, and how to get no more of them."""
    return f"{broadcast.html}\n\n{desk.parts.answerer.replies.page('news_footer', language)}"


async def _send(desk: Desk, broadcast: Broadcast) -> None:
    """Send to everybody who waits for it, unless it is stopped meanwhile."""
    news = desk.records.news
    while some := await desk.keep(news.waiting, broadcast.id, AT_ONCE):
        now = await desk.keep(news.broadcast, broadcast.id)
        if now is None or now.state != "running":
            return
        await all_of(_send_to(desk, broadcast, reader) for reader in some)
    await desk.keep(news.finish, broadcast.id)
    await _tell_author(desk, broadcast)


async def _send_to(desk: Desk, broadcast: Broadcast, reader: Reader) -> None:
    language = await desk.language_of(reader.person, broadcast.language)
    outcome: Outcome = "blocked"
    if not await desk.keep(desk.records.chats.is_blocked, reader.chat_id):
        html = broadcast_html(desk, broadcast, language)
        outcome = await _outcome(desk, reader.chat_id, html)
    await desk.surely(desk.records.news.note, broadcast.id, reader.person, outcome)


async def _outcome(desk: Desk, chat_id: int, html: str) -> Outcome:
    try:
        delivery = await desk.sender.send(Place(chat_id=chat_id), html, priority=Priority.BROADCAST)
    except BadRequest as error:
        logger.warning("news could not be sent to a reader: %s", where(error))
        return "failed"
    return "sent" if isinstance(delivery, Sent) else "blocked" if isinstance(delivery, Blocked) else "failed"


async def _tell_author(desk: Desk, broadcast: Broadcast) -> None:
    if broadcast.chat_id is None:
        return
    progress = await desk.keep(desk.records.news.progress, broadcast.id)
    language = await desk.language_of(desk.records.names.person(broadcast.chat_id))
    html = desk.parts.answerer.replies.page("broadcast_progress", language, state="done", progress=progress)
    await desk.sender.send(Place(chat_id=broadcast.chat_id), html)
