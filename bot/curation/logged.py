"""The rows of the conversation log, where there is one."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.records.conversation_log import logged_rows
from bot.records.database import FILE_NAME, errors_told, open_database


@contextmanager
def log_rows(folder: Path, *, since: datetime | None = None) -> Iterator[Iterable[Mapping[str, Any]]]:
    """The rows in the database of *folder*, oldest first; none where the bot has not served anybody yet."""
    path = folder / FILE_NAME
    if not path.is_file():
        yield ()
        return
    database = open_database(folder, lambda: datetime.now(UTC))
    try:
        with errors_told(path):
            yield logged_rows(database, since=since)
    finally:
        database.close()
