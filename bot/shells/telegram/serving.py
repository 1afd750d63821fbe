"""Serving Telegram: everything started in order, told in a few lines, and stopped without losing anything."""

import asyncio
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder

from bot.assembly import Parts
from bot.errors import ServiceError, SettingsError
from bot.records.database import Clock
from bot.records.one_process import only_process
from bot.records.opening import open_records
from bot.settings import Settings
from bot.shells.telegram.announcing import announce
from bot.shells.telegram.client import TelegramClient, make_client
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.failures import set_up_logging
from bot.shells.telegram.handlers import add_handlers
from bot.shells.telegram.polling import Poller
from bot.shells.telegram.sending import Sender
from bot.shells.telegram.working import Worker

FIRST_QUESTION = "el transporte cuesta demasiado"
FINISH_S = 4.0
"""How long a stop waits for replies under way; the rest stays in the inbox."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def _tell(line: str) -> None:
    print(line, flush=True)


def serve_until_stopped(settings: Settings, get_parts: Callable[[], Parts]) -> int:
    """Serve until SIGTERM or SIGINT, and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if settings.token is not None:
        set_up_logging(settings.log_level, settings.token.get_secret_value())
    asyncio.run(serve(settings, lambda: _interruptibly(get_parts)))
    return 0


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
    clock: Clock = now,
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
        async with _connected(make_client(token, settings.api_url), settings.api_url) as client:
            parts = get_parts()
            records = open_records(settings.data, clock, bot=client.id)
            desk = Desk(settings=settings, parts=parts, records=records, sender=Sender(client), me=client.bot)
            try:
                await _work(client, desk, stop or _stop_at_signals(), finish_s, tell)
            finally:
                desk.close()


async def _work(
    client: TelegramClient, desk: Desk, stop: asyncio.Event, finish_s: float, tell: Callable[[str], None]
) -> None:
    application = ApplicationBuilder().bot(client).updater(None).build()
    add_handlers(application, desk)
    worker = Worker(application, desk)
    await announce(client, desk.parts.templates)
    async with application:
        left_over = await desk.keep(desk.records.inbox.waiting)
        tell(_what_is_served(desk, len(left_over)))
        # The first question would otherwise wait a second for what is loaded at first use.
        warming = asyncio.ensure_future(desk.think(desk.parts.answerer.answer, FIRST_QUESTION))
        worker.take(left_over)
        polling = asyncio.create_task(Poller(client, desk, worker.take).run())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        was_refused = polling.done()
        polling.cancel()
        warming.cancel()
        await worker.finish(finish_s)
        with suppress(asyncio.CancelledError):
            await polling
        if not was_refused:
            tell("tradebot: stopped; what was not answered yet is kept and answered at the next start")


@asynccontextmanager
async def _connected(client: TelegramClient, api_url: str) -> AsyncIterator[TelegramClient]:
    """*client* once Telegram knows it; raises ServiceError with the mend."""
    try:
        await client.initialize()
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
