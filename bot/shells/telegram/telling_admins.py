"""Lines to the admins, each in the language they chose."""

import logging

from telegram.error import TelegramError

from bot.logs import where
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.desk import Desk

logger = logging.getLogger(__name__)


async def tell_admins(desk: Desk, page: str, **values: object) -> None:
    """Send the template *page* with *values* to every admin; whoever cannot be reached is passed over."""
    replies = desk.parts.answerer.replies
    for admin in await desk.keep(desk.records.team.admins, desk.settings.admins):
        language = await desk.language_of(desk.records.names.person(admin))
        try:
            await desk.sender.send(Place(chat_id=admin), replies.page(page, language, **values))
        except TelegramError as failed:
            logger.warning("an admin could not be told (%s): %s", page, where(failed))
