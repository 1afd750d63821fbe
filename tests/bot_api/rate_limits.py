"""Telegram's limits on sending: one message a second per chat, 20 a minute per group, 30 a second in all.

Exceeding calls are always counted; they are refused only if ``enforced`` is set.
"""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

_FREE = frozenset({"sendchataction"})
_COUNTED = ("send", "edit", "copy", "forward", "stoppoll")


@dataclass(kw_only=True)
class RateLimits:
    """Set ``clock`` to move time by hand; ``exceeded`` counts calls over a limit, refused or not."""

    enforced: bool = False
    chat_interval_s: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20
    overall_per_s: int = 30
    clock: Callable[[], float] = time.monotonic
    exceeded: int = 0
    _chats: dict[int | str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _all: deque[float] = field(default_factory=deque)

    def check(self, method: str, chat_id: int | str | None) -> int | None:
        """Seconds to wait if this call must be refused, else None; an accepted call counts."""
        name = method.lower()
        if chat_id is None or name in _FREE or not name.startswith(_COUNTED):
            return None
        now = self.clock()
        wait = self._wait(chat_id, now)
        if wait > 0:
            self.exceeded += 1
            if self.enforced:
                return math.ceil(wait)
        self._chats[chat_id].append(now)
        self._all.append(now)
        return None

    def _wait(self, chat_id: int | str, now: float) -> float:
        chat = self._chats[chat_id]
        window = self.chat_burst * self.chat_interval_s
        waits = [_until_room(chat, self.chat_burst, window, now, drop=False)]
        if isinstance(chat_id, int) and chat_id < 0:
            waits.append(_until_room(chat, self.group_per_minute, 60.0, now, drop=False))
        waits.append(_until_room(self._all, self.overall_per_s, 1.0, now, drop=True))
        while chat and chat[0] <= now - max(60.0, window):
            chat.popleft()
        return max(waits)


def _until_room(times: deque[float], limit: int, window_s: float, now: float, *, drop: bool) -> float:
    """Seconds until fewer than *limit* of *times* lie in the last *window_s*."""
    while drop and times and times[0] <= now - window_s:
        times.popleft()
    if len(times) < limit:
        return 0.0
    return max(0.0, times[-limit] + window_s - now)
