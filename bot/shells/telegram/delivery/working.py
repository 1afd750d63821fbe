"""What is in the inbox is worked off: in order within a chat, side by side across chats, until it is done."""

import asyncio
import logging
import secrets
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Never

from telegram import Update
from telegram.error import BadRequest, NetworkError
from telegram.ext import Application

from bot.logs import where
from bot.records.inbox import MOST_ATTEMPTS, Waiting
from bot.shells.telegram.delivery.admitting import Door
from bot.shells.telegram.delivery.arriving import has_sound_ids, read_update
from bot.shells.telegram.delivery.backoff import pauses
from bot.shells.telegram.delivery.bursts import Burst, Bursts, Line, Piece, piece_in
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.desk import Context, Desk, Handling
from bot.shells.telegram.telling_admins import tell_admins

CHATS_AT_ONCE = 256
LOOKS_EVERY_S = 2.0
"""How soon an update that was put back is tried again."""

logger = logging.getLogger(__name__)


class Worker:
    """Hands updates through the *door* to *application*; each is answered, or set aside with an apology."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], desk: Desk, door: Door) -> None:
        self._application = application
        self._door = door
        self._desk = desk
        self._lines: dict[str, Line] = {}
        self._bursts = Bursts(quiet_s=desk.settings.burst_s, piece_of=self._piece, on_wait=self._show_reading)
        self._tasks: set[asyncio.Task[None]] = set()
        self._chats = asyncio.Semaphore(CHATS_AT_ONCE)
        self._in_hand: set[int] = set()
        self._read: dict[int, Update] = {}
        """Updates that were looked at, to see whether they are pieces of a question, and are handled next."""
        self._stopping = asyncio.Event()
        application.add_error_handler(self._note_error)

    def take(self, waiting: Iterable[Waiting]) -> None:
        """Put these updates in line, each behind those of its chat; what is in line already stays where it is."""
        for update in waiting:
            if update.number in self._in_hand:
                continue
            self._in_hand.add(update.number)
            self._desk.signs.taken(1)
            line = self._lines.get(update.chat)
            if line is not None:
                line.put(update)
                continue
            self._lines[update.chat] = line = Line()
            line.put(update)
            task = asyncio.create_task(self._work_off(update.chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def take_what_is_put_back(self) -> Never:
        """Look every few seconds for what somebody wants tried again, until cancelled."""
        while True:
            await asyncio.sleep(LOOKS_EVERY_S)
            try:
                self.take(await self._desk.keep(self._desk.records.inbox.put_back))
            except sqlite3.Error as error:
                logger.warning("the records cannot be read (%s); next look in %.0f s", error, LOOKS_EVERY_S)

    async def finish(self, within_s: float) -> None:
        """End what has begun, and begin nothing more; what is not done *within_s* stays in the inbox."""
        self._stopping.set()
        self._desk.hurry()
        self._desk.sender.give_up(within_s)
        for line in self._lines.values():
            line.close()
        if self._tasks:
            _done, running = await asyncio.wait(self._tasks, timeout=within_s)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        await self._desk.background.end()

    async def _work_off(self, chat: str) -> None:
        line = self._lines[chat]
        while line:
            burst = await self._bursts.next_of(line)
            async with self._chats:
                await self._handle_whatever_happens(burst)
            if self._stopping.is_set():
                return
            # Done or set aside, both on the disk: from here on it may be put back.
            self._in_hand.difference_update(waiting.number for waiting in burst.waiting)
        del self._lines[chat]

    async def _handle_whatever_happens(self, burst: Burst) -> None:
        """Handle a burst; even our own mistake must not leave those behind it in line for ever."""
        try:
            await self._handle(burst)
        except Exception as error:  # noqa: BLE001 - it stays in the inbox and is tried again after a restart
            logger.critical("update %d could not be worked off: %s", burst.last.update_id, where(error))

    async def _handle(self, burst: Burst) -> None:
        """Try until it is done or set aside."""
        waiting = burst.last
        # The same in the log, in the inbox and in the apology, from the first failure on, and when it is tried again.
        reference = waiting.reference or ""
        for pause in pauses():
            if self._stopping.is_set():
                return
            began = time.monotonic()
            error = await self._try(burst)
            if error is None:
                await self._desk.surely(self._desk.records.inbox.mark_done, *burst.waiting)
                self._desk.signs.answered(len(burst.waiting))
                return
            reference = reference or secrets.token_hex(4)
            about = {"update": waiting.update_id, "reference": reference}
            logger.warning("update %d failed, reference %s: %s", *about.values(), where(error), extra=about)
            if not self._is_outage(error, began) and await self._count_failure(burst, error) >= MOST_ATTEMPTS:
                await self._set_aside(burst, error, reference)
                return
            await self._pause(pause)

    async def _pause(self, for_s: float) -> None:
        """Wait, but not when we stop."""
        with suppress(TimeoutError):
            async with asyncio.timeout(for_s):
                await self._stopping.wait()

    async def _try(self, burst: Burst) -> Exception | None:
        """Handle a burst once; what went wrong, if anything."""
        waiting = burst.last
        try:
            *before, update = [await self._update(one) for one in burst.waiting]
        except Exception as error:  # noqa: BLE001 - updates of any form may come, and none may stop us
            return error
        messages = tuple(one.message for one in before if one.message is not None)
        handling = Handling(received_at=waiting.received_at, before=messages)
        self._desk.handling[waiting.update_id] = handling
        try:
            with self._desk.served.held():
                if await self._door.admits(update, waiting, handling):
                    await self._application.process_update(update)
        except Exception as error:  # noqa: BLE001 - what handlers raise is noted; this is the door's own
            return error
        finally:
            del self._desk.handling[waiting.update_id]
        return handling.error

    async def _piece(self, waiting: Waiting) -> Piece | None:
        try:
            update = self._read[waiting.number] = await self._update(waiting)
        except Exception:  # noqa: BLE001 - the same will happen when it is handled, where it is told and tried again
            return None
        return piece_in(update, self._desk.me)

    def _show_reading(self, piece: Piece) -> None:
        """Let the person see that we are there while we wait for the rest; others in a group need not know."""
        if piece.chat == piece.sender:
            self._desk.background.begin(self._desk.sender.show_typing(Place(chat_id=piece.chat)))

    async def _update(self, waiting: Waiting) -> Update:
        """The update itself, read once for looking at it and for the first try to handle it."""
        read = self._read.pop(waiting.number, None)
        if read is not None:
            return read
        raw = await self._desk.keep(self._desk.records.inbox.raw, waiting)
        update = Update.de_json(read_update(raw), self._application.bot)
        if not has_sound_ids(update):
            raise ValueError("an update with ids that are none")
        return update

    async def _note_error(self, update: object, context: Context) -> None:
        if isinstance(update, Update):
            self._desk.handling[update.update_id].error = context.error

    def _is_outage(self, error: Exception, began: float) -> bool:
        """Claim that the error is not this update's: nothing gets through, or the records cannot be reached."""
        if isinstance(error, sqlite3.OperationalError):
            return True
        is_network = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
        return is_network and not self._desk.sender.succeeded_since(began)

    async def _count_failure(self, burst: Burst, error: Exception) -> int:
        def count() -> int:
            inbox = self._desk.records.inbox
            return max(inbox.mark_failed(waiting, type(error).__name__) for waiting in burst.waiting)

        return await self._desk.surely(count)

    async def _set_aside(self, burst: Burst, error: Exception, reference: str) -> None:
        """Stop trying, say sorry, and tell the admins."""
        for waiting in burst.waiting:
            about = {"update": waiting.update_id, "reference": reference}
            logger.error("update %d is set aside, reference %s: %s", *about.values(), where(error), extra=about)
            await self._desk.surely(self._desk.records.inbox.set_aside, waiting, reference)
        self._desk.signs.set_aside(len(burst.waiting))
        try:
            # Who had one apology and did not ask for another try needs no second.
            if not burst.last.is_replay:
                await self._apologise(burst.last, reference)
            await tell_admins(self._desk, "set_aside", reference=reference)
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
