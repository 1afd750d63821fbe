"""What sending shows beyond the message at hand: who blocked us, and templates that Telegram cannot read."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from telegram import ChatMember, Update

from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.telling_admins import tell_admins

TOLD_AGAIN_AFTER_S = 3600.0

logger = logging.getLogger(__name__)


class DeskWatcher:
    """Keeps the records true and tells the admins, for one *desk*."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._clock = clock
        self._blocked = set(desk.records.chats.blocked())
        self._told_at: dict[str, float] = {}

    async def blocked(self, chat_id: int) -> None:
        """Note that this chat does not let us write, so that broadcasts pass it over."""
        self._blocked.add(self._desk.records.names.chat(chat_id))
        await self._desk.surely(self._desk.records.chats.mark_blocked, chat_id)

    async def reached(self, chat_id: int) -> None:
        """A chat that had blocked us lets us write again; what went there is out, whether that can be noted or not."""
        if self._desk.records.names.chat(chat_id) in self._blocked:
            await self._opened(chat_id)

    async def unreadable(self, html: str, problem: str) -> None:
        """Log it under a reference, and tell the admins of each kind of problem at most once an hour.

        The words are in neither: they may be somebody's. The tags are our own.
        """
        reference = secrets.token_hex(4)
        tags = " ".join(re.findall(r"</?[a-z-]{1,12}", html)[:20])
        place = "".join(re.findall(r"at byte offset \d+", problem))
        logger.error("markup that Telegram cannot read, reference %s: %s among the tags %s", reference, place, tags)
        kind = " ".join(sorted(set(re.findall(r"</?[a-z-]{1,12}", html))))
        now = self._clock()
        if now - self._told_at.get(kind, -TOLD_AGAIN_AFTER_S) >= TOLD_AGAIN_AFTER_S:
            self._told_at[kind] = now
            # The person has the answer; whoever mends the template need not hold them up.
            self._desk.background.begin(tell_admins(self._desk, "unreadable", reference=reference))

    async def on_standing(self, update: Update, _context: Context) -> None:
        """Someone blocks or unblocks us, or a group puts us out or lets us in."""
        change = update.my_chat_member
        if change is None:
            return
        is_out = change.new_chat_member.status in {ChatMember.LEFT, ChatMember.BANNED}
        await (self.blocked if is_out else self._opened)(change.chat.id)

    async def _opened(self, chat_id: int) -> None:
        self._blocked.discard(self._desk.records.names.chat(chat_id))
        await self._desk.surely(self._desk.records.chats.mark_open, chat_id)
