"""Files and pictures that we send."""

from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ParseMode

from bot.shells.telegram.sending import Delivery, Place, Sender


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
            reply_parameters=_reply_to(place),
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
            reply_parameters=_reply_to(place),
        )

    return await sender.deliver(place, send)


def _reply_to(place: Place) -> ReplyParameters | None:
    if place.reply_to is None:
        return None
    return ReplyParameters(message_id=place.reply_to, allow_sending_without_reply=True)
