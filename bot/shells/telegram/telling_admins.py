"""Lines to the admins, each in the language they chose."""

import logging
import sqlite3

from telegram.error import TelegramError

from bot.logs import where
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.desk import Desk

logger = logging.getLogger(__name__)


async def tell_admins(desk: Desk, page: str, **values: object) -> None:
    """Send the template *page* with *values* to every admin; whoever cannot be reached is passed over.

    Where the records do not say who they are, nobody is told: what there was to tell of goes on all the same.
    """
    replies = desk.parts.answerer.replies
    try:
        for admin in await desk.keep(desk.records.team.admins, desk.settings.admins):
            language = await desk.language_of(desk.records.names.person(admin))
            await _tell(desk, admin, page, replies.page(page, language, **values))
    except sqlite3.Error as failed:
        logger.warning("the admins could not be told (%s): %s", page, where(failed))


async def _tell(desk: Desk, admin: int, page: str, html: str) -> None:
    try:
        await desk.sender.send(Place(chat_id=admin), html)
    except TelegramError as failed:
        logger.warning("an admin could not be told (%s): %s", page, where(failed))
