"""Rooms, and what becomes of somebody who wants to join one."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.lines import on_one_line

SEATS = (30, 60, 100, 250, 500)
"""How many people a room may have, for the trainer to choose from."""
USUAL_SEATS = 250
MOST_NAME = 80
"""Characters in the name of a room, so that it fits on a projector."""

Moderation = Literal["approve", "off"]
"""Whether questions wait for a trainer before the wall shows them."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """A workshop. ``themes`` are ids; no theme means all.

    ``key`` makes a co-trainer of whoever has it, ``wall_key`` opens the wall; None: there is no link to it.
    """

    id: int
    code: str
    name: str
    language: str
    themes: tuple[str, ...]
    day: date | None
    seats: int
    key: str
    moderation: Moderation = "approve"
    wall_key: str | None = None
    is_ended: bool


@dataclass(frozen=True, kw_only=True)
class Joined:
    """They are in; ``was_there`` if they had been before. ``left`` is the room they were in until now."""

    room: Room
    was_there: bool = False
    left: Room | None = None


@dataclass(frozen=True, kw_only=True)
class Full:
    """All seats of the room are taken."""

    room: Room


@dataclass(frozen=True, kw_only=True)
class Ended:
    """The workshop is over."""

    room: Room


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """There is no such room."""


Joining = Joined | Full | Ended | Unknown


def tidy_name(words: str) -> str:
    """*words* as the name of a room: one line, not too long; empty if nothing can be read."""
    return on_one_line(words)[:MOST_NAME].strip()


def seats_after(seats: int) -> int:
    """The next number of seats to choose, from the smallest again after the largest."""
    return next((more for more in SEATS if more > seats), SEATS[0])
