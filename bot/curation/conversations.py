"""``tradebot conversations``: what was asked and answered, to read or to take along."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.curation.lists import PIPED_WIDTH, opened, write_csv
from bot.curation.logged import SAME_PERSON, masked_row, numbered_each_day
from bot.errors import RecordsError
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.records.logged_rows import COLUMNS, logged_rows
from bot.settings import read_settings

DECISIONS = ("advice", "choice", "none", "smalltalk")

Row = Mapping[str, Any]
Rows = Iterable[Row]


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = "Telephone numbers and the like are masked, and people are numbered anew each day."
    parser.add_argument("--since", metavar="DAYS", type=_days, help="only the last DAYS days")
    parser.add_argument("--decision", choices=DECISIONS, help="only what was decided so, such as none: not answered")
    parser.add_argument("--same-person", action="store_true", help=SAME_PERSON)
    parser.add_argument("--format", choices=sorted(_WRITERS), default="table", help="default: table")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to FILE instead of the screen")


def run(arguments: Namespace) -> int:
    """Write the rows that are asked for, and return the exit status."""
    folder = read_settings().data
    path = folder / FILE_NAME
    if not path.is_file():
        raise RecordsError(f"{path}: there is no database yet; it is made when the bot first serves Telegram")
    database = open_database(folder, _now)
    try:
        with errors_told(path), opened(arguments.output) as file:
            since = None if arguments.since is None else _now() - arguments.since
            rows = map(masked_row, logged_rows(database, since=since, decision=arguments.decision))
            _WRITERS[arguments.format](rows if arguments.same_person else numbered_each_day(rows), file)
    finally:
        database.close()
    return 0


def _as_table(rows: Rows, file: TextIO) -> None:
    console = Console(file=file, width=None if file.isatty() else PIPED_WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("when (UTC)", "person", "way", "lang", "decision", "topic", "delivery"):
        table.add_column(name, no_wrap=True)
    table.add_column("question", ratio=1)
    count = 0
    for row in rows:
        count += 1
        when = datetime.fromisoformat(row["asked_at"]).astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        cells = (
            when,
            str(row["person"])[:8],
            row["way"],
            row["language"],
            row["decision"],
            _topic(row),
            row["delivery"],
        )
        # As text, so that brackets in a question are no markup.
        table.add_row(*(Text(str(cell)) for cell in (*cells, row["question"])))
    console.print(table if count else "No conversations.")


def _topic(row: Row) -> str:
    """The topic that was answered with, or what came closest, in brackets."""
    if row["topic"]:
        return str(row["topic"])
    return f"({row['candidates'][0]['topic']})" if row["candidates"] else ""


def _as_csv(rows: Rows, file: TextIO) -> None:
    write_csv(rows, COLUMNS, file)


def _as_json(rows: Rows, file: TextIO) -> None:
    """An array with an object a line; the log may be long, so that it is written as it is read."""
    separator = "[\n"
    for row in rows:
        file.write(separator + json.dumps(row, ensure_ascii=False))
        separator = ",\n"
    file.write("\n]\n" if separator == ",\n" else "[]\n")


def _as_jsonl(rows: Rows, file: TextIO) -> None:
    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


_WRITERS: Mapping[str, Callable[[Rows, TextIO], None]] = {
    "table": _as_table,
    "csv": _as_csv,
    "json": _as_json,
    "jsonl": _as_jsonl,
}


def _days(given: str) -> timedelta:
    try:
        return timedelta(days=float(given))
    except (ValueError, OverflowError):
        raise ArgumentTypeError("give a number of days, such as 7") from None


def _now() -> datetime:
    return datetime.now(UTC)
