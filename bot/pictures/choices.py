"""How a room chose, as a picture for a projector: what was asked, and a bar for each option; right ones are ticked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.advice.normalising import has_han
from bot.pictures.lettering import font, wrapped

Fonts = Callable[..., ImageFont.FreeTypeFont]
"""Letters of a size and a weight, loaded once for each picture: it takes longer than drawing with them."""

WIDTH, HEIGHT = 1920, 1080
_MARGIN = 80
_INK, _GREY, _TRACK, _PAPER, _RIGHT, _OTHER = "#16202c", "#55606e", "#e4e8ed", "#ffffff", "#1a7f5a", "#8a94a3"
_NOTE, _THICK = 36, 22
_TITLE_LINES, _OPTION_LINES = 3, 2
_TITLES, _OPTIONS = (60, 52, 44), (42, 38, 34, 30)
"""Sizes of letters: the largest with which all fits."""
_SPACING = 1.25
_TALLEST = 190
"""Pixels for an option at most; few of them stand together at the top."""
_ROOMY = 125
"""Pixels for an option from which on it may have the largest letters."""
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, kw_only=True)
class ChoiceBar:
    """An option: its *share* from 0 to 1, and what is said beside it."""

    text: str
    share: float
    words: str
    is_right: bool


@dataclass(frozen=True, kw_only=True)
class ChoicePicture:
    """What was asked, the options, and a note under them."""

    title: str
    bars: Sequence[ChoiceBar]
    note: str


def draw_choices(picture: ChoicePicture) -> bytes:
    """*picture* as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    fonts = cache(font)
    title = _fitting(picture.title, _TITLES, _TITLE_LINES, WIDTH - 2 * _MARGIN, partial(fonts, weight="bold"))
    top = title.draw(draw, _MARGIN, 64) + 36
    row = min(_TALLEST, (HEIGHT - 100 - top) / max(1, len(picture.bars)))
    for place, bar in enumerate(picture.bars):
        _draw_bar(draw, bar, round(top + place * row), row, fonts)
    draw.text((_MARGIN, HEIGHT - 44), picture.note, font=fonts(_NOTE), fill=_GREY, anchor="ls")
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_bar(draw: ImageDraw.ImageDraw, bar: ChoiceBar, top: int, room: float, fonts: Fonts) -> None:
    right, ink = WIDTH - _MARGIN, _RIGHT if bar.is_right else _OTHER
    words = fonts(40, weight="bold")
    draw.text((right, top + 40), bar.words, font=words, fill=_INK, anchor="rs")
    left = _MARGIN + 70
    if bar.is_right:
        draw.line([(_MARGIN, top + 24), (_MARGIN + 16, top + 40), (_MARGIN + 46, top + 4)], fill=_RIGHT, width=9)
    width = right - left - words.getlength(bar.words) - 50
    sizes = _OPTIONS if room > _ROOMY else _OPTIONS[2:]
    block = _fitting(
        bar.text, sizes, _OPTION_LINES, width, partial(fonts, weight="bold" if bar.is_right else "regular")
    )
    under = block.draw(draw, left, top) + 10
    draw.rounded_rectangle((left, under, right, under + _THICK), radius=_THICK / 2, fill=_TRACK)
    full = left + _THICK + (right - left - _THICK) * min(1.0, bar.share)
    draw.rounded_rectangle((left, under, full, under + _THICK), radius=_THICK / 2, fill=ink)


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Lines in letters of one size."""

    lines: Sequence[str]
    letters: ImageFont.FreeTypeFont
    size: int

    def draw(self, draw: ImageDraw.ImageDraw, left: int, top: int) -> int:
        """Write the lines, and return where the next thing may stand."""
        for number, line in enumerate(self.lines):
            baseline = round(top + self.size * (0.98 + number * _SPACING))
            draw.text((left, baseline), line, font=self.letters, fill=_INK, anchor="ls")
        return round(top + self.size * _SPACING * len(self.lines))


def _fitting(text: str, sizes: Sequence[int], most: int, width: float, fonts: Fonts) -> _Block:
    """*text* in at most so many lines, in the largest letters with which it fits, else cut."""
    # The font draws curly quotes as wide as a Chinese character.
    plain = text if has_han(text) else text.translate(_STRAIGHT)
    blocks = (
        _Block(lines=wrapped(plain, letters, width, most), letters=letters, size=size)
        for size in sizes
        for letters in (fonts(size),)
    )
    for block in blocks:
        if block.size == sizes[-1] or "".join(block.lines).replace(" ", "") == "".join(plain.split()):
            return block
    raise AssertionError("there is always a last size")
