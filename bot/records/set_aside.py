"""Updates that were set aside: which there are, and how they are put back in line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """What a handler could not deal with, under the reference that people were given; several may share one."""

    reference: str
    updates: int
    received_at: datetime
    error: str
    """The kind of error, without its words."""


def all_set_aside(database: Database, *, most: int = -1) -> tuple[SetAside, ...]:
    """What is set aside, latest first, at *most* so many."""
    rows = database.query(
        "SELECT reference, count(*) AS updates, min(received_at) AS received_at, max(last_error) AS error "
        "FROM inbox WHERE state = 'set_aside' GROUP BY reference ORDER BY min(number) DESC LIMIT ?",
        [most],
    )
    return tuple(
        SetAside(
            reference=str(row["reference"]),
            updates=row["updates"],
            received_at=datetime.fromisoformat(row["received_at"]),
            error=str(row["error"]),
        )
        for row in rows
    )


def put_back(database: Database, references: Sequence[str] | None = None) -> int:
    """Put what is set aside under *references* (None: everything) back in line, and return how many updates it is.

    The running bot finds them there within seconds. They keep their reference, by which it knows them.
    """
    again = "UPDATE inbox SET state = 'waiting', attempts = 0, done_at = NULL WHERE state = 'set_aside'"
    if references is None:
        return int(database.execute(again).rowcount)
    with database.atomic():
        return sum(database.execute(f"{again} AND reference = ?", [one]).rowcount for one in references)
