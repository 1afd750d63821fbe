"""The board of a room as a picture for a projector: the code and the counts in big type, and topics as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from bot.pictures.lettering import Weight, drawable, fitted, font, wrapped

WIDTH, HEIGHT = 1920, 1080
_MARGIN = 80
_INK, _GREY, _TRACK, _PAPER, _BAR = "#16202c", "#55606e", "#e4e8ed", "#ffffff", "#1a5fb4"
_TITLE, _SMALL_TITLE, _COUNT, _WORDS, _TOPIC = 76, 46, 120, 40, 46
_ROW, _THICK = 104, 26
_TOP_OF_BARS = 440


@dataclass(frozen=True, kw_only=True)
class BoardBar:
    """A topic: its *share* from 0 to 1, and what is said beside it."""

    name: str
    share: float
    words: str


@dataclass(frozen=True, kw_only=True)
class BoardPicture:
    """A *title* beside a *badge*, big numbers with what they count, and bars, or *empty* where there are none."""

    title: str
    badge: str
    numbers: Sequence[tuple[str, str]]
    bars: Sequence[BoardBar]
    empty: str


def draw_board(board: BoardPicture) -> bytes:
    """*board* as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    badge = _write(draw, (WIDTH - _MARGIN, _MARGIN), board.badge, _TITLE, "bold", right=True)
    _write_title(draw, board.title, WIDTH - 2 * _MARGIN - badge - 60)
    width = (WIDTH - 2 * _MARGIN) // max(1, len(board.numbers))
    for place, (number, what) in enumerate(board.numbers):
        left = _MARGIN + place * width
        size = _COUNT if len(number) <= 6 else _COUNT // 2
        _write(draw, (left, 196 + _COUNT - size), number, size, "bold", room=width - 40)
        _write(draw, (left, 344), what, _WORDS, ink=_GREY, room=width - 40)
    for place, bar in enumerate(board.bars):
        _draw_bar(draw, bar, _TOP_OF_BARS + place * _ROW)
    if not board.bars:
        _write(draw, (_MARGIN, _TOP_OF_BARS), board.empty, _TOPIC, ink=_GREY)
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _write_title(draw: ImageDraw.ImageDraw, title: str, room: float) -> None:
    """On one line, or on two in smaller letters."""
    large = font(_TITLE, "bold")
    shown = drawable(title, large)
    if large.getlength(shown) <= room:
        _write(draw, (_MARGIN, _MARGIN), title, _TITLE, "bold")
        return
    for number, line in enumerate(wrapped(shown, font(_SMALL_TITLE, "bold"), room, 2)):
        _write(draw, (_MARGIN, _MARGIN - 16 + number * round(_SMALL_TITLE * 1.25)), line, _SMALL_TITLE, "bold")


def _draw_bar(draw: ImageDraw.ImageDraw, bar: BoardBar, top: int) -> None:
    right = WIDTH - _MARGIN
    taken = _write(draw, (right, top), bar.words, _WORDS, "bold", right=True)
    _write(draw, (_MARGIN, top), bar.name, _TOPIC, room=right - _MARGIN - taken - 40)
    under = top + _TOPIC + 14
    radius = _THICK / 2
    full = _MARGIN + _THICK + (right - _MARGIN - _THICK) * min(1.0, bar.share)
    draw.rounded_rectangle((_MARGIN, under, right, under + _THICK), radius=radius, fill=_TRACK)
    draw.rounded_rectangle((_MARGIN, under, full, under + _THICK), radius=radius, fill=_BAR)


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    words: str,
    size: int,
    weight: Weight = "regular",
    *,
    ink: str = _INK,
    room: float = WIDTH,
    right: bool = False,
) -> float:
    """Write a line whose top is *at*, cut where there is no more *room*, and return how wide it became."""
    letters = font(size, weight)
    shown = fitted(words, letters, room)
    draw.text((at[0], at[1] + size), shown, font=letters, fill=ink, anchor="rs" if right else "ls")
    return letters.getlength(shown)
