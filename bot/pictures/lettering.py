"""Letters for pictures: one font that has Latin and Chinese letters, in the weights we use."""

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from bot.advice.normalising import has_han

Weight = Literal["regular", "bold"]
_PACKAGE = "justmytype_intl_cjk"
_FILE = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
_AXIS: dict[Weight, int] = {"regular": 400, "bold": 700}
ELLIPSIS = "…"
_DOTS = "..."
"""The font draws an ellipsis half-way up, as Chinese wants it; other texts are cut with dots on the line."""
_PIECE = re.compile(r"[\u3400-\u9fff][，。、；：！？）》”]*\s?|[^\s\u3400-\u9fff]+\s?")
"""What stays on one line: a word, or a Chinese character with the punctuation after it."""
_NO_LETTER = "\U0010ffff"
_LIKE = str.maketrans("ŁłĐđĦħŦŧıІіЇїЄєЈј", "LlDdHhTtiIiIiЕеJj")
"""Letters that the font lacks and that are not made of a plain one and a mark."""
_LACKING = re.compile(f"{ELLIPSIS}(?:[^\\w]*{ELLIPSIS})+")


def font(size: int, weight: Weight = "regular") -> ImageFont.FreeTypeFont:
    """Noto Sans SC in *size* pixels. A font is not to be shared between threads."""
    # The basic layout is the same on every machine; the other one depends on a system library.
    letters = ImageFont.truetype(_path(), size, layout_engine=ImageFont.Layout.BASIC)
    letters.set_variation_by_axes([_AXIS[weight]])
    return letters


def drawable(text: str, letters: ImageFont.FreeTypeFont) -> str:
    """*text* on one line as the font can draw it, without empty boxes.

    What it lacks is left out if it is a mark on a letter or an emoji; for words in other scripts stands an ellipsis.
    """
    empty_box = bytes(letters.getmask(_NO_LETTER))

    @cache
    def is_there(letter: str) -> bool:
        return letter == " " or bytes(letters.getmask(letter)) != empty_box

    def plainer(letter: str) -> str:
        parts = unicodedata.normalize("NFKD", letter.translate(_LIKE))
        kept = "".join(part for part in parts if not unicodedata.combining(part) and is_there(part))
        return kept or (ELLIPSIS if letter.isalpha() else "")

    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(letter if is_there(letter) else plainer(letter) for letter in one_line)
    return " ".join(_LACKING.sub(ELLIPSIS, kept).split()) or (ELLIPSIS if one_line else "")


def fitted(text: str, letters: ImageFont.FreeTypeFont, width: float) -> str:
    """*text* as it can be drawn, cut if it is wider than *width*."""
    return _cut(drawable(text, letters), letters, width)


def wrapped(text: str, letters: ImageFont.FreeTypeFont, width: float, most: int) -> list[str]:
    """*text*, which is drawable, in at most so many lines; the last is cut if there is more.

    It is broken at spaces, and in Chinese anywhere.
    """
    lines, taken = [""], 0.0
    # Measuring piece by piece is many times as fast as measuring each line anew.
    for piece in _PIECE.findall(text):
        if lines[-1] and taken + letters.getlength(piece.rstrip()) > width:
            lines.append("")
            taken = 0.0
        lines[-1] += piece
        taken += letters.getlength(piece)
    kept = [line.strip() for line in lines]
    if len(kept) > most:
        kept[most - 1] = " ".join(kept[most - 1 :])
    return [_cut(line, letters, width) for line in kept[:most]]


def _cut(text: str, letters: ImageFont.FreeTypeFont, width: float) -> str:
    if letters.getlength(text) <= width:
        return text
    end = ELLIPSIS if has_han(text) else _DOTS
    room = width - letters.getlength(end)
    fits = bisect_right(range(1, len(text) + 1), room, key=lambda length: letters.getlength(text[:length]))
    return text[:fits].rstrip() + end


@cache
def _path() -> Path:
    # The package is not imported: only its file is wanted.
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {_PACKAGE} with the font is not installed; call make again")
    return Path(found.origin).parent / _FILE
