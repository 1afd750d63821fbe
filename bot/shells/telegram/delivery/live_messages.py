"""Messages that keep themselves up to date, each every few seconds at most."""

import logging
import time
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest

from bot.logs import where
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen

EVERY_S = 2.0

logger = logging.getLogger(__name__)


class LiveMessages:
    """Puts what has changed in the place of what was shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: dict[tuple[int, int], tuple[float, Screen]] = {}

    async def bring(self, chat_id: int, message_id: int, make: Callable[[], Awaitable[Screen | None]]) -> bool:
        """Show what *make* gives, unless it was brought just now; False if the message is gone."""
        since, before = self._shown.get((chat_id, message_id), (float("-inf"), None))
        if time.monotonic() - since < EVERY_S:
            return True
        screen = await make()
        if screen is None or screen == before:
            return True
        try:
            is_there = await self._desk.sender.edit(Place(chat_id=chat_id), message_id, screen.html, screen.keyboard)
        except BadRequest as error:
            # It would be refused again and again, and hold up what a room is to get.
            logger.warning("a message could not be kept up to date: %s", where(error))
            is_there = True
        if is_there:
            self._shown[chat_id, message_id] = time.monotonic(), screen
        else:
            self._shown.pop((chat_id, message_id), None)
        return is_there
