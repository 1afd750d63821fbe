"""Bursts: a question sent in pieces is read whole.

    "my supplier"  "took our deposit"  "and vanished"   ->   one question, one answer, one row in the log

A message that looks finished (it ends with a question mark, or is long) is answered at once. After any other, the same
person may go on: each further message within ``quiet_s`` seconds joins, up to a limit. A command, a button, or anybody
else's message ends the burst. Its updates stay in the inbox until the one answer to them is out.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Message, Update, User

from bot.records.inbox import Waiting
from bot.shells.telegram.addressing import sender_of, words_for_us

MOST_PIECES = 6
LONGEST_S = 3.0
"""How long the first piece waits at most, however fast others follow."""
WIDEST_GAP = timedelta(seconds=2)
"""Between two pieces, by Telegram's clock; what is further apart while we were away are two questions."""
LONG_MESSAGE = 160
"""Characters from which a message is taken for a whole story."""
_FINISHED = ("?", "？")


@dataclass(frozen=True, kw_only=True)
class Burst:
    """Updates that are handled together: the pieces of a question, or just one update of any kind."""

    waiting: tuple[Waiting, ...]

    @property
    def last(self) -> Waiting:
        """The update that is handled; those before it are its beginning."""
        return self.waiting[-1]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A message that may be a part of a question: who wrote it, where, when, and its words."""

    chat: int
    sender: int
    thread: int | None
    at: datetime
    words: str

    @property
    def is_finished(self) -> bool:
        """Whether nothing more is to be expected."""
        return self.words.endswith(_FINISHED) or len(self.words) >= LONG_MESSAGE

    def goes_on_with(self, other: "Piece") -> bool:
        """Claim that *other* is the same person's next words, soon after these."""
        same = (self.sender, self.thread) == (other.sender, other.thread)
        return same and abs(other.at - self.at) <= WIDEST_GAP


class Line:
    """The updates of one chat that wait for their turn; one may wait for the next, until the line is closed."""

    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()
        self._changed = asyncio.Event()
        self._is_closed = False

    def __bool__(self) -> bool:
        return bool(self._waiting)

    @property
    def first(self) -> Waiting:
        """Whose turn it is."""
        return self._waiting[0]

    def put(self, waiting: Waiting) -> None:
        """One more."""
        self._waiting.append(waiting)
        self._changed.set()

    def take(self) -> Waiting:
        """The first, which leaves the line."""
        return self._waiting.popleft()

    def close(self) -> None:
        """Nobody is waited for any more."""
        self._is_closed = True
        self._changed.set()

    async def grows(self, within_s: float) -> bool:
        """Whether someone is in the line *within_s*; waits for it."""
        if not self and not self._is_closed:
            self._changed.clear()
            try:
                async with asyncio.timeout(within_s):
                    await self._changed.wait()
            except TimeoutError:
                return False
        return bool(self)


class Bursts:
    """Takes updates from a line, pieces of a question together. With a ``quiet_s`` of 0 it takes each alone."""

    def __init__(
        self,
        *,
        quiet_s: float,
        piece_of: Callable[[Waiting], Awaitable[Piece | None]],
        on_wait: Callable[[Piece], None] = lambda _piece: None,
    ) -> None:
        self._quiet_s = quiet_s
        self._piece_of = piece_of
        self._on_wait = on_wait

    async def next_of(self, line: Line) -> Burst:
        """The next burst of *line*, which must not be empty."""
        taken = [line.take()]
        last = await self._piece_of(taken[0]) if self._quiet_s else None
        # What is begun was read without what came later, and may be out.
        until = asyncio.get_running_loop().time() + LONGEST_S
        while last is not None and not last.is_finished and len(taken) < MOST_PIECES and not taken[-1].is_begun:
            if not line and not await self._more_comes(line, last, until):
                break
            following = await self._piece_of(line.first)
            if following is None or not last.goes_on_with(following):
                break
            taken.append(line.take())
            last = following
        return Burst(waiting=tuple(taken))

    async def _more_comes(self, line: Line, last: Piece, until: float) -> bool:
        self._on_wait(last)
        left_s = until - asyncio.get_running_loop().time()
        return left_s > 0 and await line.grows(min(self._quiet_s, left_s))


def piece_in(update: Update, me: User) -> Piece | None:
    """The piece of a question that *update* is; None if it is something else."""
    message = update.message
    try:
        words = None if message is None else words_for_us(message, me)
    except Exception:  # noqa: BLE001 - updates of any form may come; what is wrong with it is told when it is handled
        return None
    # Words under a file may be a note on it, which is for curators to send.
    if message is None or not words or message.document or (message.text or "").startswith("/"):
        return None
    return Piece(chat=message.chat.id, sender=sender_of(message), thread=_thread(message), at=message.date, words=words)


def _thread(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
