"""How much one person may ask for, so that all others are served, too."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class Verdict(Enum):
    """What becomes of something that a person does."""

    SERVED = "served"
    ASKED_TO_WAIT = "asked to wait"
    PASSED_OVER = "passed over"


@dataclass(kw_only=True)
class _Account:
    """``free_at`` is when the person may do a whole burst again; the last verdict holds when a try is repeated."""

    free_at: datetime
    was_told: bool = False
    last_key: object = None
    last_verdict: Verdict = Verdict.SERVED


class PersonLimit:
    """A *burst* at once, and one thing each *pause* for long; 0: no limit. Time is that of what people do."""

    def __init__(self, *, burst: int, pause: timedelta, most_people: int = 5000) -> None:
        self._burst = burst
        self._pause = pause
        self._most_people = most_people
        self._accounts: dict[int, _Account] = {}

    def verdict(self, person: int, moment: datetime, key: object) -> Verdict:
        """Whether *person* is served with what they did at that *moment*; the same *key* again is the same thing.

        Who goes too fast is asked to wait once, and then passed over until they have slowed down.
        """
        if not self._burst:
            return Verdict.SERVED
        account = self._account(person, moment)
        if key != account.last_key:
            account.last_key, account.last_verdict = key, self._judge(account, moment)
        return account.last_verdict

    def _judge(self, account: _Account, moment: datetime) -> Verdict:
        if account.free_at - moment > self._burst * self._pause:
            account.free_at = moment  # The clock went back; nobody waits for that.
        account.free_at = max(account.free_at, moment)
        owed = account.free_at - moment
        if owed <= self._burst / 2 * self._pause:
            account.was_told = False
        if owed <= (self._burst - 1) * self._pause:
            account.free_at += self._pause
            return Verdict.SERVED
        if account.was_told:
            return Verdict.PASSED_OVER
        account.was_told = True
        return Verdict.ASKED_TO_WAIT

    def _account(self, person: int, moment: datetime) -> _Account:
        if person not in self._accounts and len(self._accounts) >= self._most_people:
            rested = [other for other, account in self._accounts.items() if account.free_at <= moment]
            # Should nobody have rested, those of longest standing are forgiven.
            for other in rested or list(self._accounts)[: self._most_people // 10]:
                del self._accounts[other]
        return self._accounts.setdefault(person, _Account(free_at=moment))
