"""Tables for spreadsheets; some of their cells come from people."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

_BEGINS_FORMULA = re.compile(r'(^|[;\t\n\r])(?=[\s"]*[=+\-@＝＋－＠])')
"""Where a cell may begin: programs of some countries, and columns pasted from elsewhere, part them by other signs."""


def harmless(value: Any) -> Any:
    """*value* so that a spreadsheet shows it and takes no part of it for a formula."""
    return _BEGINS_FORMULA.sub(r"\1'", value) if isinstance(value, str) else value


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table with the mark by which spreadsheets tell UTF-8; nothing in it starts a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
