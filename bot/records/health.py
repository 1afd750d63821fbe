"""How the bot is: what the database, the disk and the sign of life tell, and what of it must be mended."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.records.database import FILE_NAME, explained
from bot.records.heartbeat import Heartbeat, read_heartbeat

MOST_SILENCE = timedelta(seconds=60)
"""Without a sign of life for so long, the bot hangs."""
MOST_WITHOUT_CONTACT = timedelta(minutes=3)
"""A poll takes half a minute at most, so Telegram's answer is that late only if something is wrong."""
MOST_WAITING = timedelta(minutes=5)
LEAST_DISK_BYTES = 200 * 1024 * 1024
_READ_TIMEOUT_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What the database tells; moments are ISO texts in UTC, None where there is nothing yet."""

    last_update: str | None = None
    last_answer_sent: str | None = None
    last_log_write: str | None = None
    queue_length: int = 0
    oldest_waiting: str | None = None
    set_aside: int = 0


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the bot is; well where there are no ``problems``."""

    heartbeat: Heartbeat | None
    holdings: Holdings
    database_bytes: int
    disk_free_bytes: int
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """All of it, for other programs."""
        beat = self.heartbeat
        return {
            "well": not self.problems,
            "problems": list(self.problems),
            "last_sign_of_life": beat and beat.at,
            "started": beat and beat.started_at,
            "last_contact_with_telegram": beat and beat.last_contact,
            "last_update": self.holdings.last_update,
            "last_send": (beat and beat.last_send) or self.holdings.last_answer_sent,
            "last_log_write": self.holdings.last_log_write,
            "queue_length": self.holdings.queue_length,
            "oldest_waiting": self.holdings.oldest_waiting,
            "set_aside": self.holdings.set_aside,
            "database_bytes": self.database_bytes,
            "disk_free_bytes": self.disk_free_bytes,
            "knowledge_version": beat and beat.knowledge_version,
        }


def health_of(folder: Path, now: datetime) -> Health:
    """How the bot is that serves from *folder*; reads only, and from any process or thread."""
    heartbeat = read_heartbeat(folder)
    path = folder / FILE_NAME
    problems = list(_signs_of_trouble(heartbeat, now))
    holdings = Holdings()
    try:
        holdings = _holdings(path, None if heartbeat is None else heartbeat.bot)
    except sqlite3.Error as error:
        problems.append(f"{path}: {explained(error)}")
    if holdings.oldest_waiting is not None and _is_over(holdings.oldest_waiting, now, MOST_WAITING):
        problems.append(f"a message has waited for an answer since {holdings.oldest_waiting}; see the log")
    free = shutil.disk_usage(folder).free if folder.is_dir() else 0
    if free < LEAST_DISK_BYTES:
        problems.append(f"{folder}: {free // 2**20} MB are left on the disk; make room")
    return Health(
        heartbeat=heartbeat,
        holdings=holdings,
        database_bytes=_size_with_companions(path),
        disk_free_bytes=free,
        problems=tuple(problems),
    )


def _signs_of_trouble(heartbeat: Heartbeat | None, now: datetime) -> Iterator[str]:
    if heartbeat is None:
        yield "the bot does not serve Telegram; start it with: tradebot run"
        return
    if _is_over(heartbeat.at, now, MOST_SILENCE):
        yield f"no sign of life since {heartbeat.at}; restart the bot"
    elif heartbeat.polls and _is_over(heartbeat.last_contact or heartbeat.started_at, now, MOST_WITHOUT_CONTACT):
        yield f"Telegram has not answered since {heartbeat.last_contact or heartbeat.started_at}; check the network"


def _is_over(moment: str, now: datetime, limit: timedelta) -> bool:
    return now - datetime.fromisoformat(moment) > limit


def _holdings(path: Path, bot: int | None) -> Holdings:
    """What stands in the database at *path*; that of *bot* alone where it is known, for others wait in vain."""
    mine = "(:bot IS NULL OR bot = :bot)"
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", timeout=_READ_TIMEOUT_S, uri=True)) as database:

        def first(query: str) -> tuple[Any, ...]:
            return database.execute(query, {"bot": bot}).fetchone() or (None,)

        waiting = first(f"SELECT count(*), min(received_at) FROM inbox WHERE state = 'waiting' AND {mine}")  # noqa: S608 - our own words
        return Holdings(
            last_update=first("SELECT received_at FROM inbox ORDER BY number DESC LIMIT 1")[0],
            last_answer_sent=first("SELECT sent_at FROM conversations WHERE sent_at NOT NULL ORDER BY id DESC LIMIT 1")[
                0
            ],
            last_log_write=first("SELECT asked_at FROM conversations ORDER BY id DESC LIMIT 1")[0],
            queue_length=waiting[0],
            oldest_waiting=waiting[1],
            set_aside=first(f"SELECT count(*) FROM inbox WHERE state = 'set_aside' AND {mine}")[0],  # noqa: S608 - our own words
        )


def _size_with_companions(path: Path) -> int:
    files = (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
    return sum(file.stat().st_size for file in files if file.exists())
