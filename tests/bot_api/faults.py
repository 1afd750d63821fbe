"""Faults on demand: what goes wrong, with which calls, how often.

A call that meets a fault is either acted upon or not; ``acts`` says which. A bot cannot tell from outside,
and that is what these are for.
"""

import random
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class TooManyRequests:
    """429 with ``parameters.retry_after``."""

    retry_after: int = 1


@dataclass(frozen=True, kw_only=True)
class ServerError:
    """An error of the server or of a proxy before it; 502 comes as a page of HTML, as from Telegram."""

    code: int = 502
    acts: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Any refusal, such as 400 "Bad Request: chat not found"."""

    code: int
    description: str


@dataclass(frozen=True, kw_only=True)
class BrokenJson:
    """200 with a body that breaks off; the call is acted upon unless told otherwise."""

    acts: bool = True


@dataclass(frozen=True, kw_only=True)
class Nonsense:
    """What no Bot API server says, as from a proxy or the login page of a network; the call is not acted upon."""

    body: bytes
    code: int = 200


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """200 with a body that is announced whole, and a connection that drops in the middle of it."""

    acts: bool = True


@dataclass(frozen=True, kw_only=True)
class HangUp:
    """The connection is dropped without an answer, before the call is acted upon or after it."""

    acts: bool = False


@dataclass(frozen=True, kw_only=True)
class Stall:
    """The answer takes its time. The call is acted upon after it, or before it if ``acts_first``."""

    seconds: float
    acts_first: bool = False


Fault = TooManyRequests | ServerError | Refusal | BrokenJson | Nonsense | CutOff | HangUp | Stall


@dataclass(kw_only=True)
class _Planned:
    fault: Fault
    method: str | None
    chat_id: int | None
    left: int | None
    share: float = 1.0

    def meets(self, method: str, chat_id: int | str | None, chance: random.Random) -> bool:
        right_method = method != "getUpdates" if self.method is None else method.lower() == self.method.lower()
        if not right_method or self.chat_id not in {None, chat_id}:
            return False
        return self.share >= 1 or chance.random() < self.share


@dataclass(kw_only=True)
class FaultPlan:
    """Faults to come, first planned first met; *chance* decides about those that meet only a share of calls."""

    chance: random.Random = field(default_factory=random.Random)
    planned: list[_Planned] = field(default_factory=list)
    met: list[tuple[str, Fault]] = field(default_factory=list)

    def plan(
        self, fault: Fault, *, method: str | None, chat_id: int | None, times: int | None, share: float = 1.0
    ) -> None:
        self.planned.append(_Planned(fault=fault, method=method, chat_id=chat_id, left=times, share=share))

    def take(self, method: str, chat_id: int | str | None) -> Fault | None:
        for planned in self.planned:
            if planned.meets(method, chat_id, self.chance):
                self._use(planned)
                self.met.append((method, planned.fault))
                return planned.fault
        return None

    def _use(self, planned: _Planned) -> None:
        if planned.left is not None:
            planned.left -= 1
            if planned.left <= 0:
                self.planned.remove(planned)
