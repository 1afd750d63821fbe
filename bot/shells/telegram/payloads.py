"""Deep links: what stands after ``?start=`` in a link to us, at most 64 of ``A-Za-z0-9_-``.

t_<topic>         opens a topic
lang_<language>   answers in this language from now on
ask               the way to our private chat, from inline mode or from a group
checkup           begins the readiness check, or goes on with it
w_<code>          joins the room of a workshop
wt_<key>          makes a co-trainer of a room

A payload comes from anywhere, so it is checked like a button's data. A capability with links of its own adds its
name here and its handler in ``handlers``.
"""

import re
from collections.abc import Awaitable, Callable, Mapping

from telegram import User

from bot.shells.telegram.desk import Asker

TOPIC = "t"
LANGUAGE = "lang"
ASK = "ask"
CHECKUP = "checkup"
ROOM = "w"
CO_TRAINER = "wt"

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)

PayloadHandler = Callable[[Asker, str], Awaitable[bool]]
"""Does what a payload says, given what stands after its name; False if it leads nowhere any more."""


class Payloads:
    """Hands each payload to the handler of its name in *on_payload*."""

    def __init__(self, on_payload: Mapping[str, PayloadHandler]) -> None:
        self._on_payload = on_payload

    async def follow(self, asker: Asker, payload: str) -> bool:
        """Do what *payload* says for *asker*; False if it is not one of ours, or leads nowhere any more."""
        name, _, rest = payload.partition("_")
        handler = self._on_payload.get(name)
        if handler is None or _PAYLOAD.fullmatch(payload) is None:
            return False
        return await handler(asker, rest)


def link_to(me: User, name: str, rest: str = "") -> str:
    """The address that brings whoever opens it to us with this payload."""
    payload = f"{name}_{rest}" if rest else name
    if _PAYLOAD.fullmatch(payload) is None:
        raise ValueError(f"this does not fit into a link: {payload}")
    return f"https://t.me/{me.username}?start={payload}"
