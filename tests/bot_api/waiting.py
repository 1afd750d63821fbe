"""Waiting for what the bot does, and saying what it did instead when it does not come."""

from collections.abc import Callable
from typing import TypeVar

from tests.bot_api.world import World

Found = TypeVar("Found")

PATIENCE_S = 60.0
"""How long to wait for what must come: only a bot that hangs takes so long, however busy the machine."""


class DidNotHappenError(AssertionError):
    """What a test waited for did not come; says what came instead."""


def wait_for(world: World, what: str, find: Callable[[], Found | None], timeout: float) -> Found:
    """The first thing other than None that *find* gives; it is asked after each change, under the lock."""
    found: list[Found] = []

    def is_there() -> bool:
        value = find()
        if value is not None:
            found.append(value)
        return bool(found)

    if not world.wait_until(is_there, timeout):
        raise DidNotHappenError(f"no {what} within {timeout} s; {recent(world)}")
    return found[0]


def recent(world: World) -> str:
    """What the bot did last and what it was refused, for the message of a failed test."""
    with world.lock:
        sent = [f"{done.method} to {done.chat_id}: {done.plain[:300]!r}" for done in world.sent[-5:]]
        refused = [f"{found.call.method}: {found.code} {found.description}" for found in world.refused[-5:]]
        waiting = world.updates.count
    return f"last sent: {sent or 'nothing'}; refused: {refused or 'nothing'}; {waiting} updates not confirmed"
