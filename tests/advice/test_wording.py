"""Likeness of wording."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.wording import WordingIndex, letter_groups, wording_index

PHRASINGS = ("freight too expensive", "cut shipping costs", "运费太高", "how to hire sales people")
OF_TOPIC = (True, True, True, False)


@pytest.fixture(scope="module")
def index() -> WordingIndex:
    return wording_index(PHRASINGS, OF_TOPIC)


@pytest.mark.parametrize("row", range(len(PHRASINGS)))
def test_a_phrasing_is_most_like_itself(index: WordingIndex, row: int) -> None:
    likeness = index.likeness(PHRASINGS[row])
    assert likeness.argmax() == row
    assert likeness[row] == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        pytest.param("frieght too expensiv", 0, id="typing errors"),
        pytest.param("shipping", 1, id="one word"),
        pytest.param("我们的运费", 2, id="Chinese in a sentence"),
    ],
)
def test_part_of_the_letters_is_enough(index: WordingIndex, typed: str, row: int) -> None:
    assert index.likeness(typed).argmax() == row


@given(st.text())
def test_likeness_stays_between_0_and_1(text: str) -> None:
    index = wording_index(PHRASINGS, OF_TOPIC)
    likeness = index.likeness(text)
    assert likeness.shape == (len(PHRASINGS),)
    assert ((likeness >= 0) & (likeness <= 1 + 1e-4)).all()
    assert -1e-4 <= index.uncovered_share(text) <= 1 + 1e-4


@pytest.mark.parametrize("text", ["", "?!", "___"])
def test_a_text_without_letters_is_like_nothing(index: WordingIndex, text: str) -> None:
    assert not index.likeness(text).any()
    assert index.uncovered_share(text) == 0


def test_only_phrasings_of_topics_cover_a_text(index: WordingIndex) -> None:
    assert index.uncovered_share("freight too expensive") == pytest.approx(0, abs=1e-6)
    assert index.uncovered_share("hire sales people") > 0.5
    assert index.uncovered_share("quux") > index.uncovered_share("cut quux")


def test_one_topic_is_not_enough_where_two_are_asked_for(index: WordingIndex) -> None:
    assert index.uncovered_share("freight", least=2) > 0.9


def test_edges_of_words_count_in_latin_letters_only() -> None:
    assert letter_groups("ship") != letter_groups("worship")
    assert sum(letter_groups("运费").values()) == 3
    assert not letter_groups("")


def test_phrasings_weigh_the_same_however_long() -> None:
    index = wording_index(PHRASINGS, OF_TOPIC)
    squares = np.bincount(index.rows, weights=index.weights.astype(np.float64) ** 2, minlength=index.count)
    assert squares == pytest.approx(np.ones(index.count), abs=1e-4)


def test_what_very_many_phrasings_share_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.advice.wording.COMMON", 2)
    index = wording_index(("too dear", "too late", "too far"), (True, True, True))
    assert not index.likeness("too").any()
    assert index.likeness("too far").argmax() == 2
    assert index.uncovered_share("too") == 0
    assert index.uncovered_share("too slow") == pytest.approx(1)
