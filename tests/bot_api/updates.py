"""Updates on their way to the bot.

    pushed -> pending -> taken (any number of times) -> confirmed by a higher offset
                      -> in flight to a webhook -> landed

A redelivered update is handed out once more whatever the offset says, as Telegram does after a hiccup.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

from tests.bot_api.errors import Json

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only if it names them in allowed_updates."""


class LongPoll:
    """A getUpdates call that waits; ``ended`` tells who cut it short. Lives on the server's loop."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.ended: str | None = None

    def end(self, reason: str) -> None:
        self.ended = reason
        self.wake.set()


class UpdateQueue:
    """Pending updates; callers hold the world's lock."""

    def __init__(self, first_id: int = 100_001) -> None:
        self.next_id = first_id
        self.pending: deque[Json] = deque()
        self.again: deque[Json] = deque()
        self.in_flight: dict[int, Json] = {}
        self.by_id: dict[int, Json] = {}
        self.allowed: frozenset[str] | None = None
        self.poll: LongPoll | None = None
        self.listeners: list[Callable[[], None]] = []

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update and give its id; None if the bot did not ask for this kind."""
        if not self.wants(kind):
            return None
        return self.push_raw({kind: payload})

    def push_raw(self, update: Json) -> int:
        """Queue *update* as it is; it gets the next id unless it brings its own."""
        update_id = int(update.get("update_id", self.next_id))
        self.next_id = max(self.next_id, update_id + 1)
        whole = {"update_id": update_id} | update
        self.by_id[update_id] = whole
        self.pending.append(whole)
        self.tell()
        return update_id

    def redeliver(self, update_id: int) -> None:
        self.again.append(self.by_id[update_id])
        self.tell()

    def wants(self, kind: str) -> bool:
        return kind not in UNASKED if self.allowed is None else kind in self.allowed

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set which kinds are queued from now on; an empty list means the usual ones, None no change."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget all before *offset*; a negative one keeps only that many of the latest."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
            return
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def take(self, limit: int) -> list[Json]:
        batch: list[Json] = []
        while self.again and len(batch) < limit:
            batch.append(self.again.popleft())
        for update in self.pending:
            if len(batch) == limit:
                break
            batch.append(update)
        return batch

    def begin_poll(self, reason: str) -> LongPoll:
        """A new poll takes the place of the one under way, which ends with *reason*."""
        if self.poll is not None:
            self.poll.end(reason)
        self.poll = LongPoll()
        return self.poll

    def end_poll(self, poll: LongPoll) -> None:
        if self.poll is poll:
            self.poll = None

    @property
    def count(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.pending) + len(self.in_flight)

    def fly(self) -> list[Json]:
        """Hand out everything pending to the webhook, which lands or returns each."""
        flying = [*self.again, *self.pending]
        self.again.clear()
        self.pending.clear()
        self.in_flight |= {update["update_id"]: update for update in flying}
        return flying

    def land(self, update_id: int) -> None:
        self.in_flight.pop(update_id, None)

    def return_undelivered(self) -> None:
        """Put what the webhook did not deliver back in line."""
        waiting = [*self.in_flight.values(), *self.pending]
        self.pending = deque(sorted(waiting, key=lambda update: int(update["update_id"])))
        self.in_flight.clear()

    def drop_pending(self) -> None:
        self.pending.clear()
        self.again.clear()
        self.in_flight.clear()

    def tell(self) -> None:
        for listener in self.listeners:
            listener()
