"""Mending slips of the finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.spelling import Repair, SpellingRepairer

OWN = ("freight", "logistics", "container", "customs", "supplier's", "cost")
COMMON = ("coast", "weather", "container", "lost")


@pytest.fixture(scope="module")
def repairer() -> SpellingRepairer:
    return SpellingRepairer(OWN, COMMON)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        pytest.param("frieght", "freight", id="two letters swapped"),
        pytest.param("logistcs", "logistics", id="a letter left out"),
        pytest.param("containner", "container", id="a letter doubled"),
        pytest.param("xustoms", "customs", id="the key beside it"),
        pytest.param("lojistiks", "logistics", id="two slips in a long word"),
        pytest.param("weahter", "weather", id="a word of the dictionary"),
        pytest.param("coast", "coast", id="a known word near one of ours"),
        pytest.param("csot", "cost", id="our own word before the dictionary's"),
        pytest.param("freight's", "freight's", id="a possessive of a known word"),
        pytest.param("fre", "fre", id="too short to tell"),
        pytest.param("zzzzzz", "zzzzzz", id="like nothing known"),
        pytest.param("运费 frieght 运费", "运费 freight 运费", id="beside Chinese"),
    ],
)
def test_only_unknown_words_are_mended(repairer: SpellingRepairer, typed: str, mended: str) -> None:
    assert repairer.repair(typed)[0] == mended


def test_repairs_are_told_in_their_order(repairer: SpellingRepairer) -> None:
    assert repairer.repair("frieght and xustoms")[1] == (
        Repair(typed="frieght", taken_for="freight"),
        Repair(typed="xustoms", taken_for="customs"),
    )


@given(st.lists(st.sampled_from([*OWN, *COMMON]), min_size=1))
def test_known_words_stay_as_they_are(words: list[str]) -> None:
    text = " ".join(words)
    assert SpellingRepairer(OWN, COMMON).repair(text) == (text, ())


@st.composite
def typed(draw: st.DrawFn) -> str:
    """A known word with a letter left out, or any text."""
    word = draw(st.sampled_from([*OWN, *COMMON]))
    left_out = draw(st.integers(0, len(word) - 1))
    return draw(st.just(word[:left_out] + word[left_out + 1 :]) | st.text())


@given(st.lists(typed(), min_size=1).map(" ".join))
def test_mended_words_are_known_words(text: str) -> None:
    repairer = SpellingRepairer(OWN, COMMON)
    assert all(repairer.knows(repair.taken_for) for repair in repairer.repair(text)[1])
