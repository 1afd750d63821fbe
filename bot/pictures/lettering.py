"""Letters for pictures: one font that has Latin and Chinese letters, in the weights we use."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Weight = Literal["regular", "bold"]
_PACKAGE = "justmytype_intl_cjk"
_FILE = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
_AXIS: dict[Weight, int] = {"regular": 400, "bold": 700}
ELLIPSIS = "…"
_PIECE = re.compile(r"[\u3400-\u9fff][，。、；：！？）》”]*\s?|[^\s\u3400-\u9fff]+\s?")
"""What stays on one line: a word, or a Chinese character with the punctuation after it."""


def font(size: int, weight: Weight = "regular") -> ImageFont.FreeTypeFont:
    """Noto Sans SC in *size* pixels. A font is not to be shared between threads."""
    # The basic layout is the same on every machine; the other one depends on a system library.
    letters = ImageFont.truetype(_path(), size, layout_engine=ImageFont.Layout.BASIC)
    letters.set_variation_by_axes([_AXIS[weight]])
    return letters


def fitted(text: str, letters: ImageFont.FreeTypeFont, width: float) -> str:
    """*text*, cut with an ellipsis if it is wider than *width*."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(text.rstrip() + ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrapped(text: str, letters: ImageFont.FreeTypeFont, width: float, most: int) -> list[str]:
    """*text* in at most so many lines, broken at spaces, and in Chinese anywhere; the last is cut if there is more."""
    lines = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if lines[-1] and letters.getlength(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    kept = [line.strip() for line in lines]
    if len(kept) > most:
        kept[most - 1] = " ".join(kept[most - 1 :])
    return [fitted(line, letters, width) for line in kept[:most]]


@cache
def _path() -> Path:
    # The package is not imported: only its file is wanted.
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {_PACKAGE} with the font is not installed; call make again")
    return Path(found.origin).parent / _FILE
