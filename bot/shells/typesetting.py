"""Replies set for a terminal: Telegram's HTML in bold and dim, lines cut where a reader would, lists hanging.

Chinese has no spaces to cut at, so lines are cut between its characters too, but never before a closing mark.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from rich.cells import cell_len
from rich.text import Text

_STYLES = {"b": "bold", "i": "italic", "u": "underline", "s": "strike", "code": "bold", "blockquote": "dim"}
_MARKER = re.compile(r" *(?:(?:•|\d+\.|\[\d+\]) *)?")
_NEVER_FIRST = frozenset("，。、；：？！）》”’」』】…—,.;:?!)")
_NEVER_LAST = frozenset("（《“‘「『【(")


def typeset(html: str, width: int) -> Text:
    """*html* as styled text in lines of at most *width* cells, of which a Chinese character takes two."""
    setter = _Setter()
    setter.feed(html)
    setter.close()
    lines: list[Text] = []
    for line in setter.text.split("\n", allow_blank=True):
        line.rstrip()
        if line.plain or (lines and lines[-1].plain):
            lines += _wrapped(line, width)
    while lines and not lines[-1].plain:
        lines.pop()
    return Text("\n").join(lines)


class _Setter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = Text()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.text.append("  ")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.text.append("\n")
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        style = " ".join(_STYLES[tag] for tag in self._open if tag in _STYLES)
        self.text.append(data.replace("\n", "\n  ") if "blockquote" in self._open else data, style)


def _wrapped(line: Text, width: int) -> Iterator[Text]:
    """*line* in lines of *width*; those after the first stand under the text and not under its bullet."""
    marker = _MARKER.match(line.plain)
    indent = cell_len(marker.group()) if marker else 0
    for number, piece in enumerate(line.divide(_cuts(line.plain, width, indent))):
        piece.rstrip()
        yield Text(" " * indent) + piece if number else piece


def _cuts(text: str, width: int, indent: int) -> list[int]:
    """Where to cut *text*, given that every line but the first is indented."""
    cuts: list[int] = []
    used, latest = 0, 0
    for place, character in enumerate(text):
        cells = cell_len(character)
        if used + cells > width and character != " " and place:
            cut = latest or place
            cuts.append(cut)
            used, latest = indent + cell_len(text[cut:place]), 0
        used += cells
        if place + 1 < len(text) and _may_cut(character, text[place + 1]) and used > indent:
            latest = place + 1
    return cuts


def _may_cut(before: str, after: str) -> bool:
    if before == " ":
        return True
    wide = cell_len(before) == 2 or cell_len(after) == 2
    return wide and after not in _NEVER_FIRST and after != " " and before not in _NEVER_LAST
