"""getUpdates, with long polling."""

import asyncio

from tests.bot_api.errors import ApiError, Json, bad_request, conflict
from tests.bot_api.methods.registry import method
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.updates import LongPoll
from tests.bot_api.world import World

MAX_TIMEOUT_S = 50
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@method("getUpdates")
async def get_updates(world: World, parameters: Parameters) -> object:
    """Pending updates, waiting for the first one up to ``timeout`` seconds.

    As at Telegram's, the newer of two calls at once wins and the older one gets the conflict.
    """
    limit = min(max(parameters.integer("limit") or 100, 1), 100)
    timeout = min(max(parameters.integer("timeout") or 0, 0), MAX_TIMEOUT_S)
    with world.lock:
        if world.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        world.updates.allow(read_allowed_updates(parameters))
        world.updates.confirm(parameters.integer("offset") or 0)
        poll = world.updates.begin_poll(OTHER_POLL)
        world.changed()
    try:
        return await _wait_for_updates(world, poll, limit, timeout)
    finally:
        with world.lock:
            world.updates.end_poll(poll)
            world.changed()


async def _wait_for_updates(world: World, poll: LongPoll, limit: int, wait_s: int) -> list[Json]:
    try:
        async with asyncio.timeout(wait_s or None):
            while True:
                poll.wake.clear()
                with world.lock:
                    batch = world.updates.take(limit)
                if batch or not wait_s or world.closing:
                    return batch
                await poll.wake.wait()
                _raise_if_ended(poll)
    except TimeoutError:
        return []


def _raise_if_ended(poll: LongPoll) -> None:
    if poll.ended is not None:
        raise conflict(poll.ended)


def read_allowed_updates(parameters: Parameters) -> list[str] | None:
    kinds = parameters.structure("allowed_updates")
    if kinds is None:
        return None
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise _not_strings()
    return kinds


def _not_strings() -> ApiError:
    return bad_request("can't parse allowed_updates: expected an Array of Strings")
