"""A bar chart that is read on a phone: every bar has its name above it and its value in words beside that.

1  Fraud protection                  No      a badge, a name, the value in words
[o                                    ]      a bar; the ring is the value of last time
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw

from bot.pictures.lettering import fitted, font

Tone = Literal["good", "middling", "bad", "unknown"]

WIDTH = 1080
"""Pixels; a third of it is a narrow phone, where the smallest letters are still 11 pixels high."""

# Told apart without seeing colours, too: by the length of the bar and by the words.
_TONES: dict[Tone, str] = {"good": "#1a7f5a", "middling": "#d99a00", "bad": "#c0392b", "unknown": "#6b7280"}
_WORDS: dict[Tone, str] = _TONES | {"middling": "#8a6100"}
"""Amber is too light for letters."""
_INK, _GREY, _TRACK, _PAPER = "#16202c", "#55606e", "#e4e8ed", "#ffffff"
_FINER = 2
"""Drawn twice as large and made smaller, so that round edges are smooth."""
_MARGIN = 60
_ROW, _BAR = 112, 26
_TITLE, _SUBTITLE, _NAME, _NOTE = 56, 38, 40, 34


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar whose *share* and that of last time, *before*, go from 0 to 1; the *badge* marks it out."""

    name: str
    share: float
    words: str
    tone: Tone
    before: float | None = None
    badge: str = ""


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Bars under a title and a line of what they add up to, above notes."""

    title: str
    subtitle: str
    bars: Sequence[Bar]
    notes: Sequence[str] = ()


def draw_bars(chart: BarChart) -> bytes:
    """*chart* as PNG."""
    head = _MARGIN + _TITLE + 24 + _SUBTITLE + 44
    foot = (len(chart.notes) * (_NOTE + 16) + 20 if chart.notes else 0) + _MARGIN - 20
    height = head + len(chart.bars) * _ROW + foot
    sheet = _Sheet(height)
    sheet.text(_MARGIN, _MARGIN, chart.title, _TITLE, bold=True)
    sheet.text(_MARGIN, _MARGIN + _TITLE + 24, chart.subtitle, _SUBTITLE, ink=_GREY)
    for number, bar in enumerate(chart.bars):
        _draw_bar(sheet, bar, head + number * _ROW)
    top = head + len(chart.bars) * _ROW + 10
    for number, note in enumerate(chart.notes):
        sheet.text(_MARGIN, top + number * (_NOTE + 16), note, _NOTE, ink=_GREY)
    return sheet.png()


def _draw_bar(sheet: "_Sheet", bar: Bar, top: int) -> None:
    left, right = _MARGIN, WIDTH - _MARGIN
    ink = _TONES[bar.tone]
    taken = sheet.text(right, top, bar.words, _NAME, ink=_WORDS[bar.tone], bold=True, align_right=True)
    name_left = left
    if bar.badge:
        sheet.disc(left + 24, top + _NAME * 0.62, 24, _INK)
        sheet.text(left + 24, top + 4, bar.badge, _NOTE, ink=_PAPER, bold=True, centred=True)
        name_left += 64
    sheet.text(name_left, top, bar.name, _NAME, bold=bool(bar.badge), width=right - name_left - taken - 24)
    under = top + _NAME + 20
    sheet.pill(left, under, right, _TRACK)
    # Even nothing is seen, as a dot in its colour.
    sheet.pill(left, under, left + _BAR + (right - left - _BAR) * bar.share, ink)
    if bar.before is not None:
        sheet.ring(left + _BAR / 2 + (right - left - _BAR) * bar.before, under + _BAR / 2, _BAR / 2 + 4)


class _Sheet:
    """Paper to draw on, in the pixels of the finished picture."""

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINER, height * _FINER), _PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        *,
        ink: str = _INK,
        bold: bool = False,
        align_right: bool = False,
        centred: bool = False,
        width: float | None = None,
    ) -> float:
        """Write *words* in one line that is cut at *width*, and return how wide it became."""
        letters = font(size * _FINER, "bold" if bold else "regular")
        room = WIDTH - 2 * _MARGIN if width is None else width
        shown = fitted(words, letters, room * _FINER)
        anchor = "rs" if align_right else "ms" if centred else "ls"
        baseline = y + size * 0.98
        self._draw.text((x * _FINER, baseline * _FINER), shown, font=letters, fill=ink, anchor=anchor)
        return letters.getlength(shown) / _FINER

    def pill(self, left: float, top: float, right: float, ink: str) -> None:
        """A bar with round ends."""
        corners = tuple(round(edge * _FINER) for edge in (left, top, right, top + _BAR))
        self._draw.rounded_rectangle(corners, radius=_BAR * _FINER / 2, fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """A full circle."""
        self._draw.ellipse(self._around(x, y, radius), fill=ink)

    def ring(self, x: float, y: float, radius: float) -> None:
        """A circle that shows what is under it."""
        self._draw.ellipse(self._around(x, y, radius), outline=_PAPER, width=8 * _FINER)
        self._draw.ellipse(self._around(x, y, radius), outline=_INK, width=4 * _FINER)

    def png(self) -> bytes:
        """What was drawn."""
        written = BytesIO()
        self._image.reduce(_FINER).save(written, "PNG", optimize=True)
        return written.getvalue()

    def _around(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        return (
            (x - radius) * _FINER,
            (y - radius) * _FINER,
            (x + radius) * _FINER,
            (y + radius) * _FINER,
        )
