"""Tables that people made in a spreadsheet, as CSV or Excel: rows of text, and what in them is no text.

They may come from anybody who can send a file, so size, form and number are limited before anything is parsed, and
nothing in them is ever computed.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import PurePath
from typing import Literal, TypeAlias

from bot.errors import KnowledgeError
from bot.files.problems import Problem

LARGEST_SHEET_BYTES = 5_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 50
_ENCODINGS = ("utf-8-sig", "gb18030", "cp1252")
"""What CSV files are saved in, tried in this order: everybody's, Chinese Excel's, western Excel's."""
_DELIMITERS = ",;\t"
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

CellProblem: TypeAlias = Literal["formula", "error"]


class SheetError(KnowledgeError):
    """A file is no table that can be read; names the file, the line and the mend."""

    def __init__(self, name: str, line: int, what: str, mend: str) -> None:
        super().__init__(str(Problem(file=name, line=line, what=what, mend=mend)))


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row as numbered in the spreadsheet: its texts by column (without empty ones), and what is no text."""

    number: int
    cells: Mapping[str, str]
    problems: Mapping[str, CellProblem]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table with its column names in small letters; ``notes`` tell how it was read where that is not plain."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


RawRow: TypeAlias = "tuple[int, Sequence[tuple[str, CellProblem | None]]]"
"""Number of a row, and of each cell the text, or what it is instead."""


def read_sheet(content: bytes, name: str) -> Sheet:
    """The table in *content*, a file called *name*; raises SheetError where it is not one or too large."""
    shown = PurePath(name).name
    ending = PurePath(name).suffix.lower()
    if len(content) > LARGEST_SHEET_BYTES:
        raise SheetError(shown, 1, f"the file is larger than {LARGEST_SHEET_BYTES // 1_000_000} MB", "split it")
    if ending in {".csv", ".tsv", ".txt"}:
        text, notes = _decoded(content, shown)
        return sheet_of(shown, _csv_rows(text, shown), notes)
    if ending == ".xlsx":
        from bot.files.excel import excel_rows  # noqa: PLC0415 - loading openpyxl takes longer than most commands

        rows, notes = excel_rows(content, shown)
        return sheet_of(shown, rows, notes)
    mend = "save it as .xlsx or as CSV" if ending in {".xls", ".xlsm", ".xlsb", ".ods"} else "send a .csv or .xlsx file"
    raise SheetError(shown, 1, f'files that end in "{ending}" are not read', mend)


def sheet_of(name: str, rows: Iterator[RawRow], notes: tuple[str, ...] = ()) -> Sheet:
    """The table whose first row that is not empty has the names of its columns."""
    filled = ((number, cells) for number, cells in rows if any(text or problem for text, problem in cells))
    header_number, header = next(filled, (1, ()))
    columns = _column_names(name, header_number, header)
    found: list[SheetRow] = []
    for number, cells in filled:
        if len(found) == MOST_ROWS:
            raise SheetError(name, number, f"there are more than {MOST_ROWS:,} rows", "split the file")
        found.append(_row(number, columns, cells))
    return Sheet(name=name, columns=tuple(column for column in columns if column), rows=tuple(found), notes=notes)


def _column_names(name: str, number: int, header: Sequence[tuple[str, CellProblem | None]]) -> list[str]:
    if len(header) > MOST_COLUMNS:
        raise SheetError(name, number, f"there are more than {MOST_COLUMNS} columns", "keep those that are needed")
    columns = [" ".join(text.split()).casefold() for text, _ in header]
    if not any(columns):
        raise SheetError(name, 1, "the table is empty", "write the names of the columns in the first row")
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise SheetError(name, number, f'the column "{min(twice)}" is there twice', "keep one of them")
    return columns


def _row(number: int, columns: Sequence[str], cells: Sequence[tuple[str, CellProblem | None]]) -> SheetRow:
    named = [(column, cell) for column, cell in zip(columns, cells, strict=False) if column]
    return SheetRow(
        number=number,
        cells={column: text for column, (text, problem) in named if text and problem is None},
        problems={column: problem for column, (_, problem) in named if problem is not None},
    )


def _decoded(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ("read as UTF-16",)
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        is_plain = encoding == "utf-8-sig"
        return text, () if is_plain else (f"not UTF-8: read as {encoding.upper()}; look whether the words are right",)
    raise SheetError(name, 1, "this is not text", "save it as CSV in UTF-8")


def _csv_rows(text: str, name: str) -> Iterator[RawRow]:
    head = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    # Not splitlines: it also cuts at signs that stand within cells.
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [_csv_cell(cell) for cell in cells]
    except csv.Error as error:
        raise SheetError(name, reader.line_num, f"this is not CSV ({error})", "check quotes and commas") from error


def _csv_cell(cell: str) -> tuple[str, CellProblem | None]:
    text = cell.strip()
    # A dash before a blank begins a sentence; before anything else a spreadsheet would compute it.
    if text.startswith(_FORMULA_SIGNS) and len(text) > 1 and not text[1].isspace():
        return "", "formula"
    return text, None
