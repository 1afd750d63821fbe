"""Files and pictures that we send, and files that are sent to us."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram import Document as SentDocument
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken

from bot.errors import TradebotError
from bot.files.problems import Problem
from bot.records.spreadsheets import csv_file
from bot.shells.telegram.delivery.deliveries import Delivery, Place
from bot.shells.telegram.delivery.sending import Sender


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file, and the words under it."""

    name: str
    content: bytes
    html: str


async def send_document(sender: Sender, place: Place, document: Document) -> Delivery:
    """Send *document* to *place*."""

    async def send(bot: Bot) -> Message:
        return await bot.send_document(
            place.chat_id,
            document.content,
            filename=document.name,
            caption=document.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=place.thread_id,
            reply_parameters=place.reply_parameters,
        )

    return await sender.deliver(place, send)


async def send_photo(
    sender: Sender, place: Place, picture: bytes, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> Delivery:
    """Send *picture* (PNG or JPEG) to *place*; the *html* under it says in words what it shows."""

    async def send(bot: Bot) -> Message:
        return await bot.send_photo(
            place.chat_id,
            picture,
            caption=html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            message_thread_id=place.thread_id,
            reply_parameters=place.reply_parameters,
        )

    return await sender.deliver(place, send)


def problems_csv(problems: Sequence[Problem], translated: Callable[[str], str]) -> bytes:
    """All *problems* as a spreadsheet reads them, *translated* for its reader."""
    columns = tuple(map(translated, ("file", "line", "what", "mend")))
    rows = [(one.file, one.line, translated(one.what), translated(one.mend)) for one in problems]
    return csv_file(columns, rows)


class DocumentGoneError(TradebotError):
    """Telegram does not give us any more what somebody sent."""


async def fetched(sender: Sender, document: SentDocument, most: int) -> bytes | None:
    """What is in the *document* that somebody sent; None where it is more than *most* bytes, which are not fetched.

    Raises DocumentGoneError where Telegram has it no more.
    """

    async def fetch(bot: Bot) -> bytes | None:
        file = await bot.get_file(document.file_id)
        if (file.file_size or 0) > most:
            return None
        content = bytes(await file.download_as_bytearray())
        return content if len(content) <= most else None

    if (document.file_size or 0) > most:
        return None
    try:
        return await sender.aside(fetch)
    except BadRequest as error:
        if "file is too big" in error.message.lower():
            return None
        raise DocumentGoneError from error
    except InvalidToken as error:  # which is what a file that is gone looks like
        raise DocumentGoneError from error
