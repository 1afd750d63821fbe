"""Tables for spreadsheets; some of their cells come from people."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any


def harmless(value: Any) -> Any:
    """*value* so that a spreadsheet shows it and does not take it for a formula."""
    is_formula = isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    return f"'{value}" if is_formula else value


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table with the mark by which spreadsheets tell UTF-8; nothing in it starts a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
