"""Driving the server from another process: a few JSON calls beside the Bot API.

POST /control/say      [{"user": 1, "text": "hello"}, …]      -> [update ids]
POST /control/press    [{"user": 1, "button": 0}, …]          -> [update ids, null where there is no button]
                       [{"user": 1, "label": "Help"}, …]      the button with this text instead
GET  /control/sent     ?after=N&method=sendMessage            -> {"count", "sent": [...]}
GET  /control/counts                                          -> numbers of calls, sent, refused, pending
"""

import json
from urllib.parse import parse_qsl

from tests.bot_api.errors import Json
from tests.bot_api.incoming import deliver_text, private_chat
from tests.bot_api.pressing import press_button
from tests.bot_api.world import World


async def answer_control(world: World, path: str, query: bytes, body: bytes) -> object:
    asked = dict(parse_qsl(query.decode()))
    with world.lock:
        match path:
            case "say":
                return [_say(world, line) for line in json.loads(body)]
            case "press":
                return [_press(world, line) for line in json.loads(body)]
            case "sent":
                return _sent(world, int(asked.get("after", "0")), asked.get("method"))
            case "counts":
                return {
                    "calls": len(world.calls),
                    "sent": len(world.sent),
                    "refused": len(world.refused),
                    "pending": world.updates.count,
                    "exceeded": world.rate_limits.exceeded,
                }
            case _:
                return {"error": f"there is no control call {path}; see tests/bot_api/control.py"}


def _say(world: World, line: Json) -> int | None:
    chat = private_chat(world, int(line["user"]), str(line.get("first_name", "Load")))
    return deliver_text(world, chat, int(line["user"]), str(line["text"])).update_id


def _press(world: World, line: Json) -> int | None:
    """Press the button of that label, or of that number, counted round, in the latest message that has one."""
    user = int(line["user"])
    chat = world.chats[user]
    for message in reversed(chat.messages.values()):
        labels = [button.text for row in message.buttons for button in row if button.callback_data]
        if line.get("label") in labels:
            return press_button(world, chat, world.accounts[user], str(line["label"]), message.message_id).update_id
        if labels and "label" not in line:
            label = labels[int(line.get("button", 0)) % len(labels)]
            return press_button(world, chat, world.accounts[user], label, message.message_id).update_id
    return None


def _sent(world: World, after: int, method: str | None) -> Json:
    found = [
        {
            "method": sent.method,
            "chat_id": sent.chat_id,
            "plain": sent.plain,
            "reply_to": sent.reply_to,
            "message_id": sent.message_id,
            "time": sent.time,
        }
        for sent in world.sent[after:]
        if method in {None, sent.method}
    ]
    return {"count": len(world.sent), "sent": found}
