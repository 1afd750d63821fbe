"""How long to wait before the next try."""

import random
from collections.abc import Iterator


def pauses(*, first_s: float = 0.5, most_s: float = 30.0) -> Iterator[float]:
    """Seconds to wait, for ever: doubling up to *most_s*, with jitter so that many do not come back at once."""
    pause = first_s
    while True:
        yield pause * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        pause = min(2 * pause, most_s)
