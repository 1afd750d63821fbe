"""What is in the inbox is worked off: in order within a chat, side by side across chats, until it is done."""

import asyncio
import json
import logging
import secrets
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec

from telegram import Update
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import Application

from bot.records.inbox import MOST_ATTEMPTS, Waiting
from bot.shells.telegram.backoff import pauses
from bot.shells.telegram.desk import Desk, Handling
from bot.shells.telegram.failures import where
from bot.shells.telegram.questions import Context
from bot.shells.telegram.sending import Place

P = ParamSpec("P")

CHATS_AT_ONCE = 256

logger = logging.getLogger(__name__)


class Worker:
    """Hands updates to *application* and sees to it that each is answered, or set aside with an apology."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], desk: Desk) -> None:
        self._application = application
        self._desk = desk
        self._queues: dict[str, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(CHATS_AT_ONCE)
        self._stopping = False
        application.add_error_handler(self._note_error)

    def take(self, waiting: Iterable[Waiting]) -> None:
        """Put these updates in line, each behind those of its chat."""
        for update in waiting:
            queue = self._queues.get(update.chat)
            if queue is not None:
                queue.append(update)
                continue
            self._queues[update.chat] = deque([update])
            task = asyncio.create_task(self._work_off(update.chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, within_s: float) -> None:
        """End what has begun, and begin nothing more; what is not done *within_s* stays in the inbox."""
        self._stopping = True
        if self._tasks:
            _done, running = await asyncio.wait(self._tasks, timeout=within_s)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _work_off(self, chat: str) -> None:
        queue = self._queues[chat]
        while queue:
            async with self._room:
                await self._handle(queue.popleft())
            if self._stopping:
                return
        del self._queues[chat]

    async def _handle(self, waiting: Waiting) -> None:
        """Try until it is done or set aside."""
        for pause in pauses():
            if self._stopping:
                return
            began = time.monotonic()
            error = await self._try(waiting)
            if error is None:
                await self._surely(self._desk.records.inbox.mark_done, waiting)
                return
            logger.warning("update %d failed: %s", waiting.update_id, where(error))
            if not self._is_outage(error, began) and await self._count_failure(waiting, error) >= MOST_ATTEMPTS:
                await self._set_aside(waiting, error)
                return
            await asyncio.sleep(pause)

    async def _try(self, waiting: Waiting) -> Exception | None:
        """Handle an update once; what went wrong, if anything."""
        try:
            update = await self._update(waiting)
        except Exception as error:  # noqa: BLE001 - updates of any form may come, and none may stop us
            return error
        handling = Handling(received_at=waiting.received_at)
        self._desk.handling[waiting.update_id] = handling
        try:
            await self._application.process_update(update)
        finally:
            del self._desk.handling[waiting.update_id]
        return handling.error

    async def _update(self, waiting: Waiting) -> Update:
        raw = await self._desk.keep(self._desk.records.inbox.raw, waiting)
        return Update.de_json(json.loads(raw), self._application.bot)

    async def _note_error(self, update: object, context: Context) -> None:
        if isinstance(update, Update):
            self._desk.handling[update.update_id].error = context.error

    def _is_outage(self, error: Exception, began: float) -> bool:
        """Claim that the error is not this update's: nothing gets through, or the records cannot be reached."""
        if isinstance(error, sqlite3.OperationalError):
            return True
        is_network = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
        return is_network and not self._desk.sender.succeeded_since(began)

    async def _count_failure(self, waiting: Waiting, error: Exception) -> int:
        attempts = 0

        def count() -> None:
            nonlocal attempts
            attempts = self._desk.records.inbox.mark_failed(waiting, type(error).__name__)

        await self._surely(count)
        return attempts

    async def _set_aside(self, waiting: Waiting, error: Exception) -> None:
        """Stop trying, say sorry, and tell the admins."""
        reference = secrets.token_hex(4)
        logger.error("update %d is set aside, reference %s: %s", waiting.update_id, reference, where(error))
        await self._surely(self._desk.records.inbox.set_aside, waiting, reference)
        try:
            await self._apologise(waiting, reference)
            await self._tell_admins(reference)
        except Exception as failed:  # noqa: BLE001 - the apology may fail for the same reason as the answer
            logger.warning("the apology %s could not be sent: %s", reference, where(failed))

    async def _apologise(self, waiting: Waiting, reference: str) -> None:
        update = await self._update(waiting)
        if update.effective_chat is None:
            return
        self._desk.handling[waiting.update_id] = Handling(received_at=waiting.received_at)
        try:
            asker = await self._desk.asker(update)
        finally:
            del self._desk.handling[waiting.update_id]
        html = self._desk.parts.answerer.replies.page("apology", asker.language, reference=reference)
        await self._desk.sender.send(asker.place, html)

    async def _tell_admins(self, reference: str) -> None:
        replies = self._desk.parts.answerer.replies
        for admin in sorted(self._desk.settings.admins):
            person = self._desk.records.names.person(admin)
            chosen = await self._desk.keep(self._desk.records.people.chosen_language, person)
            language = chosen if chosen in replies.languages else replies.languages[0]
            html = replies.page("set_aside", language, reference=reference)
            try:
                await self._desk.sender.send(Place(chat_id=admin), html)
            except TelegramError as failed:
                logger.warning("an admin could not be told of %s: %s", reference, where(failed))

    async def _surely(self, work: Callable[P, None], *arguments: P.args, **named: P.kwargs) -> None:
        """Write to the records, for as long as it takes."""
        for pause in pauses():
            try:
                await self._desk.keep(work, *arguments, **named)
            except sqlite3.Error as error:
                logger.error("the records cannot be written (%s); next try in %.1f s", error, pause)  # noqa: TRY400 - the kind says all
                await asyncio.sleep(pause)
            else:
                return
