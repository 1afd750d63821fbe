"""What we cannot read, such as voice and pictures: one polite line, and not one for each of thirty photos."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import Message, Update
from telegram.constants import ChatType

from bot.shells.telegram.addressing import is_for_us
from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.screens import Screens

SAID_AGAIN_AFTER = timedelta(minutes=1)
_CHATS_REMEMBERED = 10_000


@dataclass(frozen=True, kw_only=True)
class OtherContent:
    """Says once in a while that we read words alone."""

    desk: Desk
    _said: "OrderedDict[tuple[str, str], tuple[int, datetime]]" = field(default_factory=OrderedDict)
    """By chat and person: the message answered last, and when it was sent."""
    _albums: "OrderedDict[str, None]" = field(default_factory=OrderedDict)
    """Of which a picture had words, which are answered."""

    async def on_caption(self, update: Update, _context: Context) -> None:
        """Someone sends something with words; the other pictures of the same album need no line."""
        album = None if update.effective_message is None else update.effective_message.media_group_id
        if album is not None:
            self._albums[album] = None
            if len(self._albums) > _CHATS_REMEMBERED:
                self._albums.popitem(last=False)

    async def on_other_content(self, update: Update, _context: Context) -> None:
        """Someone sends what has no words."""
        message = update.effective_message
        if (
            message is None
            or message.media_group_id in self._albums
            or not _expects_an_answer(message)
            or not is_for_us(message, self.desk.me)
        ):
            return
        asker = await self.desk.asker(update)
        who = (asker.asking.chat, asker.asking.person)
        if self._was_said(who, message):
            return
        await self.desk.show(asker, Screens(self.desk.parts).page("not_text", asker.language))
        self._said[who] = (message.message_id, message.date)
        self._said.move_to_end(who)
        if len(self._said) > _CHATS_REMEMBERED:
            self._said.popitem(last=False)

    def _was_said(self, who: tuple[str, str], message: Message) -> bool:
        number, at = self._said.get(who, (message.message_id, message.date))
        return number != message.message_id and abs(message.date - at) < SAID_AGAIN_AFTER


def _expects_an_answer(message: Message) -> bool:
    """Claim that *message* may hold a question; in a group a sticker to our answer is just a nod."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    return any((message.voice, message.video_note, message.photo, message.document, message.audio, message.video))
