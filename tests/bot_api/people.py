"""People who use the bot, as tests handle them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tests.bot_api.chats import BLOCKED, DEACTIVATED, Account, Chat
from tests.bot_api.detection import detect_entities
from tests.bot_api.errors import Json
from tests.bot_api.groups import Group, Place
from tests.bot_api.incoming import change_member, change_standing, deliver, deliver_text, tell_bot
from tests.bot_api.inline_queries import AskedInline, ask_inline
from tests.bot_api.keyboards import Button
from tests.bot_api.messages import Message
from tests.bot_api.methods.polling import show_poll
from tests.bot_api.pressing import Press, press_button
from tests.bot_api.records import CallbackAnswer
from tests.bot_api.waiting import PATIENCE_S, wait_for
from tests.bot_api.world import World

Done = TypeVar("Done")


class CannotVoteError(AssertionError):
    """Telegram's apps do not let people do this."""


@dataclass(frozen=True, kw_only=True)
class _Since:
    """How far the bot had come in a chat when the user acted last."""

    chat_id: int
    posted: int
    edited: int


@dataclass(kw_only=True)
class User:
    """A person with a private chat with the bot; made by ``BotApiServer.user``.

    All that they do goes to their private chat unless *chat* names a group or a topic. What they wait for
    is counted from the last thing they did.
    """

    world: World
    account: Account
    _since: _Since | None = field(default=None, repr=False)
    _last_press: Press | None = field(default=None, repr=False)

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.id]

    @property
    def messages(self) -> tuple[Message, ...]:
        """The private chat as it stands, oldest first."""
        with self.world.lock:
            return tuple(self.chat.messages.values())

    def say(self, text: str, chat: Place | None = None, reply_to: int | None = None) -> Message:
        return self._act(chat, lambda found, more: deliver_text(self.world, found, self.id, text, **more), reply_to)

    def edit(self, message_id: int, text: str, chat: Place | None = None) -> Message:
        """Change an own message."""

        def change(found: Chat, _more: Json) -> Message:
            entities = tuple(detect_entities(text))
            message = found.messages[message_id]
            changed = self.world.amend(found, replace(message, text=text, plain=text, entities=entities))
            return tell_bot(self.world, found, "edited_message", changed)

        return self._act(chat, change)

    def send(self, content: Json, chat: Place | None = None, caption: str = "") -> Message:
        """Send a message with *content* under its Bot API name, such as {"dice": {...}}."""
        return self._send(content, chat, caption)

    def send_sticker(self, chat: Place | None = None) -> Message:
        known = {
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
            "emoji": "👍",
        }
        file = self._keep("sticker", b"RIFF", "")
        return self._send({"sticker": file | known}, chat)

    def send_photo(self, content: bytes = b"\xff\xd8\xff", caption: str = "", chat: Place | None = None) -> Message:
        sizes = {"width": 90, "height": 90}
        return self._send({"photo": [self._keep("photo", content, "") | sizes]}, chat, caption)

    def send_voice(self, content: bytes = b"OggS", chat: Place | None = None) -> Message:
        return self._send({"voice": self._keep("voice", content, "") | {"duration": 3}}, chat)

    def send_document(self, content: bytes, name: str, caption: str = "", chat: Place | None = None) -> Message:
        return self._send({"document": self._keep("document", content, name) | {"file_name": name}}, chat, caption)

    def send_together(self, documents: Sequence[tuple[str, bytes]], caption: str = "") -> None:
        """Send an album of documents, each a name and its content; the caption stands under the first."""
        group = f"album-{len(self.world.uploads.by_id)}"
        for number, (name, content) in enumerate(documents):
            document = self._keep("document", content, name) | {"file_name": name}
            self._send({"document": document, "media_group_id": group}, None, "" if number else caption)

    def send_location(self, latitude: float = 51.5, longitude: float = -0.1, chat: Place | None = None) -> Message:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}}, chat)

    def send_contact(self, phone_number: str = "+440000000", chat: Place | None = None) -> Message:
        return self._send({"contact": {"phone_number": phone_number, "first_name": self.account.first_name}}, chat)

    def press(self, label: str, message: Message | int | None = None, chat: Place | None = None) -> Press:
        """Press the button with this text or data in *message*, or in the latest message that has one."""
        message_id = message.message_id if isinstance(message, Message) else message
        if chat is None and isinstance(message, Message):
            chat = message

        def act(found: Chat, _more: Json) -> Press:
            return press_button(self.world, found, self.account, label, message_id)

        self._last_press = self._act(chat, act)
        return self._last_press

    def button(self, label: str, chat: Place | None = None) -> Button:
        """The button with this text or data in the latest message that has one, without pressing it."""
        with self.world.lock:
            messages = reversed(list(self._chat(chat).messages.values()))
            rows = [row for message in messages for row in message.buttons]
        return next(button for row in rows for button in row if button.answers_to(label))

    def inline(self, query: str, offset: str = "") -> AskedInline:
        """Type *query* after the bot's name in some chat; ``wait()`` on what this gives for the results."""
        with self.world.lock:
            return ask_inline(self.world, self.account, query, offset)

    def vote(self, poll_id: str, option: int) -> None:
        """Answer a poll; a quiz takes one answer of each person, and what is closed takes none."""
        with self.world.lock:
            poll = self.world.polls[poll_id]
            if poll.is_closed or (poll.kind == "quiz" and self.id in poll.votes):
                raise CannotVoteError(f"poll {poll_id} takes no answer of {self.id}")
            self._note(self.world.chats[poll.chat_id])
            poll.votes[self.id] = (option,)
            show_poll(self.world, poll)
            if not poll.is_anonymous:
                answer = {"poll_id": poll_id, "user": self.account.to_json(), "option_ids": [option]}
                self.world.updates.push("poll_answer", answer | {"option_persistent_ids": [str(option)]})
            self.world.updates.push("poll", poll.to_json())

    def block_bot(self) -> None:
        with self.world.lock:
            self.chat.refusal = BLOCKED
            change_standing(self.world, self.chat, self.id, old="member", new="kicked")

    def unblock_bot(self) -> None:
        with self.world.lock:
            self.chat.refusal = None
            change_standing(self.world, self.chat, self.id, old="kicked", new="member")

    def delete_account(self) -> None:
        with self.world.lock:
            self.chat.refusal = DEACTIVATED

    def join(self, group: Group) -> Message:
        def enter(found: Chat, _more: Json) -> Message:
            change_member(self.world, found, self.id, old=found.standing(self.id), new="member")
            found.members[self.id] = "member"
            return deliver(self.world, found, self.id, content={"new_chat_members": [self.account.to_json()]})

        return self._act(group, enter)

    def leave(self, group: Group) -> Message:
        def go(found: Chat, _more: Json) -> Message:
            change_member(self.world, found, self.id, old=found.standing(self.id), new="left")
            found.members[self.id] = "left"
            return deliver(self.world, found, self.id, content={"left_chat_member": self.account.to_json()})

        return self._act(group, go)

    def wait_for_reply(self, count: int = 1, timeout: float = PATIENCE_S) -> list[Message]:
        """The new messages of the bot since this user acted last, as they stand, once there are *count*."""
        since = self._last()
        chat = self.world.chats[since.chat_id]

        def find() -> list[Message] | None:
            if len(chat.from_bot) - since.posted < count:
                return None
            return [chat.messages[number] for number in chat.from_bot[since.posted :] if number in chat.messages]

        return wait_for(self.world, f"{count} new messages in chat {since.chat_id}", find, timeout)

    def wait_for_edit(self, count: int = 1, timeout: float = PATIENCE_S) -> Message:
        """The message that the bot edited last, once it made *count* edits since this user acted last."""
        since = self._last()
        chat = self.world.chats[since.chat_id]

        def find() -> Message | None:
            enough = len(chat.edited_by_bot) - since.edited >= count
            return chat.messages.get(chat.edited_by_bot[-1]) if enough else None

        return wait_for(self.world, f"{count} edits in chat {since.chat_id}", find, timeout)

    def wait_for_answer(self, timeout: float = PATIENCE_S) -> CallbackAnswer:
        """What the bot answered to this user's last press."""
        press = self._last_press
        if press is None:
            raise AssertionError("this user pressed no button yet")
        return wait_for(self.world, f"answer to {press}", lambda: self.world.callbacks[press.query_id], timeout)

    def _act(self, place: Place | None, act: Callable[[Chat, Json], Done], reply_to: int | None = None) -> Done:
        with self.world.lock:
            chat = self._chat(place)
            self._note(chat)
            return act(chat, {"reply_to": reply_to, "thread_id": place.thread_id if place else None})

    def _send(self, content: Json, chat: Place | None, caption: str = "") -> Message:
        entities = tuple(detect_entities(caption))
        words: Json = {"text": caption, "plain": caption, "entities": entities, "content": content}
        return self._act(chat, lambda found, more: deliver(self.world, found, self.id, **words, **more))

    def _keep(self, kind: str, content: bytes, name: str) -> Json:
        with self.world.lock:
            file = self.world.uploads.keep(kind, content, name)
        return {key: value for key, value in file.to_json().items() if key != "file_path"}

    def _chat(self, place: Place | None) -> Chat:
        return self.world.chats[self.id if place is None else place.chat_id]

    def _note(self, chat: Chat) -> None:
        self._since = _Since(chat_id=chat.id, posted=len(chat.from_bot), edited=len(chat.edited_by_bot))

    def _last(self) -> _Since:
        return self._since or _Since(chat_id=self.id, posted=0, edited=0)
