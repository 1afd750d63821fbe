"""A cooldown, so that one lively person or one lively hour does not fill a group with answers."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_REMEMBERED = 10_000


@dataclass(frozen=True, kw_only=True)
class Free:
    """Answer."""


@dataclass(frozen=True, kw_only=True)
class Tell:
    """Say once that the next answer comes after this *wait*."""

    wait: timedelta


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """It was said; say nothing."""


Verdict = Free | Tell | Quiet


@dataclass(kw_only=True)
class _Lately:
    """The updates answered lately, with their moments, and the one to which the cooldown was told."""

    answered: deque[tuple[int, datetime]] = field(default_factory=deque)
    told: int | None = None


class Cooldown:
    """Lets *most* answers pass *within* a time. Asked again for the same update, it says the same."""

    def __init__(self, *, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._lately: OrderedDict[tuple[str, ...], _Lately] = OrderedDict()

    def verdict(self, who: tuple[str, ...], update_id: int, at: datetime) -> Verdict:
        """What to do with an update that *who* sent *at* this moment."""
        lately = self._lately.setdefault(who, _Lately())
        self._lately.move_to_end(who)
        if len(self._lately) > _REMEMBERED:
            self._lately.popitem(last=False)
        if any(number == update_id for number, _ in lately.answered):
            return Free()
        while lately.answered and at - lately.answered[0][1] >= self._within:
            lately.answered.popleft()
        if len(lately.answered) < self._most:
            lately.answered.append((update_id, at))
            lately.told = None
            return Free()
        if lately.told not in {None, update_id}:
            return Quiet()
        lately.told = update_id
        return Tell(wait=lately.answered[0][1] + self._within - at)
