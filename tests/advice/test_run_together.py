"""Words typed without blanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.normalising import words_of
from bot.advice.run_together import spaced

ENGLISH = frozenset(words_of("freight is too expensive to expense us what can do shipping costs export ones ci ion"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("freightistooexpensive", "freight is too expensive"),
        ("freightistooexpensivewhatcanido", "freight is too expensive what can i do"),
        ("shippingcosts", "shipping costs"),
    ],
)
def test_it_is_put_into_words(text: str, words: str) -> None:
    assert spaced(text, ENGLISH) == words


@pytest.mark.parametrize(
    "text",
    ["", "freight", "freight is too expensive", "transportkosten", "exportaciones", "asdfghjklqwerty"],
)
def test_what_is_none_or_has_its_blanks_stays(text: str) -> None:
    assert spaced(text, ENGLISH) is None


@given(st.lists(st.sampled_from(sorted(ENGLISH - {"ci"})), min_size=1, max_size=9))
def test_no_letter_is_lost(words: list[str]) -> None:
    read = spaced("".join(words), ENGLISH)
    assert read is None or read.replace(" ", "") == "".join(words)
