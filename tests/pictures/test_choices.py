"""How a room chose, as people see it on a wall."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.choices import HEIGHT, WIDTH, ChoiceBar, ChoicePicture, draw_choices
from bot.pictures.lettering import font, wrapped

LETTERS = font(40)
GREEN, GREY, WHITE = (26, 127, 90), (138, 148, 163), (255, 255, 255)


def drawn(*bars: ChoiceBar, title: str = "Who pays?") -> Image.Image:
    return Image.open(BytesIO(draw_choices(ChoicePicture(title=title, bars=bars, note="…")))).convert("RGB")


def bar(share: float, *, is_right: bool = False, text: str = "An answer") -> ChoiceBar:
    return ChoiceBar(text=text, share=share, words="12", is_right=is_right)


def pixels(image: Image.Image, colour: tuple[int, int, int]) -> int:
    return sum(count for count, found in image.getcolors(1 << 24) or () if found == colour)


def letters_high(image: Image.Image) -> int:
    """How high the first line of letters is."""
    rows = (image.crop((0, y, image.width, y + 1)).convert("L") for y in range(image.height))
    is_dark = [any(row.point(lambda tone: tone < 60 and 255).histogram()[255:]) for row in rows]
    first = is_dark.index(True)
    return is_dark.index(False, first) - first


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
    for edge in ((0, 0, 40, HEIGHT), (WIDTH - 60, 0, WIDTH, HEIGHT), (0, 0, WIDTH, 40)):
        assert {colour for _, colour in image.crop(edge).getcolors(1 << 24) or ()} == {WHITE}


def test_ten_places_of_a_leaderboard_stay_apart() -> None:
    image = drawn(*(bar(1.0, text=f"{place}. Somebody") for place in range(1, 11)), title="很长的名字" * 20)
    column = [image.getpixel((1500, y)) == GREY for y in range(HEIGHT)]
    starts = [y for y in range(1, HEIGHT) if column[y] and not column[y - 1]]
    assert len(starts) == 10
    assert min(after - before for before, after in pairwise(starts)) > 55
    assert pixels(image.crop((80, starts[0], 700, starts[0] + 24)), GREY) == 0


def test_few_options_have_larger_letters_than_many() -> None:
    def height(count: int) -> int:
        image = drawn(*(bar(0.0, text="HHH") for _ in range(count)), title=" ")
        return letters_high(image.crop((150, 0, 240, HEIGHT)))

    assert height(2) > height(7) > 15


def test_a_note_that_is_too_long_is_cut_at_its_end() -> None:
    picture = ChoicePicture(title="Who pays?", bars=[bar(1.0)], note="Answered: 27 · " + "a long name " * 30)
    image = Image.open(BytesIO(draw_choices(picture))).convert("RGB")
    assert {colour for _, colour in image.crop((WIDTH - 60, 0, WIDTH, HEIGHT)).getcolors(1 << 24) or ()} == {WHITE}


@given(st.text(alphabet="ab cd，。运费 \n", max_size=80), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_unless_they_are_cut(text: str, most: int) -> None:
    letters = LETTERS
    lines = wrapped(text, letters, 300, most)
    assert len(lines) <= most
    assert all(letters.getlength(line) <= 300 for line in lines)
    if not lines[-1].endswith(("...", "…")):
        assert "".join("".join(lines).split()) == "".join(text.split())
