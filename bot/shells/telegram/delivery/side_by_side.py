"""Several sends on their way at the same time, none of them lost when we stop."""

import asyncio
from collections.abc import Awaitable, Iterable

ENDS_WITHIN_S = 2.0


async def all_of(sends: Iterable[Awaitable[None]]) -> None:
    """Wait for all of *sends*; when we stop, what has begun is ended and noted, so that nobody gets it twice."""
    sending = asyncio.gather(*sends, return_exceptions=True)
    try:
        outcomes = await asyncio.shield(sending)
    except asyncio.CancelledError:
        await asyncio.wait([sending], timeout=ENDS_WITHIN_S)
        raise
    for failed in filter(None, outcomes):
        raise failed
