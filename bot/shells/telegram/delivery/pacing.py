"""Pacing: when the next message may go, so that Telegram has no reason to refuse it.

``Pace`` is arithmetic over a clock; ``Pacer`` makes callers wait their turn by it, answers before broadcasts, and a few
live messages before both:

    turn(chat, priority)  ->  line of live messages  ->  Pace  ->  goes now, or when its time has come
                              line of answers
                              line of broadcasts
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

FULL_PACE = 30
"""Messages a second that Telegram takes from one bot, in all."""

AT_ONCE = 1 / 6
"""The part of a second's messages that goes at once; more together, and those held up on their way meet the next."""

CHAT_BURST = 3
CHAT_INTERVAL_S = 1.0
CHAT_MESSAGES = 5
CHAT_WINDOW_S = CHAT_MESSAGES * CHAT_INTERVAL_S
"""A chat takes a few messages at once, but no more than one a second over a few seconds."""

GROUP_MESSAGES = 20
GROUP_WINDOW_S = 60.0
KEPT_FOR_ANSWERS = 1 / 6
"""The part of the whole pace that broadcasts leave free, so that an answer never waits behind them."""

MOST_LIVE = 1 / 6
"""The part of the whole pace that live messages may take from answers."""

SEVERAL_CHATS = 3
SEVERAL_WITHIN_S = 1.5
"""So many chats refused within so short a time mean that the refusal is for all."""

# Telegram counts when a message arrives, which is not quite as long after the one before as it was sent.
_SLACK = 1.03
_MOST_CHATS = 5000


class Priority(IntEnum):
    """What goes first when not all can go at once."""

    LIVE = 0
    """What must not be old, such as the board of a room; only a small part of all."""
    ANSWER = 1
    BROADCAST = 2


@dataclass(kw_only=True)
class _ChatPace:
    """What went to a chat. ``free_at`` is when its burst is whole again, ``held_until`` what Telegram asked for."""

    free_at: float = 0.0
    held_until: float = 0.0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP_MESSAGES))


class Pace:
    """Telegram's limits as arithmetic: *per_second* in all, and those of each chat; 0: only what Telegram asked for.

    Every moment it is given is of the same clock, which never goes back.
    """

    def __init__(self, per_second: int = FULL_PACE) -> None:
        self._limited = per_second > 0
        self._per_second = per_second
        self._at_once = max(1, round(per_second * AT_ONCE))
        self._all: deque[float] = deque(maxlen=max(1, per_second))
        self._broadcasts = max(1, round(per_second * (1 - KEPT_FOR_ANSWERS)))
        self._live: deque[float] = deque(maxlen=max(1, round(per_second * MOST_LIVE)))
        self._held_until = 0.0
        self._chats: dict[int, _ChatPace] = {}
        self._refused: deque[tuple[float, int]] = deque(maxlen=16)

    def ready_at(self, chat: int | None, now: float) -> float:
        """The moment from which *chat* itself may get a message; None: what is for no chat."""
        known = None if chat is None else self._chats.get(chat)
        if known is None:
            return now
        moments = [now, known.held_until]
        if self._limited:
            # The burst is whole again at free_at; each message of it brings that one interval nearer.
            moments.append(known.free_at - (CHAT_BURST - 1) * CHAT_INTERVAL_S * _SLACK)
            if len(known.recent) >= CHAT_MESSAGES:
                moments.append(known.recent[-CHAT_MESSAGES] + CHAT_WINDOW_S * _SLACK)
            if chat is not None and chat < 0 and len(known.recent) == GROUP_MESSAGES:
                moments.append(known.recent[0] + GROUP_WINDOW_S * _SLACK)
        return max(moments)

    def all_ready_at(self, priority: Priority, now: float) -> float:
        """The moment from which anything of *priority* may go."""
        moments = [now, self._held_until]
        most = self._broadcasts if priority is Priority.BROADCAST else self._all.maxlen
        if self._limited and most is not None and len(self._all) >= most:
            moments.append(self._all[-most] + _SLACK)
        at_once = max(1, self._at_once - 1) if priority is Priority.BROADCAST else self._at_once
        if self._limited and len(self._all) >= at_once:
            moments.append(self._all[-at_once] + _SLACK * self._at_once / self._per_second)
        if self._limited and priority is Priority.LIVE and len(self._live) == self._live.maxlen:
            moments.append(self._live[0] + _SLACK)
        return max(moments)

    def held_until(self, chat: int | None) -> float:
        """The moment until which Telegram itself asked *chat*, or all, to wait; a past one where it did not."""
        known = None if chat is None else self._chats.get(chat)
        return max(self._held_until, 0.0 if known is None else known.held_until)

    def note(self, chat: int, now: float, priority: Priority = Priority.ANSWER) -> None:
        """Something goes to *chat*."""
        self._all.append(now)
        if priority is Priority.LIVE:
            self._live.append(now)
        known = self._known(chat, now)
        known.free_at = max(known.free_at, now) + CHAT_INTERVAL_S * _SLACK
        known.recent.append(now)

    def hold(self, chat: int | None, for_s: float, now: float) -> None:
        """Telegram asked to wait: *chat* does, and all do if several chats were refused at once."""
        if chat is not None:
            known = self._known(chat, now)
            known.held_until = max(known.held_until, now + for_s)
            self._refused.append((now, chat))
        lately = {refused for moment, refused in self._refused if now - moment <= SEVERAL_WITHIN_S}
        if chat is None or len(lately) >= SEVERAL_CHATS:
            self._held_until = max(self._held_until, now + for_s)

    def _known(self, chat: int, now: float) -> _ChatPace:
        if chat not in self._chats and len(self._chats) >= _MOST_CHATS:
            self._forget_the_rested(now)
        return self._chats.setdefault(chat, _ChatPace())

    def _forget_the_rested(self, now: float) -> None:
        """Drop the chats that would be treated no differently if we had never written to them."""

        def has_rested(chat: int, known: _ChatPace) -> bool:
            window_s = GROUP_WINDOW_S if chat < 0 else CHAT_WINDOW_S
            last = known.recent[-1] if known.recent else -window_s
            return max(known.free_at, known.held_until, last + window_s * _SLACK) <= now

        self._chats = {chat: known for chat, known in self._chats.items() if not has_rested(chat, known)}


@dataclass(frozen=True, kw_only=True)
class _Caller:
    chat: int
    priority: Priority
    turn: asyncio.Future[None]


class Pacer:
    """Lets callers go at the *pace*; who cannot go yet holds up nobody but those behind them in the same chat."""

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._clock = clock
        self._lines: dict[Priority, list[_Caller]] = {priority: [] for priority in Priority}
        self._alarm: asyncio.TimerHandle | None = None

    async def turn(self, chat: int, priority: Priority) -> None:
        """Wait until a message may go to *chat*."""
        caller = _Caller(chat=chat, priority=priority, turn=asyncio.get_running_loop().create_future())
        self._lines[priority].append(caller)
        try:
            self._let_go()
            await caller.turn
        finally:
            if caller in self._lines[priority]:
                self._lines[priority].remove(caller)

    async def unheld(self, chat: int | None) -> None:
        """Wait until Telegram's own waits are over, for what no limit counts, such as the answer to a press."""
        wait = self._pace.held_until(chat) - self._clock()
        if wait > 0:
            await asyncio.sleep(wait)

    def hold(self, chat: int | None, for_s: float) -> None:
        """Telegram asked to wait."""
        self._pace.hold(chat, for_s, self._clock())

    def give_up(self, within_s: float) -> None:
        """Cancel the callers who cannot go *within_s*, since we stop and will not be there."""
        until = self._clock() + within_s
        for priority, line in self._lines.items():
            for caller in line:
                moment = max(self._pace.ready_at(caller.chat, until), self._pace.all_ready_at(priority, until))
                if moment > until:
                    caller.turn.cancel()

    def _let_go(self) -> None:
        """Let go all who may, in order, and set the alarm for the next."""
        now = self._clock()
        next_at = [moment for priority in Priority if (moment := self._let_go_of(priority, now)) is not None]
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if next_at:
            wait = max(0.001, min(next_at) - now)
            self._alarm = asyncio.get_running_loop().call_later(wait, self._let_go)

    def _let_go_of(self, priority: Priority, now: float) -> float | None:
        """Let go of a line all who may; the moment when the next one may, if there is one."""
        stay: list[_Caller] = []
        next_at: list[float] = []
        passed: set[int] = set()
        for caller in self._lines[priority]:
            if caller.turn.done():
                continue
            moment = max(self._pace.ready_at(caller.chat, now), self._pace.all_ready_at(priority, now))
            if moment > now or caller.chat in passed:
                stay.append(caller)
                passed.add(caller.chat)
                next_at.append(moment)
                continue
            self._pace.note(caller.chat, now, priority)
            caller.turn.set_result(None)
        self._lines[priority] = stay
        return min(next_at, default=None)
