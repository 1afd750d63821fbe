"""Serving Telegram: everything started in order, told in a few lines, and stopped without losing anything."""

import asyncio
import gc
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder

from bot.assembly import Parts
from bot.errors import ServiceError, SettingsError
from bot.logs import where
from bot.records.database import Clock
from bot.records.one_process import only_process
from bot.records.opening import open_records
from bot.settings import Settings
from bot.shells.telegram.announcing import announce
from bot.shells.telegram.curators.broadcast_run import send_broadcasts
from bot.shells.telegram.curators.cut_off import tell_cut_off
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.reloading import kept_current
from bot.shells.telegram.delivery.admitting import Door
from bot.shells.telegram.delivery.client import TelegramClient, make_client, utc_now
from bot.shells.telegram.delivery.lateness import TelegramTime
from bot.shells.telegram.delivery.listening import listening
from bot.shells.telegram.delivery.pacing import Pace
from bot.shells.telegram.delivery.polling import Poller
from bot.shells.telegram.delivery.sending import Sender
from bot.shells.telegram.delivery.signs import Signs
from bot.shells.telegram.delivery.webhook import Webhook
from bot.shells.telegram.delivery.working import Worker
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.handlers import add_handlers
from bot.shells.telegram.housekeeping import house_kept
from bot.shells.telegram.owners.telling import tell_answers
from bot.shells.telegram.served import Served
from bot.shells.telegram.workshops.room_keeping import give_to_rooms, keep_rooms

FINISH_S = 3.0
"""How long a stop waits for replies under way; the rest stays in the inbox."""

logger = logging.getLogger(__name__)


def _tell(line: str) -> None:
    print(line, flush=True)


def serve_until_stopped(settings: Settings, get_parts: Callable[[], Parts]) -> int:
    """Serve until SIGTERM or SIGINT, and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    asyncio.run(serve(settings, lambda: _interruptibly(lambda: settled(get_parts()))))
    return 0


def settled(parts: Parts) -> Parts:
    """*parts* warmed up, and out of the sight of the garbage collector.

    What is there for good would be searched for garbage again and again, each time a tenth of a second in which nobody
    is answered.
    """
    parts.warm_up()
    gc.collect()
    gc.freeze()
    return parts


def _interruptibly(get_parts: Callable[[], Parts]) -> Parts:
    """What *get_parts* gives; Ctrl-C ends it at once, though asyncio would rather wait for its loop to run again."""
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return get_parts()
    finally:
        signal.signal(signal.SIGINT, kept)


async def serve(
    settings: Settings,
    get_parts: Callable[[], Parts],
    *,
    clock: Clock = utc_now,
    stop: asyncio.Event | None = None,
    finish_s: float = FINISH_S,
    tell: Callable[[str], None] = _tell,
) -> None:
    """Serve with what *get_parts* gives until *stop* is set; raises TradebotError where that is not possible."""
    if settings.token is None:
        raise SettingsError(
            "TRADEBOT_TOKEN: there is no token; put the one BotFather gave you into the environment or .env"
        )
    token = settings.token.get_secret_value()
    with only_process(settings.data):
        at_telegram, signs = TelegramTime(clock), Signs()
        async with _connected(make_client(token, settings.api_url, at_telegram, signs), settings) as client:
            parts = get_parts()
            records = open_records(settings.data, clock, bot=client.id)
            sender = Sender(client, Pace(settings.pace), on_retry=signs.tries_again)
            served = Served(parts)
            desk = Desk(settings=settings, served=served, records=records, sender=sender, me=client.bot, signs=signs)
            door = Door(desk, at_telegram=at_telegram, here=clock)
            try:
                async with house_kept(desk, clock):
                    await _work(client, desk, door, stop or _stop_at_signals(), finish_s, tell)
            finally:
                desk.close()


async def _work(
    client: TelegramClient, desk: Desk, door: Door, stop: asyncio.Event, finish_s: float, tell: Callable[[str], None]
) -> None:
    application = ApplicationBuilder().bot(client).updater(None).build()
    editions = Editions(desk=desk)
    add_handlers(application, desk, editions)
    worker = Worker(application, desk, door)
    receiver = _receiver(client, desk, worker)
    await announce(client, desk.parts.templates)
    async with application, kept_current(desk, editions), listening(desk, receiver.routes()) as stop_listening:
        left_over = await desk.keep(desk.records.inbox.waiting)
        cut_off = await desk.keep(desk.records.long_work.cut_off)
        tell(_what_is_served(desk, len(left_over)))
        desk.background.begin(tell_cut_off(desk, cut_off))
        worker.take(left_over)
        receiving = asyncio.create_task(receiver.run())
        beside = [
            asyncio.create_task(_told_if_it_fails(work))
            for work in (
                worker.take_what_is_put_back(),
                send_broadcasts(desk),
                give_to_rooms(desk),
                keep_rooms(desk),
                tell_answers(desk),
            )
        ]
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({receiving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        was_refused = receiving.done()
        for task in (receiving, *beside):
            task.cancel()
        stop_listening()
        await worker.finish(finish_s)
        # What is just being sent is ended and noted, so that nobody gets it twice.
        for task in (receiving, *beside):
            with suppress(asyncio.CancelledError):
                await task
        if not was_refused:
            tell("tradebot: stopped; what was not answered yet is kept and answered at the next start")


async def _told_if_it_fails(work: Coroutine[Any, Any, object]) -> None:
    """Do *work* beside the updates; should it end before we do, that is at least in the log."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - updates are answered all the same
        logger.critical("what goes on beside the updates has ended: %s", where(error))


def _receiver(client: TelegramClient, desk: Desk, worker: Worker) -> Poller | Webhook:
    """What brings updates: Telegram calls us where there is a webhook, else we call it."""
    url, secret = desk.settings.webhook_url, desk.settings.webhook_secret
    if url is None or secret is None:
        return Poller(client, desk, worker.take)
    return Webhook(client, desk, worker.take, url, secret.get_secret_value())


@asynccontextmanager
async def _connected(client: TelegramClient, settings: Settings) -> AsyncIterator[TelegramClient]:
    """*client* once Telegram knows it; raises ServiceError with the mend."""
    api_url = settings.api_url
    try:
        await client.initialize()
        if settings.webhook_url is None:
            # Updates that go to a webhook cannot be polled; none of them is dropped by this.
            await client.delete_webhook(drop_pending_updates=False)
    except InvalidToken:
        await client.shutdown()
        raise ServiceError(
            f"{api_url} does not accept the token; copy it again from BotFather into TRADEBOT_TOKEN"
        ) from None
    except Conflict as error:
        await client.shutdown()
        raise ServiceError(f"{api_url}: {error.message}") from None
    except TelegramError as error:
        await client.shutdown()
        raise ServiceError(
            f"{api_url} cannot be reached ({error.message}); check the network and TRADEBOT_API_URL"
        ) from None
    try:
        yield client
    finally:
        await client.shutdown()


def _what_is_served(desk: Desk, left_over: int) -> str:
    parts = desk.parts
    lines = [
        f"tradebot serves @{desk.me.username} ({desk.me.full_name}); Ctrl-C stops it",
        f"  knowledge   {len(parts.knowledge.topics)} topics, version {parts.knowledge.version}",
        f"  encoders    {', '.join(parts.encoders) or 'none'}",
        f"  languages   {', '.join(parts.templates.languages)}",
        f"  database    {desk.records.path}",
    ]
    if desk.settings.listen:
        way = "updates come by webhook" if desk.settings.webhook_url else "updates are asked for"
        lines.append(f"  listens on  {desk.settings.listen}; {way}")
    if left_over:
        lines.append(f"  waiting     {left_over} updates from before are answered first")
    return "\n".join([*lines, *(f"  note        {warning}" for warning in parts.warnings)])


def _stop_at_signals() -> asyncio.Event:
    stop = asyncio.Event()
    if threading.current_thread() is threading.main_thread():
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
    return stop
