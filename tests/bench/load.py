"""Many people at once: what they say and press is fed as fast as it can be, then held against the records."""

import json
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.records.database import FILE_NAME
from tests.bench.standin import Served, Standin, wait_until

FIRST_USER = 10_000
CHUNK = 250
PRESSES = 0.1
"""Presses of buttons for each question."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """*questions* by *users* in turn; ``per_second`` 0: as fast as they can be fed."""

    users: int
    questions: int
    texts: Sequence[str]
    seed: int
    per_second: float = 0


@dataclass(kw_only=True)
class Outcome:
    """What became of a load: counts, and what the watched bot told of itself."""

    asked: dict[int, int] = field(default_factory=dict)
    pressed: set[int] = field(default_factory=set)
    fed_s: float = 0
    answered_s: float = 0
    pulse: Mapping[str, Any] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return (len(self.asked) + len(self.pressed)) / self.answered_s

    def memory_mb(self, since: float, until: float) -> float:
        """The most memory in use in this part of the run, from 0 to 1."""
        samples = self.pulse["memory_mb"]
        part = samples[int(since * (len(samples) - 1)) : int(until * (len(samples) - 1)) + 1]
        return max(float(mb) for _, mb in part)

    def __str__(self) -> str:
        return (
            f"{len(self.asked)} questions and {len(self.pressed)} presses, fed in {self.fed_s:.0f} s, all dealt with "
            f"after {self.answered_s:.0f} s ({self.per_second:.0f} a second); {self._loop()}; "
            f"memory {self.memory_mb(0, 0)} MB at first, {self.memory_mb(0.3, 0.6)} MB in the middle, "
            f"{self.memory_mb(0.9, 1)} MB at the end"
        )

    def _loop(self) -> str:
        told = self.pulse
        return (
            f"a turn of the event loop took at most {told['turn_ms']} ms of processor time ({told['turn_p999_ms']} ms "
            f"but for one in a thousand); it was out of reach for at most {told['blocked_ms']} ms, "
            f"{told['blocked_with_waits_ms']} ms with waits for a processor, {told['blocked_at_start_ms']} ms in the "
            "first two seconds"
        )


def put_under(load: Load, data: Path, *, settings: Mapping[str, str], wording_only: bool = True) -> Outcome:
    """Put a watched bot under *load* and return when all is dealt with."""
    report = data / "pulse.json"
    command = ["tests.bench.watched_bot", str(report), *(["--wording-only"] if wording_only else [])]
    outcome = Outcome()
    with Standin() as standin, Served(standin, data, command, settings) as bot:
        wait_until(lambda: "tradebot serves" in bot.output, bot)
        began = time.monotonic()
        _feed(load, standin, outcome)
        outcome.fed_s = time.monotonic() - began
        wait_until(lambda: standin.counts()["pending"] == 0 and _count(data, "state = 'waiting'") == 0, bot)
        outcome.answered_s = time.monotonic() - began
        bot.stop()
    outcome.pulse = json.loads(report.read_text(encoding="utf-8"))
    return outcome


def check(outcome: Outcome, data: Path) -> None:
    """Raise AssertionError unless everything is done, each question answered once, in the order of its chat."""
    updates = outcome.asked.keys() | outcome.pressed
    assert _count(data, "state = 'done'") == len(updates)
    with closing(sqlite3.connect(data / FILE_NAME)) as database:
        rows = database.execute(
            "SELECT update_id, delivery, reply_ids FROM conversations WHERE way = 'asked' ORDER BY update_id"
        ).fetchall()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [row[0] for row in rows] == sorted(outcome.asked), "one row for each question"
    assert {row[1] for row in rows} == {"sent"}
    last: dict[int, int] = defaultdict(int)
    seen: set[int] = set()
    for update_id, _, reply_ids in rows:
        ids, user = json.loads(reply_ids), outcome.asked[update_id]
        assert ids, update_id
        assert not seen & set(ids), "each message answers one question"
        assert ids[0] > last[user], "in order"
        seen |= set(ids)
        last[user] = ids[-1]


def _feed(load: Load, standin: Standin, outcome: Outcome) -> None:
    chance = random.Random(load.seed)  # noqa: S311 - no secret; it must be repeatable
    began, fed = time.monotonic(), 0
    chunk = CHUNK if not load.per_second else max(1, round(load.per_second / 2))
    while fed < load.questions:
        users = [FIRST_USER + (fed + number) % load.users for number in range(min(chunk, load.questions - fed))]
        lines = [{"user": user, "text": chance.choice(load.texts)} for user in users]
        outcome.asked |= dict(zip(standin.say(lines), users, strict=True))
        fed += len(users)
        if load.per_second:
            time.sleep(max(0.0, began + fed / load.per_second - time.monotonic()))
            _press(load, standin, outcome, chance, round(len(users) * PRESSES))
    # There is nothing to press before there are answers; those to the first come long before those to the last.
    while len(outcome.pressed) < PRESSES * load.questions:
        _press(load, standin, outcome, chance, CHUNK // 5)
        time.sleep(0.05)


def _press(load: Load, standin: Standin, outcome: Outcome, chance: random.Random, count: int) -> None:
    """Some of those who asked press a button, if they have one."""
    asked = sorted(set(outcome.asked.values()))
    presses = [{"user": chance.choice(asked), "button": chance.randrange(8)} for _ in range(count)]
    outcome.pressed |= {update for update in standin.press(presses) if update is not None}


def _count(data: Path, condition: str) -> int:
    with closing(sqlite3.connect(data / FILE_NAME)) as database:
        return int(database.execute(f"SELECT count(*) FROM inbox WHERE {condition}").fetchone()[0])  # noqa: S608 - our own conditions
