"""All that the server knows, behind one lock.

Methods of the Bot API run on the server's thread, people act on the test's thread; both hold ``world.lock``
while they read or write, and whoever waits for something waits on it.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.bot_api.chats import Account, Chat
from tests.bot_api.errors import Json, bad_request
from tests.bot_api.faults import FaultPlan
from tests.bot_api.messages import Message
from tests.bot_api.profile import Profile
from tests.bot_api.rate_limits import RateLimits
from tests.bot_api.records import Call, CallbackAnswer, InlineAnswer, Refused, Sent
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.updates import UpdateQueue
from tests.bot_api.uploads import Uploads
from tests.bot_api.webhook_settings import Webhook

if TYPE_CHECKING:
    from tests.bot_api.polls import Poll

_ASKED_EVERY_S = 0.02


class World:
    """People, chats, updates and what was recorded."""

    def __init__(self, token: str) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.token = token
        self.bot = Account(
            id=int(token.partition(":")[0]), is_bot=True, first_name="Trade bot", username="trade_test_bot"
        )
        self.reads_all_group_messages = False
        self.logged_out = False
        self.closing = False
        self.accounts: dict[int, Account] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.polls: dict[str, Poll] = {}
        self.callbacks: dict[str, CallbackAnswer | None] = {}
        self.expired: set[str] = set()
        self.inline: dict[str, InlineAnswer | None] = {}
        self.updates = UpdateQueue()
        self.uploads = Uploads()
        self.profile = Profile()
        self.webhook = Webhook()
        self.faults = FaultPlan()
        self.rate_limits = RateLimits()
        self.calls: list[Call] = []
        self.refused: list[Refused] = []
        self.sent: list[Sent] = []
        self._last_message_id = 1  # In forums 1 is the General topic.

    def wait_until(self, holds: Callable[[], bool], timeout: float) -> bool:
        """Wait until *holds* is true; it is asked, under the lock, after each change and many times a second.

        It may look at more than this world, such as a log or a database, which tell nobody when they change.
        """
        until = time.monotonic() + timeout
        with self.lock:
            while not holds():
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self.lock.wait(min(left, _ASKED_EVERY_S))
        return True

    def changed(self) -> None:
        self.lock.notify_all()

    def find_chat(self, parameters: Parameters) -> Chat:
        """The chat a call is about; raises the refusal if the bot may not write there."""
        wanted = parameters.text("chat_id")
        if not wanted:
            raise bad_request("chat_id is empty")
        chat = self.chat_named(wanted)
        if chat is None:
            raise bad_request("chat not found")
        if chat.refusal is not None:
            raise chat.refusal
        return chat

    def chat_named(self, wanted: str) -> Chat | None:
        if wanted.startswith("@"):
            return next((chat for chat in self.chats.values() if chat.username == wanted[1:]), None)
        try:
            return self.chats.get(int(wanted))
        except ValueError:
            return None

    def post(self, chat: Chat, *, sender_id: int, **fields: Any) -> Message:
        """Put a new message into *chat*."""
        self._last_message_id += 1
        message = Message(
            chat_id=chat.id,
            message_id=self._last_message_id,
            time=time.time(),
            sender_id=sender_id,
            from_bot=sender_id == self.bot.id,
            **fields,
        )
        chat.messages[message.message_id] = message
        if message.from_bot:
            chat.from_bot.append(message.message_id)
        self.changed()
        return message

    def amend(self, chat: Chat, message: Message) -> Message:
        """Put a changed message in the place of the old one."""
        changed = replace(message, edited_at=time.time())
        chat.messages[message.message_id] = changed
        if changed.from_bot:
            chat.edited_by_bot.append(message.message_id)
        self.changed()
        return changed

    def message_json(self, message: Message, *, with_reply: bool = True) -> Json:
        chat = self.chats[message.chat_id]
        replied = chat.messages.get(message.reply_to) if message.reply_to and with_reply else None
        return message.to_json(
            chat.to_json(),
            self.accounts[message.sender_id].to_json(),
            self.bot.to_json(),
            None if replied is None else self.message_json(replied, with_reply=False),
        )

    def record_call(self, method: str, params: Mapping[str, Any]) -> Call:
        chat_id = params.get("chat_id")
        if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit():
            chat_id = int(chat_id)
        call = Call(number=len(self.calls) + 1, method=method, params=params, chat_id=chat_id, time=time.time())
        self.calls.append(call)
        self.changed()
        return call

    def record_sent(self, method: str, parameters: Parameters, **fields: Any) -> None:
        self.sent.append(Sent(method=method, params=parameters.readable(), time=time.time(), **fields))
        self.changed()

    def record_messages(self, method: str, parameters: Parameters, messages: Iterable[Message]) -> None:
        for message in messages:
            self.record_sent(
                method,
                parameters,
                chat_id=message.chat_id,
                message_id=message.message_id,
                text=message.text,
                plain=message.plain,
                entities=message.entities,
                buttons=message.buttons,
                reply_keyboard=message.reply_keyboard,
                reply_to=message.reply_to,
                thread_id=message.thread_id,
                document=message.document,
                photo=message.photo,
                file_name=message.file.name if message.file else None,
            )
