"""Bars as people see them: looked at pixel by pixel where that can be said."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from bot.pictures.bars import Bar, BarChart, draw_bars
from bot.pictures.drawing import WIDTH, Tone
from bot.pictures.lettering import ELLIPSIS, fitted, font

TRACK = (228, 232, 237)


def drawn(*bars: Bar, title: str = "Title", notes: tuple[str, ...] = ()) -> Image.Image:
    return Image.open(BytesIO(draw_bars(BarChart(title=title, subtitle="…", bars=bars, notes=notes))))


def bar(share: float, tone: Tone = "good", name: str = "A name", words: str = "Yes", badge: str = "") -> Bar:
    return Bar(name=name, share=share, words=words, tone=tone, badge=badge)


def along(image: Image.Image) -> list[tuple[int, ...]]:
    """The pixels along the first bar: of the row that has least of the paper in it."""
    rows = ([image.getpixel((x, y)) for x in range(image.width)] for y in range(200, image.height - 40))
    longest = max(rows, key=lambda row: sum(pixel != (255, 255, 255) for pixel in row))
    return [pixel for pixel in longest if isinstance(pixel, tuple) and pixel != (255, 255, 255)]


def test_a_picture_is_as_wide_as_three_phones_and_taller_with_each_bar() -> None:
    one, two = drawn(bar(1)), drawn(bar(1), bar(0))
    assert one.format == "PNG"
    assert one.width == two.width == WIDTH
    assert two.height > one.height


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_a_bar_is_as_long_as_its_share(share: float) -> None:
    pixels = along(drawn(bar(share)))
    full = sum(pixel != TRACK for pixel in pixels) / len(pixels)
    # The round end is a bar's height wide, even where there is nothing.
    assert full == pytest.approx(share, abs=0.035)
    assert full > 0


def test_tones_differ_in_lightness_or_words_and_not_in_colour_alone() -> None:
    tones: tuple[Tone, ...] = ("good", "middling", "bad", "unknown")
    colours = {along(drawn(bar(1, tone)))[400] for tone in tones}
    assert len(colours) == len(tones)


def test_a_ring_shows_where_it_was() -> None:
    plain = drawn(bar(1))
    ringed = drawn(Bar(name="A name", share=1, words="Yes", tone="good", before=0.5))
    changed = ImageChops.difference(plain.convert("RGB"), ringed.convert("RGB")).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert (left + right) / 2 == pytest.approx(WIDTH / 2, abs=2)
    assert right - left == pytest.approx(bottom - top, abs=2)


def test_words_that_are_too_wide_are_cut_and_never_run_into_the_value() -> None:
    letters = font(40)
    assert fitted("short", letters, 500) == "short"
    cut = fitted("很长的名字" * 20, letters, 500)
    assert cut.endswith(ELLIPSIS)
    assert letters.getlength(cut) <= 500
    assert fitted("anything", letters, 1) == "..."
    drawn(bar(1, name="很长的名字" * 20, words="Don't know", badge="3"), title="标题" * 60)


@pytest.mark.parametrize("letter", "直骨角海门")
def test_chinese_letters_are_drawn_and_bold_ones_are_bolder(letter: str) -> None:
    regular, bold = font(40).getmask(letter), font(40, "bold").getmask(letter)
    assert regular.getbbox() is not None
    assert sum(bold) > sum(regular)
