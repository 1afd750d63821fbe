"""The rows of the conversation log, where there is one."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from bot.advice.markup import plain_text
from bot.assembly import Progress
from bot.curation.masking import masked
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.records.judged_log import judged_count
from bot.records.logged_rows import logged_rows

Row = Mapping[str, Any]
SAME_PERSON = (
    "for each person a keyed hash that stays the same for good. It ties all that somebody ever asked together, so keep "
    "such a file to yourself and delete it soon"
)
"""What the option ``--same-person`` gives."""
_TOLD_EVERY = 500


@contextmanager
def log_rows(folder: Path, progress: Progress, *, since: datetime | None = None) -> Iterator[Iterable[Row]]:
    """The rows in the database of *folder*, oldest first; none where the bot has not served anybody yet."""
    path = folder / FILE_NAME
    if not path.is_file():
        yield ()
        return
    database = open_database(folder, lambda: datetime.now(UTC))
    try:
        with errors_told(path):
            count = judged_count(database, "" if since is None else since.isoformat())
            yield told(logged_rows(database, since=since), count, "log", progress)
    finally:
        database.close()


def masked_row(row: Row) -> dict[str, Any]:
    """A row of the log for other eyes: what people wrote is masked, and the reply is plain text."""
    return {**row, "question": masked(row["question"]), "reply": masked(plain_text(row["reply"]))}


def numbered_each_day(rows: Iterable[Row]) -> Iterator[Row]:
    """*rows*, oldest first, with people numbered anew each day in place of the names that last."""
    for _, of_day in groupby(rows, key=lambda row: str(row["asked_at"])[:10]):
        numbers: dict[str, int] = {}
        for row in of_day:
            yield {**row, "person": numbers.setdefault(row["person"], len(numbers) + 1)}


def told(rows: Iterable[Row], count: int, what: str, progress: Progress) -> Iterator[Row]:
    """*rows* as they are, with *progress* told of how many of the *count* are through."""
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            progress(what, number, count)
        yield row
