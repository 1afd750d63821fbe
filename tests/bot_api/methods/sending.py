"""sendMessage, and what all sending has in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bot_api.chats import Chat
from tests.bot_api.errors import bad_request
from tests.bot_api.formatting import read_text
from tests.bot_api.keyboards import Markup, read_markup
from tests.bot_api.messages import Message
from tests.bot_api.methods.registry import method
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.world import World

MAX_TEXT = 4096
CHAT_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a message goes, what it replies to, what hangs under it."""

    chat: Chat
    thread_id: int | None
    reply_to: int | None
    markup: Markup

    def post(self, world: World, **fields: Any) -> Message:
        return world.post(
            self.chat,
            sender_id=world.bot.id,
            thread_id=self.thread_id,
            reply_to=self.reply_to,
            inline_keyboard=self.markup.inline,
            other_keyboard=self.markup.other,
            **fields,
        )


def read_target(world: World, parameters: Parameters) -> Target:
    markup = read_markup(parameters)
    chat = world.find_chat(parameters)
    thread_id = parameters.integer("message_thread_id")
    chat.check_topic(thread_id)
    reply_to = _read_reply(chat, parameters)
    if thread_id is None and reply_to is not None and chat.is_forum:
        thread_id = chat.messages[reply_to].thread_id
    return Target(chat=chat, thread_id=thread_id, reply_to=reply_to, markup=markup)


def _read_reply(chat: Chat, parameters: Parameters) -> int | None:
    wanted = parameters.structure("reply_parameters") or {
        "message_id": parameters.integer("reply_to_message_id"),
        "allow_sending_without_reply": parameters.flag("allow_sending_without_reply"),
    }
    message_id = wanted.get("message_id")
    if message_id is None or int(message_id) in chat.messages:
        return None if message_id is None else int(message_id)
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def sent(world: World, name: str, parameters: Parameters, messages: Sequence[Message]) -> None:
    """Record *messages* as sent by method *name*."""
    world.record_messages(name, parameters, messages)


@method("sendMessage")
def send_message(world: World, parameters: Parameters) -> object:
    text = read_text(parameters, "text", required=True, limit=MAX_TEXT)
    target = read_target(world, parameters)
    message = target.post(world, text=text.source, plain=text.plain, entities=text.entities)
    sent(world, "sendMessage", parameters, [message])
    return world.message_json(message)


@method("sendChatAction")
def send_chat_action(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    chat.check_topic(parameters.integer("message_thread_id"))
    if parameters.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.record_sent("sendChatAction", parameters, chat_id=chat.id, text=parameters.text("action"))
    return True
