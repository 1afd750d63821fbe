"""Who is at a cluster of the review queue right now, so that two curators do not teach the same thing at once."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

CLAIM_S = 600.0
"""How long a cluster is somebody's after their last step."""


@dataclass(frozen=True, kw_only=True)
class _Claim:
    person: str
    name: str
    until: float


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Questions, by their form, that somebody is at; forgotten at a restart, like what they were about to do."""

    clock: Callable[[], float] = time.monotonic
    _claims: dict[str, _Claim] = field(default_factory=dict)

    def take(self, forms: Iterable[str], person: str, name: str) -> str | None:
        """*person*, called *name*, is at these questions now; the name of somebody else instead, if they are."""
        wanted, now = list(forms), self.clock()
        for form in [form for form, claim in self._claims.items() if claim.until <= now]:
            del self._claims[form]
        others = (self._claims[form] for form in wanted if form in self._claims)
        other = next((claim for claim in others if claim.person != person), None)
        if other is not None:
            return other.name
        claim = _Claim(person=person, name=name, until=now + CLAIM_S)
        self._claims.update(dict.fromkeys(wanted, claim))
        return None

    def release(self, person: str) -> None:
        """*person* has done, or does not want to, what they were at."""
        for form in [form for form, claim in self._claims.items() if claim.person == person]:
            del self._claims[form]
