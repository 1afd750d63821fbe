"""Rooms full of people: all join at once, then ask fast, while it is measured how far boards and walls are behind.

What a board shows is held against the records: it is behind by as long as the first thing that it does not show was
there when the board changed the next time.
"""

import re
import sqlite3
import threading
import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

from bot.records.database import FILE_NAME
from tests.bench.standin import Served, Standin, wait_until
from tests.faults.crowd import QUESTIONS
from tests.telegram.running_bot import free_address

FIRST_TRAINER, FIRST_PERSON = 100, 10_000
FEWEST = 3
"""Smaller numbers of people are not shown, so the first that can be is this one."""


@dataclass(frozen=True, kw_only=True)
class FullRooms:
    """So many *rooms* with so many *people* each, who ask so many *questions* in each room within *within_s*."""

    rooms: int
    people: int
    questions: int
    within_s: float


@dataclass(kw_only=True)
class Seen:
    """What a board or a wall showed, and when: the counts of people and of questions."""

    people: list[tuple[float, int]] = field(default_factory=list)
    questions: list[tuple[float, int]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was found; seconds."""

    joined: int
    welcomed_s: float
    answers_s: Sequence[float]
    board_behind_s: float
    wall_behind_s: float
    busiest_second: int
    """Messages that reached the server within a second; on their way they come a little closer to each other."""

    def __str__(self) -> str:
        usual = sorted(self.answers_s)[len(self.answers_s) // 2]
        return (
            f"{self.joined} people joined at once, all welcomed after {self.welcomed_s:.1f} s; "
            f"{len(self.answers_s)} questions answered after {usual:.2f} s, at most {max(self.answers_s):.2f} s; "
            f"boards at most {self.board_behind_s:.1f} s behind, walls {self.wall_behind_s:.1f} s; "
            f"at most {self.busiest_second} messages within a second"
        )


def put_full(load: FullRooms, data: Path, settings: Mapping[str, str]) -> Measured:
    """Fill the rooms of a bot at Telegram's pace, and measure."""
    address = free_address()
    trainers = [FIRST_TRAINER + number for number in range(load.rooms)]
    given = {"TRADEBOT_PACE": "30", "TRADEBOT_LISTEN": address, "TRADEBOT_TRAINERS": ",".join(map(str, trainers))}
    command = ["tests.bench.watched_bot", str(data / "pulse.json"), "--wording-only"]
    with Standin() as standin, Served(standin, data, command, {**settings, **given}) as bot:
        wait_until(lambda: "tradebot serves" in bot.output, bot)
        codes, links = _opened(standin, bot, trainers)
        walls = [_watch(link) for link in links]
        began = time.time()
        everybody = [
            (FIRST_PERSON + 1000 * place + number, code)
            for place, code in enumerate(codes)
            for number in range(load.people)
        ]
        standin.say([{"user": person, "text": f"/join {code}"} for person, code in everybody])
        _until_quiet(standin, data, bot)
        welcomed_s = time.time() - began
        _ask(load, standin, everybody)
        _until_quiet(standin, data, bot)
        # Boards and walls look every two seconds, or every second.
        threading.Event().wait(5)
        boards = [_board(standin, trainer) for trainer in trainers]
        moments = sorted(sent["time"] for sent in standin.sent())
        bot.stop()
    return Measured(
        joined=len(everybody),
        welcomed_s=welcomed_s,
        answers_s=_answers_s(data),
        board_behind_s=_behind(data, boards),
        wall_behind_s=_behind(data, walls),
        busiest_second=max(bisect_left(moments, moment + 1) - place for place, moment in enumerate(moments)),
    )


def _opened(standin: Standin, bot: Served, trainers: Sequence[int]) -> tuple[list[str], list[str]]:
    """A room, its live board, and its wall, for each trainer: the codes, and the links to the walls."""
    codes, links = [], []
    for trainer in trainers:
        standin.say([{"user": trainer, "text": f"/workshop Room of {trainer}"}])
        codes.append(_read(standin, bot, trainer, r"Code: (\w+)"))
        standin.press([{"user": trainer, "label": "Live board"}])
        _read(standin, bot, trainer, r"(keeps itself up to date)")
        standin.say([{"user": trainer, "text": "/wall"}])
        links.append(_read(standin, bot, trainer, r"(http://\S+)"))
    return codes, links


def _read(standin: Standin, bot: Served, chat: int, pattern: str) -> str:
    """What *pattern* finds in the messages of a chat, once it finds something."""

    def found() -> list[str]:
        return [
            str(match[1])
            for sent in standin.sent("sendMessage")
            if sent["chat_id"] == chat and (match := re.search(pattern, sent["plain"]))
        ]

    wait_until(lambda: bool(found()), bot)
    return found()[-1]


def _ask(load: FullRooms, standin: Standin, everybody: Sequence[tuple[int, str]]) -> None:
    """Different people ask, evenly in time, in all rooms alike."""
    began = time.monotonic()
    for number in range(load.questions):
        words = QUESTIONS[number % 4]
        standin.say(
            [{"user": everybody[place * load.people + number][0], "text": words} for place in range(load.rooms)]
        )
        time.sleep(max(0.0, began + (number + 1) * load.within_s / load.questions - time.monotonic()))


def _until_quiet(standin: Standin, data: Path, bot: Served) -> None:
    wait_until(
        lambda: standin.counts()["pending"] == 0 and not _rows(data, "SELECT 1 FROM inbox WHERE state = 'waiting'"), bot
    )


def _board(standin: Standin, trainer: int) -> Seen:
    seen = Seen()
    for sent in standin.sent("editMessageText"):
        people = re.search(r"People: (\d+|fewer)", sent["plain"])
        questions = re.search(r"Questions: (\d+)", sent["plain"])
        if sent["chat_id"] == trainer and people and questions:
            _note(seen, sent["time"], people[1], questions[1])
    return seen


def _watch(link: str) -> Seen:
    """What a wall shows from now on."""
    seen = Seen()

    def watch() -> None:
        with httpx.Client(trust_env=False, timeout=60) as client, client.stream("GET", f"{link}/events") as stream:
            html = ""
            for line in stream.iter_lines():
                html = html + line if line else ""
                numbers = re.findall(r"<b[^>]*>(\w[^<]*)</b>", html)
                if len(numbers) == 4:
                    _note(seen, time.time(), numbers[0], numbers[1])

    threading.Thread(target=watch, daemon=True).start()
    return seen


def _note(seen: Seen, moment: float, people: str, questions: str) -> None:
    seen.people.append((moment, int(people) if people.isdigit() else FEWEST - 1))
    seen.questions.append((moment, int(questions)))


def _behind(data: Path, all_seen: Sequence[Seen]) -> float:
    """The most that any of them was behind."""
    joined = "SELECT joined_at AS at, workshop FROM workshop_members ORDER BY joined_at"
    asked = (
        "SELECT asked_at AS at, workshop FROM workshop_questions JOIN conversations ON id = conversation "
        "ORDER BY asked_at"
    )
    behind = [0.0]
    for number, seen in enumerate(all_seen, start=1):
        for query, shown in ((joined, seen.people), (asked, seen.questions)):
            moments = [datetime.fromisoformat(at).timestamp() for at, room in _rows(data, query) if room == number]
            assert shown[-1][1] == len(moments), f"at last everything is shown: {shown[-1]} of {len(moments)}"
            behind += [later - moments[count] for (_, count), (later, _) in pairwise(shown) if count < len(moments)]
    return max(behind)


def _answers_s(data: Path) -> list[float]:
    rows = _rows(data, "SELECT asked_at, sent_at FROM conversations JOIN workshop_questions ON conversation = id")
    assert all(sent for _, sent in rows), "everybody is answered"
    return [(datetime.fromisoformat(sent) - datetime.fromisoformat(asked)).total_seconds() for asked, sent in rows]


def _rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / FILE_NAME)) as database:
        return database.execute(query).fetchall()
