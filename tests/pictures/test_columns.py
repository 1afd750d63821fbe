"""Columns as people see them: looked at pixel by pixel where that can be said."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image

from bot.pictures.columns import Column, ColumnChart, draw_columns, line_step
from bot.pictures.drawing import WIDTH

GREEN, AMBER = (26, 127, 90), (217, 154, 0)


def drawn(*parts: Sequence[int]) -> Image.Image:
    columns = [Column(name=f"11-{number:02}", parts=some) for number, some in enumerate(parts, start=1)]
    chart = ColumnChart(title="T", subtitle="s", parts=(("good", "a"), ("middling", "b")), columns=columns)
    return Image.open(BytesIO(draw_columns(chart))).convert("RGB")


def heights(image: Image.Image, colour: tuple[int, int, int]) -> set[int]:
    """How many pixels of *colour* stand on each other in the columns, above the squares beside the words."""
    counted = (sum(image.getpixel((x, y)) == colour for y in range(200, 700)) for x in range(150, 1020, 5))
    return {count for count in counted if count}


def test_parts_stand_on_each_other_and_are_as_high_as_their_numbers() -> None:
    image = drawn((10, 5), (20, 0))
    assert image.width == WIDTH
    low, high = sorted(heights(image, GREEN))
    assert high == pytest.approx(2 * low, abs=2)
    (amber,) = heights(image, AMBER)
    assert amber == pytest.approx(low / 2, abs=2)


def test_nothing_and_very_many_can_be_drawn() -> None:
    assert heights(drawn(*[(0, 0)] * 7), GREEN) == set()
    assert heights(drawn((1_234_567, 0)), GREEN)
    assert len(heights(drawn(*[(number, 1) for number in range(1, 93)]), GREEN)) > 20
    assert drawn().width == WIDTH


@pytest.mark.parametrize("most", [0, 1, 5, 6, 24, 25, 26, 99, 100, 101, 4_999, 123_456])
def test_a_few_lines_reach_as_high_as_the_highest_column(most: int) -> None:
    step = line_step(most)
    assert str(step).strip("0") in {"1", "2", "5"}
    assert step * 5 >= most
    assert step == 1 or step * 5 / 2.5 < most
