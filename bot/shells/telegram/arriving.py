"""Updates as they arrive: what the inbox must know of one, whatever is in it."""

import json
from typing import Any

from telegram import Update

from bot.records.inbox import Arrival
from bot.records.keyed_hash import KeyedHash

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "poll",
    "poll_answer",
    "my_chat_member",
)
"""The kinds of update that we ask for, by polling and by webhook alike; the one list of them."""

_HIGHEST_ID = 2**63 - 1


def arrival_of(update: Any, names: KeyedHash) -> Arrival | None:
    """*update* as the inbox takes it; None if it has no id and so can be neither kept nor confirmed."""
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id <= _HIGHEST_ID:
        return None
    # JSON can carry halves of characters, which neither the database nor Telegram takes.
    raw = json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()
    return Arrival(update_id=update_id, chat=_lane(update, names), raw=raw)


def has_sound_ids(update: Update) -> bool:
    """Claim that all ids in *update* that we go by are numbers of Telegram's size; else it could harm others."""
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    ids = [holder.id for holder in (chat, user) if holder is not None]
    if message is not None:
        ids += [message.message_id, *(thread for thread in (message.message_thread_id,) if thread is not None)]
    return all(type(number) is int and abs(number) <= _HIGHEST_ID for number in ids)


def _lane(update: dict[str, Any], names: KeyedHash) -> str:
    """The name of the chat in which *update* happened, or of the person if it happened in none."""
    contents = [content for content in update.values() if isinstance(content, dict)]
    for content in contents:
        chat = _id_in(content.get("message", content), "chat")
        if chat is not None:
            return names.chat(chat)
    for content in contents:
        for key in ("from", "user"):
            person = _id_in(content, key)
            if person is not None:
                return names.person(person)
    return ""


def _id_in(holder: Any, key: str) -> int | None:
    found = holder.get(key) if isinstance(holder, dict) else None
    number = found.get("id") if isinstance(found, dict) else None
    return number if type(number) is int else None
