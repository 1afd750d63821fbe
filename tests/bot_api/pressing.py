"""Pressing a button under a message."""

from dataclasses import dataclass

from tests.bot_api.chats import Account, Chat
from tests.bot_api.incoming import deliver_text
from tests.bot_api.keyboards import Button
from tests.bot_api.messages import Message
from tests.bot_api.world import World


class NoSuchButtonError(AssertionError):
    """There is no such button; lists those that there are."""


@dataclass(frozen=True, kw_only=True)
class Press:
    """A button that was pressed; a link or the like gives no update and no query id."""

    label: str
    query_id: str = ""
    update_id: int | None = None
    message_id: int | None = None
    button: Button | None = None


def press_button(world: World, chat: Chat, who: Account, label: str, message_id: int | None) -> Press:
    """Press the button *label* in the latest message that has it, or in the one given."""
    messages = [chat.messages[message_id]] if message_id else list(reversed(chat.messages.values()))
    for message in messages:
        for button in (button for row in message.buttons for button in row):
            if button.answers_to(label):
                return _press_inline(world, chat, who, message, button)
        if any(label in row for row in message.reply_keyboard):
            said = deliver_text(world, chat, who.id, label, thread_id=message.thread_id)
            return Press(label=label, update_id=said.update_id, message_id=message.message_id)
    shown = [f"message {message.message_id}: {list(message.labels)}" for message in messages if message.buttons]
    raise NoSuchButtonError(f"no button {label!r} in chat {chat.id}; there are: {'; '.join(shown) or 'none'}")


def _press_inline(world: World, chat: Chat, who: Account, message: Message, button: Button) -> Press:
    if button.callback_data is None:
        return Press(label=button.text, button=button, message_id=message.message_id)
    query_id = str(4_000_000_000 + len(world.callbacks))
    world.callbacks[query_id] = None
    query = {
        "id": query_id,
        "from": who.to_json(),
        "message": world.message_json(message),
        "chat_instance": str(chat.id),
        "data": button.callback_data,
    }
    return Press(
        label=button.text,
        query_id=query_id,
        update_id=world.updates.push("callback_query", query),
        message_id=message.message_id,
        button=button,
    )
