"""The rows of the conversation log, where there is one."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.assembly import Progress
from bot.records.conversation_log import logged_rows
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.records.judged_log import judged_count

Row = Mapping[str, Any]
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


def told(rows: Iterable[Row], count: int, what: str, progress: Progress) -> Iterator[Row]:
    """*rows* as they are, with *progress* told of how many of the *count* are through."""
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            progress(what, number, count)
        yield row
