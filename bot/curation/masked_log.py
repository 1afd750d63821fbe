"""The log as a database of its own, for browsing: texts are masked, and nobody can be followed from day to day.

    the log, day by day  ->  people numbered anew, in no order  ->  rows by person, texts masked  ->  a new file

There is no time of day, no workshop and no name that would tie the days together. What is not masked is what somebody
wrote about themselves in other words than numbers and addresses, so the file is still for curators alone.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from random import SystemRandom
from typing import Any

from sqlite_utils import Database

from bot.advice.markup import plain_text
from bot.advice.normalising import comparable
from bot.assembly import Progress
from bot.curation.logged import Row, told
from bot.curation.masking import masked
from bot.errors import TradebotError
from bot.whole_files import half_made

MARK = 0x74624D4C
"""Tells our own file from others, so that none of these is ever overwritten."""
_TABLE = """
    CREATE TABLE questions (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        asker INTEGER NOT NULL,
        chat_kind TEXT NOT NULL,
        way TEXT NOT NULL,
        language TEXT NOT NULL,
        question TEXT NOT NULL,
        form TEXT NOT NULL,
        decision TEXT NOT NULL,
        topic TEXT,
        title TEXT,
        closest TEXT,
        confidence REAL,
        verdict TEXT,
        reason TEXT,
        reply TEXT NOT NULL,
        delivery TEXT NOT NULL,
        latency_ms INTEGER,
        knowledge_version TEXT NOT NULL
    )
"""
_INDEXES = ("day, asker", "decision, form", "topic", "verdict")

Title = Callable[[str], str | None]
"""The title of a topic, if there is one."""


MASKED_COLUMNS = (
    "day", "asker", "chat_kind", "way", "language", "question", "form", "decision", "topic", "title", "closest",
    "confidence", "verdict", "reason", "reply", "delivery", "latency_ms", "knowledge_version",
)  # fmt: skip
"""What a masked row has."""


def write_masked_log(rows: Iterable[Row], count: int, path: Path, title_of: Title, progress: Progress) -> None:
    """Write *count* rows of the log, oldest first, to a database at *path*, in the place of an older one of ours.

    Raises TradebotError where another file is, or none can be written.
    """
    _refuse_other(path)
    try:
        with half_made(path) as new, closing(sqlite3.connect(new)) as connection:
            _fill(Database(connection), masked_rows(rows, count, title_of, progress), progress, count)
    except (OSError, sqlite3.OperationalError) as error:
        raise TradebotError(f"{path}: {error}; choose a file that can be written") from error


def _refuse_other(path: Path) -> None:
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        found = None
    if found != MARK:
        raise TradebotError(f"{path}: another file is there; name a new one")


def _fill(database: Database, rows: Iterable[Row], progress: Progress, count: int) -> None:
    with database.atomic():
        database.execute(f"PRAGMA application_id = {MARK}")
        database.execute(_TABLE)
        database.conn.executemany(
            f"INSERT INTO questions VALUES (NULL, {', '.join(f':{name}' for name in MASKED_COLUMNS)})",  # noqa: S608 - our own columns
            rows,
        )
        progress("indexes", count, count)
        for number, columns in enumerate(_INDEXES):
            database.execute(f"CREATE INDEX questions_{number} ON questions ({columns})")
        # Pieces of three letters are found in any language; Chinese has no spaces to tell words by.
        database.table("questions").enable_fts(["question", "reply"], tokenize="trigram")


def masked_rows(rows: Iterable[Row], count: int, title_of: Title, progress: Progress) -> Iterator[Row]:
    """*count* rows of the log, oldest first, for other eyes: day by day, people numbered anew each day."""
    for day, of_day in groupby(told(rows, count, "masking", progress), key=lambda row: str(row["asked_at"])[:10]):
        asked = list(of_day)
        people = sorted({row["person"] for row in asked})
        numbers = dict(zip(people, SystemRandom().sample(range(1, len(people) + 1), len(people)), strict=True))
        for row in sorted(asked, key=lambda row: (numbers[row["person"]], row["id"])):
            yield _row(row, title_of) | {"day": day, "asker": numbers[row["person"]]}


def _row(row: Row, title_of: Title) -> dict[str, Any]:
    question = masked(row["question"])
    first = next(iter(row["candidates"]), None)
    return {
        **{name: row[name] for name in _KEPT},
        "question": question,
        "form": comparable(question),
        "title": title_of(row["topic"]) if row["topic"] else None,
        "closest": first and first["topic"],
        "confidence": first and first["confidence"],
        "reply": _masked_reply(row["reply"]),
    }


_KEPT = (
    "chat_kind", "way", "language", "decision", "topic", "verdict", "reason", "delivery", "latency_ms",
    "knowledge_version",
)  # fmt: skip


@lru_cache(maxsize=2_000)
def _masked_reply(html: str) -> str:
    """A reply as it was read; most are given again and again."""
    return masked(plain_text(html))
