"""Changing and removing what was sent."""

from dataclasses import replace
from typing import Any

from tests.bot_api.chats import Chat
from tests.bot_api.errors import bad_request
from tests.bot_api.formatting import read_text
from tests.bot_api.keyboards import read_markup
from tests.bot_api.messages import Message
from tests.bot_api.methods.registry import method
from tests.bot_api.methods.sending import MAX_TEXT, sent
from tests.bot_api.methods.sending_files import MAX_CAPTION, read_media
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def _message_to_edit(world: World, parameters: Parameters) -> tuple[Chat, Message]:
    if parameters.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.find_chat(parameters)
    message = chat.messages.get(parameters.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: World, name: str, parameters: Parameters, **fields: Any) -> object:
    chat, message = _message_to_edit(world, parameters)
    changed = replace(message, inline_keyboard=read_markup(parameters).inline, **fields)
    if changed.same_words_as(message):
        raise bad_request(NOT_MODIFIED)
    changed = world.amend(chat, changed)
    sent(world, name, parameters, [changed])
    return world.message_json(changed)


@method("editMessageText")
def edit_message_text(world: World, parameters: Parameters) -> object:
    text = read_text(parameters, "text", required=True, limit=MAX_TEXT)
    _chat, message = _message_to_edit(world, parameters)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, "editMessageText", parameters, text=text.source, plain=text.plain, entities=text.entities)


@method("editMessageCaption")
def edit_message_caption(world: World, parameters: Parameters) -> object:
    caption = read_text(parameters, "caption", required=False, limit=MAX_CAPTION)
    _chat, message = _message_to_edit(world, parameters)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _edit(
        world,
        "editMessageCaption",
        parameters,
        text=caption.source,
        plain=caption.plain,
        entities=caption.entities,
    )


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, parameters: Parameters) -> object:
    return _edit(world, "editMessageReplyMarkup", parameters)


@method("editMessageMedia")
def edit_message_media(world: World, parameters: Parameters) -> object:
    media = parameters.structure("media")
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    _message_to_edit(world, parameters)
    file, caption = read_media(world, parameters, media)
    return _edit(
        world,
        "editMessageMedia",
        parameters,
        text=caption.source,
        plain=caption.plain,
        entities=caption.entities,
        content=file.content_json(),
        file=file,
    )


@method("deleteMessage")
def delete_message(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    message = chat.messages.get(parameters.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    _remove(world, chat, message)
    sent(world, "deleteMessage", parameters, [message])
    return True


@method("deleteMessages")
def delete_messages(world: World, parameters: Parameters) -> object:
    """Delete many; those that are not there are passed over."""
    chat = world.find_chat(parameters)
    wanted = [chat.messages.get(int(number)) for number in parameters.structure("message_ids") or ()]
    found = [message for message in wanted if message is not None]
    for message in found:
        _remove(world, chat, message)
    sent(world, "deleteMessages", parameters, found)
    return True


def _remove(world: World, chat: Chat, message: Message) -> None:
    is_admin = chat.standing(world.bot.id) in {"administrator", "creator"}
    if not (message.from_bot or chat.is_private or is_admin):
        raise bad_request("message can't be deleted")
    del chat.messages[message.message_id]
    if message.message_id in chat.pinned:
        chat.pinned.remove(message.message_id)
