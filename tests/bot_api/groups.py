"""Groups, supergroups and their topics, as tests handle them."""

from dataclasses import dataclass
from typing import Protocol

from tests.bot_api.chats import Chat, Standing, migrated, put_out
from tests.bot_api.incoming import change_standing, deliver
from tests.bot_api.messages import Message
from tests.bot_api.world import World


class Place(Protocol):
    """Where people talk: a group or a topic in it."""

    @property
    def chat_id(self) -> int: ...

    @property
    def thread_id(self) -> int | None: ...


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic of a supergroup."""

    chat_id: int
    thread_id: int | None
    name: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group or supergroup; made by ``BotApiServer.group`` and ``.supergroup``."""

    world: World
    chat_id: int
    thread_id: int | None = None

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.chat_id]

    @property
    def messages(self) -> tuple[Message, ...]:
        with self.world.lock:
            return tuple(self.chat.messages.values())

    def topic(self, name: str) -> Topic:
        """A new topic with its own message_thread_id."""
        with self.world.lock:
            opener = next(iter(self.chat.members))
            content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            message = self.world.post(self.chat, sender_id=opener, content=content)
            self.chat.topics[message.message_id] = name
            return Topic(chat_id=self.chat_id, thread_id=message.message_id, name=name)

    def close_topic(self, topic: Topic) -> None:
        with self.world.lock:
            self.chat.closed_topics.add(topic.thread_id or 0)

    def add_bot(self, by: int) -> None:
        """User *by* invites the bot."""
        with self.world.lock:
            old = self.chat.standing(self.world.bot.id)
            self.chat.refusal = None
            self._set_bot(by, old, "member")
            content = {"new_chat_members": [self.world.bot.to_json()]}
            deliver(self.world, self.chat, by, content=content)

    def promote_bot(self, by: int) -> None:
        with self.world.lock:
            self._set_bot(by, self.chat.standing(self.world.bot.id), "administrator")

    def kick_bot(self, by: int) -> None:
        with self.world.lock:
            self._set_bot(by, self.chat.standing(self.world.bot.id), "kicked")
            self.chat.refusal = put_out(self.chat.kind)

    def migrate(self, by: int) -> "Group":
        """Make a supergroup of this group; the bot gets both service messages and must use the new id."""
        with self.world.lock:
            new_id = -1_000_000_000_000 + self.chat_id
            self.world.chats[new_id] = Chat(
                id=new_id, kind="supergroup", title=self.chat.title, members=dict(self.chat.members)
            )
            deliver(self.world, self.chat, by, content={"migrate_to_chat_id": new_id})
            deliver(self.world, self.world.chats[new_id], by, content={"migrate_from_chat_id": self.chat_id})
            self.chat.refusal = migrated(new_id)
            return Group(world=self.world, chat_id=new_id)

    def _set_bot(self, by: int, old: Standing, new: Standing) -> None:
        self.chat.members[self.world.bot.id] = new
        change_standing(self.world, self.chat, by, old=old, new=new)
