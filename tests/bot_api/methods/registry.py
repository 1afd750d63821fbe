"""Which function carries out which method."""

from collections.abc import Awaitable, Callable

from tests.bot_api.request_bodies import Parameters
from tests.bot_api.world import World

Handler = Callable[[World, Parameters], object | Awaitable[object]]

METHODS: dict[str, tuple[str, Handler]] = {}
"""By name in small letters, since Telegram does not mind the case: the proper name and the function."""


def method(name: str) -> Callable[[Handler], Handler]:
    """Register a function as the Bot API method *name*. It runs under the world's lock unless async."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = (name, handler)
        return handler

    return register
