"""What the bot asks about chats, members and files."""

from tests.bot_api.chats import member_json, not_member
from tests.bot_api.errors import bad_request
from tests.bot_api.methods.registry import method
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.uploads import MAX_DOWNLOAD_BYTES
from tests.bot_api.world import World

GIFTS = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels",
)  # fmt: skip


@method("getChat")
def get_chat(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    written = chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if chat.pinned:
        written["pinned_message"] = world.message_json(chat.messages[chat.pinned[-1]])
    return written


@method("getChatMember")
def get_chat_member(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    account = world.accounts.get(parameters.integer("user_id") or 0)
    if account is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_json(account, chat.standing(account.id))


@method("getChatAdministrators")
def get_chat_administrators(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(world.accounts[user_id], standing)
        for user_id, standing in chat.members.items()
        if standing in {"creator", "administrator"}
    ]


@method("leaveChat")
def leave_chat(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[world.bot.id] = "left"
    chat.refusal = not_member(chat.kind)
    world.record_sent("leaveChat", parameters, chat_id=chat.id)
    return True


@method("getFile")
def get_file(world: World, parameters: Parameters) -> object:
    file = world.uploads.by_id.get(parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.to_json()
