"""Marks that the bot puts on messages: reactions and pins."""

from tests.bot_api.errors import Json, bad_request
from tests.bot_api.methods.registry import method
from tests.bot_api.methods.sending import sent
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.world import World

# Written without the variation selectors that some clients add.
_EMOJI = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐
🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾
🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(_EMOJI.split())


@method("setMessageReaction")
def set_message_reaction(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    message = chat.messages.get(parameters.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to react not found")
    reactions = parameters.list_of_objects("reaction")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not all(map(_is_allowed, reactions)):
        raise bad_request("REACTION_INVALID")
    chat.reactions[message.message_id] = reactions
    sent(world, "setMessageReaction", parameters, [message])
    return True


def _is_allowed(reaction: Json) -> bool:
    emoji = str(reaction.get("emoji", "")).replace("\ufe0f", "")
    return reaction.get("type") != "emoji" or emoji in REACTIONS


@method("pinChatMessage")
def pin_chat_message(world: World, parameters: Parameters) -> object:
    return _pin(world, "pinChatMessage", parameters)


@method("unpinChatMessage")
def unpin_chat_message(world: World, parameters: Parameters) -> object:
    return _pin(world, "unpinChatMessage", parameters)


def _pin(world: World, name: str, parameters: Parameters) -> object:
    """Pin or unpin a message; without a message_id the one pinned last is unpinned."""
    chat = world.find_chat(parameters)
    if not chat.is_private and chat.standing(world.bot.id) not in {"administrator", "creator"}:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message_id = parameters.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.messages:
        raise bad_request(f"message to {name.removesuffix('ChatMessage')} not found")
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
    if name == "pinChatMessage":
        chat.pinned.append(message_id)
    sent(world, name, parameters, [chat.messages[message_id]])
    return True
