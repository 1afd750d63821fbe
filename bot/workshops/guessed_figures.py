"""Figures in a text, left out of it to be guessed: shares as percentages, and amounts in millions and more."""

import re
from dataclasses import dataclass

GAP = "___"
_SHARE = re.compile(r"(?P<number>\d{1,2})(?P<unit>\s?%)")
_AMOUNT = re.compile(r"(?P<number>\b\d{1,3})(?P<unit> (?:million|billion|trillion)\b)")
_HAN_AMOUNT = re.compile(r"(?<![一二三四五六七八九十百千万亿])(?P<number>[一二三四五六七八九十百千]+)(?P<unit>[万亿]+)")
_SHARES = ("5", "10", "15", "25", "40", "60", "75", "90")
_AMOUNTS = ("3", "5", "30", "75", "100", "300", "750")
_HAN_AMOUNTS = ("五", "三十", "七十", "一百", "三百", "七百", "一千", "三千")
_APART = 4
"""A wrong figure stands so many places of its row from the right one at most, so that it is plausible."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A text with a gap, what stood there, and what might."""

    left_out: str
    right: str
    wrong: tuple[str, ...]


def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of *text*, each to be guessed; nothing is offered that stands in the text itself."""
    rows = ((_SHARE, _SHARES), (_AMOUNT, _AMOUNTS), (_HAN_AMOUNT, _HAN_AMOUNTS))
    found = []
    for pattern, row in rows:
        for match in pattern.finditer(text):
            right = match[0]
            others = [number for number in row if number != match["number"]]
            wrong = [number + match["unit"] for number in others if number + match["unit"] not in text]
            left_out = f"{text[: match.start()]}{GAP}{text[match.end() :]}"
            if right not in left_out:
                found.append(Figure(left_out=left_out, right=right, wrong=tuple(wrong[:_APART])))
    return tuple(found)
