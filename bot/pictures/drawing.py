"""White paper to draw on, as wide as a phone is read, with letters, round bars and circles."""

from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw

from bot.pictures.lettering import fitted, font

Tone = Literal["good", "middling", "bad", "unknown", "plain"]

WIDTH = 1080
"""Pixels; a third of it is a narrow phone, where the smallest letters are still 11 pixels high."""
MARGIN = 60
TITLE, SUBTITLE, NAME, NOTE = 56, 38, 40, 34
"""Sizes of letters."""
HEAD = MARGIN + TITLE + 24 + SUBTITLE + 44
"""Where what is under the title begins."""
BAR = 26
"""How thick a bar is."""

# Told apart without seeing colours, too: by the length of the bar and by the words.
TONES: dict[Tone, str] = {
    "good": "#1a7f5a",
    "middling": "#d99a00",
    "bad": "#c0392b",
    "unknown": "#6b7280",
    "plain": "#1a5fb4",
}
WORDS: dict[Tone, str] = TONES | {"middling": "#8a6100"}
"""Amber is too light for letters."""
INK, GREY, TRACK, PAPER = "#16202c", "#55606e", "#e4e8ed", "#ffffff"
_FINER = 2
"""Drawn twice as large and made smaller, so that round edges are smooth."""


class Drawing:
    """Paper to draw on, in the pixels of the finished picture."""

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINER, height * _FINER), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        *,
        ink: str = INK,
        bold: bool = False,
        align_right: bool = False,
        centred: bool = False,
        width: float | None = None,
    ) -> float:
        """Write *words* in one line that is cut at *width*, and return how wide it became."""
        letters = font(size * _FINER, "bold" if bold else "regular")
        room = WIDTH - 2 * MARGIN if width is None else width
        shown = fitted(words, letters, room * _FINER)
        anchor = "rs" if align_right else "ms" if centred else "ls"
        baseline = y + size * 0.98
        self._draw.text((x * _FINER, baseline * _FINER), shown, font=letters, fill=ink, anchor=anchor)
        return letters.getlength(shown) / _FINER

    def head(self, title: str, subtitle: str) -> None:
        """Write a title and a line under it."""
        self.text(MARGIN, MARGIN, title, TITLE, bold=True)
        self.text(MARGIN, MARGIN + TITLE + 24, subtitle, SUBTITLE, ink=GREY)

    def pill(self, left: float, top: float, right: float, ink: str) -> None:
        """A bar with round ends."""
        corners = tuple(round(edge * _FINER) for edge in (left, top, right, top + BAR))
        self._draw.rounded_rectangle(corners, radius=BAR * _FINER / 2, fill=ink)

    def block(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        """A rectangle; nothing where it has no height or width."""
        x, y, end, foot = (round(edge * _FINER) for edge in (left, top, right, bottom))
        if x < end and y < foot:
            # Pillow draws the last pixel, too.
            self._draw.rectangle((x, y, end - 1, foot - 1), fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """A full circle."""
        self._draw.ellipse(self._around(x, y, radius), fill=ink)

    def ring(self, x: float, y: float, radius: float) -> None:
        """A circle that shows what is under it."""
        self._draw.ellipse(self._around(x, y, radius), outline=PAPER, width=8 * _FINER)
        self._draw.ellipse(self._around(x, y, radius), outline=INK, width=4 * _FINER)

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
