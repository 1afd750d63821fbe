"""Several sends on their way at the same time, none of them lost when we stop."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

T = TypeVar("T")

ENDS_WITHIN_S = 2.0


async def all_of(sends: Iterable[Awaitable[T]]) -> list[T]:
    """What all of *sends* give, or the first failure, once none of them is on its way any more.

    When we stop, what has begun is ended and noted, so that nobody gets it twice.
    """
    sending = asyncio.gather(*sends, return_exceptions=True)
    try:
        outcomes = await asyncio.shield(sending)
    except asyncio.CancelledError:
        await asyncio.wait([sending], timeout=ENDS_WITHIN_S)
        raise
    done: list[T] = []
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
        done.append(outcome)
    return done
