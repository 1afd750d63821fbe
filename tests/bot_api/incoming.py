"""What people do, turned into messages and updates. Callers hold the world's lock."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.bot_api.chats import BLOCKED, NEVER_MET, Account, Chat, Standing, member_json
from tests.bot_api.detection import detect_entities
from tests.bot_api.messages import Message
from tests.bot_api.world import World

if TYPE_CHECKING:
    from tests.bot_api.errors import Json


def private_chat(world: World, user_id: int, first_name: str) -> Chat:
    """The chat of a person with the bot; both are made if they are new."""
    if user_id not in world.accounts:
        world.accounts[user_id] = Account(id=user_id, first_name=first_name)
    account = world.accounts[user_id]
    if user_id not in world.chats:
        world.chats[user_id] = Chat(
            id=user_id, kind="private", first_name=account.first_name, username=account.username
        )
    return world.chats[user_id]


def deliver_text(world: World, chat: Chat, user_id: int, text: str, **fields: Any) -> Message:
    """A person says *text*; commands and the like in it become entities."""
    return deliver(world, chat, user_id, text=text, plain=text, entities=tuple(detect_entities(text)), **fields)


def deliver(world: World, chat: Chat, user_id: int, **fields: Any) -> Message:
    """Post a person's message and tell the bot, if it can see it."""
    if chat.refusal is BLOCKED:
        change_standing(world, chat, user_id, old="kicked", new="member")
    if chat.refusal in {BLOCKED, NEVER_MET}:
        chat.refusal = None
    chat.members.setdefault(user_id, "member")
    message = world.post(chat, sender_id=user_id, **fields)
    if _bot_sees(world, chat, message):
        return tell_bot(world, chat, "message", message)
    return message


def tell_bot(world: World, chat: Chat, kind: str, message: Message) -> Message:
    """Push *message* as an update of *kind*; gives the message with the id of the update."""
    update_id = world.updates.push(kind, world.message_json(message))
    known = replace(message, update_id=update_id)
    chat.messages[message.message_id] = known
    return known


def change_standing(world: World, chat: Chat, by: int, *, old: Standing, new: Standing) -> int | None:
    """Tell the bot that its own standing in *chat* changed."""
    return _push_change(world, "my_chat_member", chat, by, world.bot, (old, new))


def change_member(world: World, chat: Chat, user_id: int, *, old: Standing, new: Standing) -> int | None:
    """Tell the bot, if it asked for such, that a person's standing in *chat* changed."""
    return _push_change(world, "chat_member", chat, user_id, world.accounts[user_id], (old, new))


def _push_change(
    world: World, kind: str, chat: Chat, by: int, whose: Account, standings: tuple[Standing, Standing]
) -> int | None:
    payload: Json = {
        "chat": chat.to_json(),
        "from": world.accounts[by].to_json(),
        "date": int(time.time()),
        "old_chat_member": member_json(whose, standings[0]),
        "new_chat_member": member_json(whose, standings[1]),
    }
    return world.updates.push(kind, payload)


def _bot_sees(world: World, chat: Chat, message: Message) -> bool:
    """In groups a bot sees commands, replies to it, mentions and service messages, unless it may see all."""
    standing = chat.standing(world.bot.id)
    if chat.is_private:
        return True
    if standing in {"left", "kicked"}:
        return False
    if world.reads_all_group_messages or standing in {"administrator", "creator"} or not message.plain:
        return True
    replied = chat.messages.get(message.reply_to or 0)
    return (replied is not None and replied.from_bot) or _is_addressed(message.plain, world.bot.username or "")


def _is_addressed(text: str, username: str) -> bool:
    words = text.split()
    command, _, whose = (words or [""])[0].partition("@")
    if command.startswith("/"):
        return whose.lower() in {"", username.lower()}
    return f"@{username.lower()}" in text.lower()
