"""What a message points back to by replying: somebody's words, or the question that an answer of ours was about."""

from telegram import Message

from bot.shells.telegram.addressing import words_of
from bot.shells.telegram.desk import Asker, Desk, asking_message


async def words_pointed_at(desk: Desk, asker: Asker, message: Message) -> str | None:
    """What *message* replies to; None if it replies to nothing with words."""
    replied = asking_message(message)
    if replied is None:
        return None
    if is_ours(replied, desk):
        log = desk.records.conversations
        known = await desk.keep(log.of_reply, asker.asking.chat, replied.message_id)
        return None if known is None else known.question
    return message.quote.text if message.quote is not None else words_of(replied, desk.me) or None


def is_ours(message: Message, desk: Desk) -> bool:
    """Claim that *message* is one of our own."""
    return message.from_user is not None and message.from_user.id == desk.me.id
