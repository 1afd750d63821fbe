"""Lists as a table to read, or as CSV or JSON to take along; every command that lists something writes through here."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.errors import TradebotError
from bot.records.spreadsheets import harmless

PIPED_WIDTH = 160
Cell: TypeAlias = "str | int | float | tuple[str, ...] | None"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list with a ``name`` of one word; ``about`` says what it lists, ``empty`` what it means that nothing is in it.

    Of what is ``left_out`` of a long list only the number is kept.
    """

    name: str
    about: str
    empty: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    left_out: int = 0


def add_list_arguments(parser: ArgumentParser, names: Sequence[str] = (), *, default: str = "table") -> None:
    """Declare in which form lists are wanted, and of several *names* which one; another *default* is the caller's."""
    if names:
        parser.add_argument("--list", choices=names, help="only this list (default: all of them)")
    parser.add_argument("--format", choices=sorted({*_WRITERS, default}), default=default, help=f"default: {default}")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to FILE instead of the screen")


def shortened(listing: Listing, most: int | None) -> Listing:
    """*listing* with at most so many rows."""
    return replace(listing, rows=listing.rows[:most], left_out=len(listing.rows) - len(listing.rows[:most]))


def write_lists(listings: Sequence[Listing], arguments: Namespace) -> None:
    """Write *listings*, or the one that *arguments* name, in the form and to the place they name."""
    wanted = getattr(arguments, "list", None)
    chosen = [listing for listing in listings if wanted in {None, listing.name}]
    with opened(arguments.output) as file:
        _WRITERS[arguments.format](chosen, file)


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """The file at *path* for writing, or the screen; raises TradebotError where it cannot be written."""
    if path is None:
        yield sys.stdout
        return
    try:
        # With the mark by which spreadsheets tell UTF-8.
        encoding = "utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"
        with path.open("w", encoding=encoding, newline="") as file:
            yield file
    except OSError as error:
        raise TradebotError(f"{path}: {error.strerror}; choose a file that can be written") from error


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], file: TextIO) -> None:
    """Write *rows* with these *columns* as CSV, as they come; what a list holds stands in one cell."""
    writer = csv.DictWriter(file, columns, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless(_joined(value)) for name, value in row.items()})


def _joined(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(f"{one['topic']} {one['confidence']}" if isinstance(one, dict) else str(one) for one in value)
    return value


def _as_tables(listings: Sequence[Listing], file: TextIO) -> None:
    console = Console(file=file, width=None if file.isatty() else PIPED_WIDTH, highlight=False)
    for number, listing in enumerate(listings):
        if number:
            console.print()
        console.print(Text(listing.about, style="bold"))
        console.print(_table(listing) if listing.rows else Text(f"  {listing.empty}"))
        if listing.left_out:
            console.print(Text(f"  and {listing.left_out:,} more; --all lists them"))


def _table(listing: Listing) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="underline")
    for place, column in enumerate(listing.columns):
        is_number = all(isinstance(row[place], int | float) for row in listing.rows)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in listing.rows:
        # As text, so that brackets in a question are no markup.
        table.add_row(*(Text(_shown(cell)) for cell in row))
    return table


def _as_csv(listings: Sequence[Listing], file: TextIO) -> None:
    """One list as it is; several with a first column that names the list, and the columns of all."""
    columns = dict.fromkeys(column for listing in listings for column in listing.columns)
    writer = csv.DictWriter(file, ["list", *columns] if len(listings) > 1 else [*columns], restval="")
    writer.writeheader()
    for listing in listings:
        named = {"list": listing.name} if len(listings) > 1 else {}
        for row in listing.rows:
            cells = {column: harmless(_shown(cell)) for column, cell in zip(listing.columns, row, strict=True)}
            writer.writerow(named | cells)


def _as_json(listings: Sequence[Listing], file: TextIO) -> None:
    """One list as an array of objects; several as an object of such arrays."""
    lists = {
        listing.name: [dict(zip(listing.columns, row, strict=True)) for row in listing.rows] for listing in listings
    }
    found = next(iter(lists.values())) if len(lists) == 1 else lists
    file.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


_WRITERS: Mapping[str, Callable[[Sequence[Listing], TextIO], None]] = {
    "table": _as_tables,
    "csv": _as_csv,
    "json": _as_json,
}


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case tuple():
            return ", ".join(cell)
        case float():
            return f"{cell:.2f}"
        case _:
            return str(cell)
