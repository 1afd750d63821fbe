"""A Telegram Bot API server on this machine, for tests.

with BotApiServer() as bot_api:
    anna = bot_api.user(first_name="Anna", language_code="en")
    anna.say("/start")                       # the bot, on bot_api.url, answers
    (welcome,) = anna.wait_for_reply()
    anna.press("Topics", welcome)

test's thread: User, Group, BotApiServer  --lock-->  World  <--lock--  server's thread: ASGI app, methods
"""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from tests.bot_api.chats import NEVER_MET, Account, Chat
from tests.bot_api.errors import Json
from tests.bot_api.faults import Fault
from tests.bot_api.groups import Group
from tests.bot_api.incoming import private_chat
from tests.bot_api.messages import Message
from tests.bot_api.people import User
from tests.bot_api.rate_limits import RateLimits
from tests.bot_api.records import Call, Refused, Sent
from tests.bot_api.serving import Serving
from tests.bot_api.waiting import PATIENCE_S, DidNotHappenError, recent
from tests.bot_api.world import World

TOKEN = "123456:test-token-of-the-local-bot-api-server"  # noqa: S105 - good for this server only


class BotApiServer:
    """Start it with ``with``; read ``sent``, ``calls``, ``refused`` and ``messages()`` at any time."""

    def __init__(self, *, token: str = TOKEN, port: int = 0) -> None:
        self.world = World(token)
        self._serving = Serving(self.world, port)
        self._next_user_id = 1001

    def __enter__(self) -> Self:
        self._serving.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._serving.stop()

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def url(self) -> str:
        """The root, to which clients add ``/bot<token>/<method>``."""
        return f"http://127.0.0.1:{self._serving.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    def user(
        self,
        *,
        id: int | None = None,  # noqa: A002 - the Bot API's word
        first_name: str = "Anna",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        has_started: bool = True,
    ) -> User:
        """A new person; unless they have started the bot it may not write to them first."""
        with self.world.lock:
            user_id = self._next_user_id if id is None else id
            self._next_user_id = max(self._next_user_id, user_id) + 1
            account = Account(
                id=user_id,
                first_name=first_name,
                last_name=last_name,
                username=username,
                language_code=language_code,
            )
            self.world.accounts[user_id] = account
            chat = private_chat(self.world, user_id, first_name)
            chat.refusal = None if has_started else NEVER_MET
            return User(world=self.world, account=account)

    def group(self, *people: User, title: str = "Traders") -> Group:
        """A group with the bot and *people* in it, the first of them its owner; brings no updates."""
        return self._new_group(-(len(self.world.chats) + 1), people, Chat(id=0, kind="group", title=title))

    def supergroup(
        self, *people: User, title: str = "Workshop", username: str | None = None, is_forum: bool = False
    ) -> Group:
        chat = Chat(id=0, kind="supergroup", title=title, username=username, is_forum=is_forum)
        return self._new_group(-1_000_000_000_000 - len(self.world.chats) - 1, people, chat)

    def _new_group(self, chat_id: int, people: Iterable[User], chat: Chat) -> Group:
        with self.world.lock:
            chat.id = chat_id
            for person in people:
                chat.members[person.id] = "member" if chat.members else "creator"
            chat.members[self.world.bot.id] = "member"
            self.world.chats[chat_id] = chat
            return Group(world=self.world, chat_id=chat_id)

    @property
    def sent(self) -> list[Sent]:
        """All that the bot did that people could see, in order."""
        with self.world.lock:
            return list(self.world.sent)

    @property
    def calls(self) -> list[Call]:
        with self.world.lock:
            return list(self.world.calls)

    @property
    def refused(self) -> list[Refused]:
        """Calls that got an error."""
        with self.world.lock:
            return list(self.world.refused)

    @property
    def rate_limits(self) -> RateLimits:
        """Set ``enforced`` to have them kept; ``exceeded`` counts in any case."""
        return self.world.rate_limits

    @property
    def pending_updates(self) -> int:
        """How many updates the bot has not confirmed."""
        with self.world.lock:
            return self.world.updates.count

    def messages(self, chat_id: int) -> list[Message]:
        """The chat as it stands, after edits and deletions, oldest first."""
        with self.world.lock:
            return list(self.world.chats[chat_id].messages.values())

    def wait_until(self, holds: Callable[[], bool], timeout: float = PATIENCE_S) -> None:
        """Wait until *holds*; it is asked after each change. Raises with what the bot did last."""
        if not self.world.wait_until(holds, timeout):
            raise DidNotHappenError(f"did not come true within {timeout} s; {recent(self.world)}")

    def fail(
        self,
        with_: Fault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        share: float = 1.0,
    ) -> None:
        """Let the next *times* matching calls go wrong (None: all until ``heal``), or only a *share* of them by chance.

        Without a method any call but getUpdates is meant, since that one is always under way.
        """
        with self.world.lock:
            self.world.faults.plan(with_, method=method, chat_id=chat_id, times=times, share=share)

    def heal(self) -> None:
        with self.world.lock:
            self.world.faults.planned.clear()

    def redeliver(self, update_id: int) -> None:
        """Hand out an update once more, confirmed or not."""
        with self.world.lock:
            self.world.updates.redeliver(update_id)

    def push_raw(self, update: Json) -> int:
        """Queue an update of any form; it gets an id unless it has one."""
        with self.world.lock:
            return self.world.updates.push_raw(update)

    def expire_queries(self) -> None:
        """From now on it is too late to answer the presses and inline queries made so far."""
        with self.world.lock:
            self.world.expired |= set(self.world.callbacks) | set(self.world.inline)

    def read_all_group_messages(self) -> None:
        """Turn privacy mode off, as BotFather would."""
        self.world.reads_all_group_messages = True
