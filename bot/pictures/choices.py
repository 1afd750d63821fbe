"""How a room chose, as a picture for a projector: what was asked, and a bar for each option; right ones are ticked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.advice.normalising import has_han
from bot.pictures.lettering import Weight, drawable, fitted, font, wrapped

Fonts = Callable[..., ImageFont.FreeTypeFont]
"""Letters of a size and a weight, loaded once for each picture: it takes longer than drawing with them."""

WIDTH, HEIGHT = 1920, 1080
_MARGIN = 80
_INK, _GREY, _TRACK, _PAPER, _RIGHT, _OTHER = "#16202c", "#55606e", "#e4e8ed", "#ffffff", "#1a7f5a", "#8a94a3"
_NOTE, _THICK, _GAP = 36, 24, 24
_TITLE_LINES = 4
_TITLES = (60, 52, 44, 40)
_OPTIONS = (*((size, 1) for size in (60, 52, 46, 42)), *((size, 2) for size in (60, 52, 46, 42, 38, 34, 30)))
"""Sizes of letters, and how many lines they may take: the first with which all fits."""
_SPACING = 1.25
_TALLEST = 240
"""Pixels for an option at most; few of them stand together at the top."""
_CROWDED = 90
"""Pixels for an option below which its bar stands beside it and no longer under it."""
_MIDDLE, _LINE = 0.45, 0.52
"""Where that bar begins, of the width; and how high its letters are, of the row."""
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
    bold = partial(fonts, weight="bold")
    title = _fitting(_plain(picture.title, fonts(_NOTE)), _TITLES, _TITLE_LINES, WIDTH - 2 * _MARGIN, bold)
    top = title.draw(draw, _MARGIN, 64) + 36
    row = min(_TALLEST, (HEIGHT - 100 - top) / max(1, len(picture.bars)))
    draw_bars = _draw_beside if row < _CROWDED else _draw_under
    draw_bars(draw, picture.bars, top, row, fonts)
    letters = fonts(_NOTE)
    note = fitted(picture.note, letters, WIDTH - 2 * _MARGIN)
    draw.text((_MARGIN, HEIGHT - 44), note, font=letters, fill=_GREY, anchor="ls")
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_under(draw: ImageDraw.ImageDraw, bars: Sequence[ChoiceBar], top: int, row: float, fonts: Fonts) -> None:
    """Each bar under its option, in the largest letters with which all options fit."""
    texts = [_plain(bar.text, fonts(_NOTE)) for bar in bars]
    for size, most in _OPTIONS:
        words = fonts(size, weight="bold")
        room = WIDTH - 2 * _MARGIN - 70 - 50 - max((words.getlength(bar.words) for bar in bars), default=0)
        blocks = [
            _fitting(text, (size,), most, room, partial(fonts, weight=_weight(bar)))
            for text, bar in zip(texts, bars, strict=True)
        ]
        if all(not block.is_cut and block.height + 10 + _THICK + _GAP <= row for block in blocks):
            break
    left, right = _MARGIN + 70, WIDTH - _MARGIN
    for place, (bar, block) in enumerate(zip(bars, blocks, strict=True)):
        y = round(top + place * row)
        draw.text((right, y + size * 0.98), bar.words, font=words, fill=_INK, anchor="rs")
        _tick(draw, bar, y + size // 2)
        _pill(draw, bar, left, block.draw(draw, left, y) + 10, right)


def _draw_beside(draw: ImageDraw.ImageDraw, bars: Sequence[ChoiceBar], top: int, row: float, fonts: Fonts) -> None:
    """Each bar beside its option, which has one line."""
    size = round(row * _LINE)
    words = fonts(size, weight="bold")
    left, right = round(WIDTH * _MIDDLE), round(WIDTH - _MARGIN - 30 - max(words.getlength(bar.words) for bar in bars))
    for place, bar in enumerate(bars):
        y = round(top + place * row)
        letters = fonts(size, weight=_weight(bar))
        text = fitted(bar.text, letters, left - _MARGIN - 70 - 40)
        draw.text((_MARGIN + 70, y + size * 0.98), text, font=letters, fill=_INK, anchor="ls")
        draw.text((WIDTH - _MARGIN, y + size * 0.98), bar.words, font=words, fill=_INK, anchor="rs")
        _tick(draw, bar, y + size // 2)
        _pill(draw, bar, left, y + round(size * 0.62 - _THICK / 2), right)


def _weight(bar: ChoiceBar) -> Weight:
    return "bold" if bar.is_right else "regular"


def _tick(draw: ImageDraw.ImageDraw, bar: ChoiceBar, middle: int) -> None:
    if bar.is_right:
        line = [(_MARGIN, middle + 3), (_MARGIN + 16, middle + 19), (_MARGIN + 46, middle - 17)]
        draw.line(line, fill=_RIGHT, width=9)


def _pill(draw: ImageDraw.ImageDraw, bar: ChoiceBar, left: int, top: int, right: int) -> None:
    full = left + _THICK + (right - left - _THICK) * min(1.0, bar.share)
    for end, ink in ((right, _TRACK), (full, _RIGHT if bar.is_right else _OTHER)):
        draw.rounded_rectangle((left, top, end, top + _THICK), radius=_THICK / 2, fill=ink)


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Lines in letters of one size; ``is_cut`` if they are not all there is."""

    lines: Sequence[str]
    letters: ImageFont.FreeTypeFont
    size: int
    is_cut: bool

    @property
    def height(self) -> int:
        """Pixels of all lines."""
        return round(self.size * _SPACING * len(self.lines))

    def draw(self, draw: ImageDraw.ImageDraw, left: int, top: int) -> int:
        """Write the lines, and return where the next thing may stand."""
        for number, line in enumerate(self.lines):
            baseline = round(top + self.size * (0.98 + number * _SPACING))
            draw.text((left, baseline), line, font=self.letters, fill=_INK, anchor="ls")
        return top + self.height


def _fitting(text: str, sizes: Sequence[int], most: int, width: float, fonts: Fonts) -> _Block:
    """*text* in at most so many lines, in the largest letters with which it fits, else cut."""
    for size in sizes:
        letters = fonts(size)
        if letters.getlength(text) > width * most and size != sizes[-1]:
            continue
        lines = wrapped(text, letters, width, most)
        is_cut = "".join(lines).replace(" ", "") != text.replace(" ", "")
        block = _Block(lines=lines, letters=letters, size=size, is_cut=is_cut)
        if not block.is_cut:
            break
    return block


def _plain(text: str, letters: ImageFont.FreeTypeFont) -> str:
    """*text* as it can be drawn; the font draws curly quotes as wide as a Chinese character."""
    return drawable(text if has_han(text) else text.translate(_STRAIGHT), letters)
