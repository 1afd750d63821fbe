"""Days as people write them."""

import re
from datetime import date

_YEAR_FIRST = re.compile(r"\D*(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D*")
_DAY_FIRST = re.compile(r"\D*(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(\d{4})\D*")


def read_day(words: str) -> date | None:
    """The day that *words* name: 2026-03-14, 2026年3月14日 or 14.3.2026; None if they name none."""
    if match := _YEAR_FIRST.fullmatch(words):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(words):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
