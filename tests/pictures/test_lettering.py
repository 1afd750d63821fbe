"""Letters of pictures: what the font lacks leaves no empty boxes, and what is cut says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.lettering import ELLIPSIS, drawable, fitted, font

LETTERS = font(40)
EMPTY_BOX = bytes(LETTERS.getmask("\U0010ffff"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë 蓝鲸 Иван", "Zoë 蓝鲸 Иван"),
        ("Łukasz Żółć", "Lukasz Zólc"),
        ("Nguyễn", "Nguyễn"),
        ("\U0001f43c\U0001f43c Panda \U0001f469\u200d\U0001f3ed", "Panda"),
        ("3\ufe0f\u20e3 votes", "3 votes"),
        ("4. محمد علي", "4. …"),
        ("ورشة عمل 2026", "… 2026"),
        ("김철수", "…"),
        ("\U0001f43c", "…"),
        (" \n ", ""),
    ],
)
def test_what_the_font_lacks_is_made_plainer_or_left_out(text: str, shown: str) -> None:
    assert drawable(text, LETTERS) == shown


@given(st.text(max_size=30))
def test_nothing_is_drawn_as_an_empty_box(text: str) -> None:
    shown = drawable(text, LETTERS)
    assert all(bytes(LETTERS.getmask(letter)) != EMPTY_BOX for letter in shown if letter != " ")
    assert bool(shown) == bool(text.split())
    assert drawable(shown, LETTERS) == shown


def test_a_text_is_cut_as_its_language_does_it() -> None:
    assert fitted("A workshop with a long name", LETTERS, 300).endswith("...")
    assert fitted("名字很长很长很长很长的工作坊", LETTERS, 300).endswith(ELLIPSIS)
