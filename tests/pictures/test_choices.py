"""How a room chose, as people see it on a wall."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.choices import HEIGHT, WIDTH, ChoiceBar, ChoicePicture, draw_choices
from bot.pictures.lettering import ELLIPSIS, font, wrapped

LETTERS = font(40)
GREEN, GREY = (26, 127, 90), (138, 148, 163)


def drawn(*bars: ChoiceBar, title: str = "Who pays?") -> Image.Image:
    return Image.open(BytesIO(draw_choices(ChoicePicture(title=title, bars=bars, note="…")))).convert("RGB")


def bar(share: float, *, is_right: bool = False, text: str = "An answer") -> ChoiceBar:
    return ChoiceBar(text=text, share=share, words="12", is_right=is_right)


def pixels(image: Image.Image, colour: tuple[int, int, int]) -> int:
    return sum(count for count, found in image.getcolors(1 << 24) or () if found == colour)


def test_a_picture_fits_a_projector_and_marks_the_right_answer() -> None:
    image = drawn(bar(1.0), bar(0.5, is_right=True))
    assert image.size == (WIDTH, HEIGHT)
    assert pixels(image, GREEN) > 0
    assert pixels(drawn(bar(1.0), bar(0.5)), GREEN) == 0


def test_a_bar_grows_with_its_share() -> None:
    small, large = (pixels(drawn(bar(share)), GREY) for share in (0.25, 1.0))
    assert 3 < large / small < 4.5


@pytest.mark.parametrize("text", ["A long answer of many words " * 5, "很长的答案没有空格" * 12])
def test_long_words_stay_on_the_picture(text: str) -> None:
    image = drawn(*(bar(1.0, text=text[:100]) for _ in range(7)), title=text * 2)
    white = (255, 255, 255)
    for edge in ((0, 0, 40, HEIGHT), (WIDTH - 60, 0, WIDTH, HEIGHT), (0, 0, WIDTH, 40)):
        assert {colour for _, colour in image.crop(edge).getcolors(1 << 24) or ()} == {white}


@given(st.text(alphabet="ab cd，。运费 \n", max_size=80), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_unless_they_are_cut(text: str, most: int) -> None:
    letters = LETTERS
    lines = wrapped(text, letters, 300, most)
    assert len(lines) <= most
    assert all(letters.getlength(line) <= 300 for line in lines)
    if ELLIPSIS not in "".join(lines):
        assert "".join("".join(lines).split()) == "".join(text.split())
