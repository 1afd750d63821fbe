"""Whether a message speaks to us, and what it says when our name is taken out of it."""

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType


def words_for_us(message: Message, me: User) -> str | None:
    """The words of *message*, its caption's included, if it is meant for us; in groups it must say so.

    None if it has no words or talks to others.
    """
    return words_of(message, me) if is_for_us(message, me) else None


def words_of(message: Message, me: User) -> str | None:
    """The words of *message*, its caption's included, without our name and a command; None if it has none."""
    words = message.text or message.caption
    if words is None:
        return None
    for name in (*_commands(message), *_mentions(message, me)):
        words = words.replace(name, " ", 1)
    return words.strip()


def sender_of(message: Message) -> int:
    """The id of who speaks: a person, or the channel or the group in whose name somebody does."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.chat.id if message.from_user is None else message.from_user.id


def is_for_us(message: Message, me: User) -> bool:
    """Claim that *message* speaks to us: in private all does, elsewhere what names us or replies to us."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    replied = message.reply_to_message
    is_reply = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    return is_reply or bool(_mentions(message, me))


def command_is_for_us(message: Message, me: User) -> bool:
    """Claim that a command is ours to answer: in groups an unknown one may be another bot's."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    command = (message.text or "").split(maxsplit=1)[0].lower()
    return command.endswith(f"@{(me.username or '').lower()}")


def _commands(message: Message) -> tuple[str, ...]:
    """The command that *message* begins with, as it has it."""
    found = message.parse_entities([MessageEntity.BOT_COMMAND]) if message.text else {}
    return tuple(text for entity, text in found.items() if entity.offset == 0)


def _mentions(message: Message, me: User) -> tuple[str, ...]:
    """Our name as the *message* has it, wherever it has it."""
    found = message.parse_entities() if message.text else message.parse_caption_entities() if message.caption else {}
    own_name = f"@{me.username}".lower()
    return tuple(
        text
        for entity, text in found.items()
        if (entity.type == MessageEntity.MENTION and text.lower() == own_name)
        or (entity.user is not None and entity.user.id == me.id)
    )
