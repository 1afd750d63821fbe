"""A bar chart that is read on a phone: every bar has its name above it and its value in words beside that.

1  Fraud protection                  No      a badge, a name, the value in words
[o                                    ]      a bar; the ring is the value of last time
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.drawing import (
    BAR,
    GREY,
    HEAD,
    INK,
    MARGIN,
    NAME,
    NOTE,
    PAPER,
    TONES,
    TRACK,
    WIDTH,
    WORDS,
    Drawing,
    Tone,
)

_ROW = 112


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
    foot = (len(chart.notes) * (NOTE + 16) + 20 if chart.notes else 0) + MARGIN - 20
    height = HEAD + len(chart.bars) * _ROW + foot
    drawing = Drawing(height)
    drawing.head(chart.title, chart.subtitle)
    for number, bar in enumerate(chart.bars):
        _draw_bar(drawing, bar, HEAD + number * _ROW)
    top = HEAD + len(chart.bars) * _ROW + 10
    for number, note in enumerate(chart.notes):
        drawing.text(MARGIN, top + number * (NOTE + 16), note, NOTE, ink=GREY)
    return drawing.png()


def _draw_bar(drawing: Drawing, bar: Bar, top: int) -> None:
    left, right = MARGIN, WIDTH - MARGIN
    ink = TONES[bar.tone]
    taken = drawing.text(right, top, bar.words, NAME, ink=WORDS[bar.tone], bold=True, align_right=True)
    name_left = left
    if bar.badge:
        drawing.disc(left + 24, top + NAME * 0.62, 24, INK)
        drawing.text(left + 24, top + 4, bar.badge, NOTE, ink=PAPER, bold=True, centred=True)
        name_left += 64
    drawing.text(name_left, top, bar.name, NAME, bold=bool(bar.badge), width=right - name_left - taken - 24)
    under = top + NAME + 20
    drawing.pill(left, under, right, TRACK)
    # Even nothing is seen, as a dot in its colour.
    drawing.pill(left, under, left + BAR + (right - left - BAR) * bar.share, ink)
    if bar.before is not None:
        drawing.ring(left + BAR / 2 + (right - left - BAR) * bar.before, under + BAR / 2, BAR / 2 + 4)
