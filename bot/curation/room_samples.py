"""Pages of rooms, and examples of the values that the code gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from bot.paging import page_of
from bot.workshops.counts import Board, OnWall, TopicBar
from bot.workshops.rooms import Room
from bot.workshops.walls import Order, Standing, wall_question


def _room(*, is_ended: bool) -> Room:
    return Room(
        id=1,
        code="KM7PQ4",
        name="…",
        language="en",
        themes=("…",),
        day=date(2026, 3, 14),
        seats=30,
        key="k",
        is_ended=is_ended,
    )


_BOARDS = (
    Board(people=None, questions=0, answered=0),
    Board(
        people=12,
        questions=20,
        answered=18,
        wall=OnWall(shown=3, waiting=12, hidden=1),
        topics=(TopicBar(title="…", people=9, share=1.0), TopicBar(title="…", people=None, share=0.1)),
    ),
)
OPEN_ROOM, _OVER = _room(is_ended=False), _room(is_ended=True)

_OFF = replace(OPEN_ROOM, moderation="off")
_PAGES = tuple(
    page_of(
        [wall_question(number=number, words="…", votes=votes, is_own=True, has_vote=True) for number in range(count)], 1
    )
    for count, votes in ((0, 0), (3, 3), (12, 0))
)
_ON_WALL = OnWall(shown=3, waiting=12, hidden=1)

ROOM_VALUES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "room_joined": (
        {"room": OPEN_ROOM, "was_there": False, "left": _OVER, "day": ("to_come", "…")},
        {"room": OPEN_ROOM, "was_there": False, "left": None, "day": ("past", "…")},
        {"room": OPEN_ROOM, "was_there": True, "left": None, "day": None},
    ),
    "room_closed": tuple({"why": why, "name": "…", "code": "KM7PQ4"} for why in ("full", "ended", "unknown")),
    "room_none": ({},),
    "room_left": ({"name": "…"},),
    "room_over": ({"name": "…"},),
    "workshops": ({"count": 0, "may_open": True}, {"count": 1, "may_open": False}),
    "workshop_room": tuple(
        {"room": room, "link": "…", "day": day, "language_name": "…", "themes": themes, "people": people}
        for room, day, themes, people in ((OPEN_ROOM, "…", ("…", "…"), None), (_OVER, None, (), 12))
    ),
    "workshop_themes": ({"name": "…"},),
    "workshop_no_day": ({},),
    "workshop_co_trainers": ({"name": "…", "link": "…"},),
    "workshop_end": ({"name": "…"},),
    "workshop_which": ({"count": 0}, {"count": 2}),
    "board": tuple({"room": room, "board": board} for room, board in zip((OPEN_ROOM, _OVER), _BOARDS, strict=True)),
    "board_caption": tuple({"room": OPEN_ROOM, "board": board} for board in _BOARDS),
    "room_qr": ({"room": OPEN_ROOM, "link": "…"},),
    "room_sheet": ({"room": OPEN_ROOM},),
    "room_report": ({"room": OPEN_ROOM},),
    "room_table": ({"room": OPEN_ROOM, "count": 1}, {"room": OPEN_ROOM, "count": 2}),
    "room_handout": ({"room": OPEN_ROOM},),
    "moderation": ({"room": OPEN_ROOM}, {"room": _OFF}),
    "moderation_changed": ({"room": OPEN_ROOM}, {"room": _OFF}),
    "room_questions": tuple(
        {"room": OPEN_ROOM, "page": page, "order": order} for page in _PAGES for order in get_args(Order)
    ),
    "room_pile": tuple(
        {"room": room, "pile": pile, "page": page, "counts": _ON_WALL}
        for room in (OPEN_ROOM, _OVER)
        for pile in get_args(Standing)
        for page in _PAGES
    ),
    "wall": tuple(
        {"room": room, "link": link, "is_local": bool(link), "counts": _ON_WALL}
        for room, link in ((OPEN_ROOM, "…"), (_OFF, None))
    ),
    "wall_file": ({"room": OPEN_ROOM},),
}
