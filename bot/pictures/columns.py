"""A chart of columns that is read on a phone: one for each day or week, in parts that are named below with their sums.

20 |        █
   |   █    █  █        the parts of a column stand on each other
 0 |___█____█__█_____
   11-16  11-18         every few columns have a name
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.drawing import GREY, HEAD, INK, MARGIN, NAME, NOTE, TONES, TRACK, WIDTH, Drawing, Tone

_PLOT = 460
_AXIS = 84
"""Room for the numbers at the left."""
_ROW = 60
_MOST_NAMES = 7
_MOST_LINES = 5
_GAP = 0.22
"""Of the width of a column, what is left free beside it."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its name, and how many there are of each part, the lowest first."""

    name: str
    parts: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class ColumnChart:
    """Columns under a title and a line of what they add up to, above the words for each part."""

    title: str
    subtitle: str
    parts: Sequence[tuple[Tone, str]]
    columns: Sequence[Column]


def draw_columns(chart: ColumnChart) -> bytes:
    """*chart* as PNG."""
    below = HEAD + _PLOT + 70
    drawing = Drawing(below + len(chart.parts) * _ROW + MARGIN)
    drawing.head(chart.title, chart.subtitle)
    most = max((sum(column.parts) for column in chart.columns), default=0)
    step = line_step(most)
    top = step * max(1, -(-most // step))
    for number in range(0, top + 1, step):
        y = HEAD + _PLOT * (1 - number / top)
        drawing.block(MARGIN + _AXIS, y - 1, WIDTH - MARGIN, y + 1, GREY if number == 0 else TRACK)
        drawing.text(MARGIN + _AXIS - 16, y - NOTE * 0.64, str(number), NOTE, ink=GREY, align_right=True)
    _draw_columns(drawing, chart, top)
    for number, (tone, words) in enumerate(chart.parts):
        y = below + number * _ROW
        drawing.block(MARGIN, y + 4, MARGIN + NAME, y + 4 + NAME, TONES[tone])
        drawing.text(MARGIN + NAME + 20, y, words, NAME, ink=INK)
    return drawing.png()


def line_step(most: int) -> int:
    """How far apart the lines across are, so that a few of them reach *most*: 1, 2 or 5 with noughts."""
    step = 1
    while step * _MOST_LINES < most:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step


def _draw_columns(drawing: Drawing, chart: ColumnChart, top: int) -> None:
    count = max(1, len(chart.columns))
    width = (WIDTH - 2 * MARGIN - _AXIS) / count
    every = -(-count // _MOST_NAMES)
    for number, column in enumerate(chart.columns):
        left = MARGIN + _AXIS + number * width
        bottom = float(HEAD + _PLOT)
        for (tone, _), part in zip(chart.parts, column.parts, strict=True):
            height = _PLOT * part / top
            drawing.block(left + width * _GAP / 2, bottom - height, left + width * (1 - _GAP / 2), bottom, TONES[tone])
            bottom -= height
        # Counted from the last, which is today.
        if (count - 1 - number) % every == 0:
            room = every * width
            drawing.text(left + width / 2, HEAD + _PLOT + 8, column.name, NOTE, ink=GREY, centred=True, width=room)
