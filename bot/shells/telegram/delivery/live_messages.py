"""Messages that keep themselves up to date, each every few seconds at most."""

import time
from collections.abc import Awaitable, Callable

from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen

EVERY_S = 2.0


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
        self._shown[chat_id, message_id] = time.monotonic(), screen
        is_there = await self._desk.sender.edit(Place(chat_id=chat_id), message_id, screen.html, screen.keyboard)
        if not is_there:
            del self._shown[chat_id, message_id]
        return is_there
