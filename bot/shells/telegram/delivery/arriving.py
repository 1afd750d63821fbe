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


def read_update(raw: str) -> Any:
    """*raw* as the library takes it: older servers leave out of polls what it asks for."""
    update = json.loads(raw)
    return _with_whole_polls(update) if '"poll' in raw else update


def has_sound_ids(update: Update) -> bool:
    """Claim that all ids in *update* that we go by are numbers of Telegram's size; else it could harm others."""
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    ids = [holder.id for holder in (chat, user) if holder is not None]
    if message is not None:
        ids += [message.message_id, *(thread for thread in (message.message_thread_id,) if thread is not None)]
    return all(type(number) is int and abs(number) <= _HIGHEST_ID for number in ids)


def _with_whole_polls(value: Any) -> Any:
    """*value* with what polls and answers have since Bot API 9.6 and 10."""
    if isinstance(value, list):
        return [_with_whole_polls(item) for item in value]
    if not isinstance(value, dict):
        return value
    whole = {key: _with_whole_polls(item) for key, item in value.items()}
    if "total_voter_count" in whole:
        whole = {"allows_revoting": False, "members_only": False} | whole
    elif "voter_count" in whole:
        whole = {"persistent_id": ""} | whole
    elif "option_ids" in whole:
        whole = {"option_persistent_ids": []} | whole
    return whole


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
