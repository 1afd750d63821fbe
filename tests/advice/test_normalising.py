"""One form for what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.normalising import cleaned, comparable, has_han, sentences_of, words_of


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert comparable(comparable(text)) == comparable(text)


@given(st.text())
def test_a_cleaned_text_is_one_line_without_control_characters(text: str) -> None:
    assert cleaned(text).isprintable()
    assert cleaned(text) == cleaned(text).strip()


def test_chinese_signs_are_shown_as_they_were_typed_and_compared_like_any() -> None:
    assert cleaned("ＨＳ编码（瓷砖）：是多少，\n谁知道？") == "HS编码（瓷砖）：是多少， 谁知道？"
    assert comparable("运费，太贵？！") == comparable("运费,太贵?!") == "运费,太贵"


@given(st.text(), st.sampled_from(["?", "!", "...", "。", "？！", "…", " ?"]))
def test_final_punctuation_does_not_count(text: str, end: str) -> None:
    assert comparable(cleaned(text) + end) == comparable(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("Freight", "freight", id="capitals"),
        pytest.param("ｆｒｅｉｇｈｔ　ｃｏｓｔ", "freight cost", id="full width"),
        pytest.param("freight\t \u00a0cost", "freight cost", id="odd spaces"),
        pytest.param("fre\u200bight\u200e", "freight", id="invisible and direction characters"),
        pytest.param("freight\x00\x07cost", "freight cost", id="control characters"),
        pytest.param("we can’t", "we can't", id="curly apostrophe"),
        pytest.param("“运费太贵！”", "运费太贵", id="Chinese quotes and marks"),
        pytest.param("first\r\nsecond", "first second", id="lines"),
        pytest.param("?!… 🙂", "", id="no word at all"),
        pytest.param("", "", id="nothing"),
        pytest.param("\ud83d half an emoji", "half an emoji", id="half a surrogate pair"),
    ],
)
def test_one_form_for_many_ways_to_type(typed: str, expected: str) -> None:
    assert comparable(typed) == expected


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("One. Two? Three", ["One.", "Two?", "Three"], id="Latin"),
        pytest.param("运费太贵。怎么办？", ["运费太贵。", "怎么办？"], id="Chinese"),
        pytest.param("  ", [], id="blank"),
    ],
)
def test_sentences_end_at_their_marks(text: str, pieces: list[str]) -> None:
    assert sentences_of(text) == pieces


def test_words_leave_numbers_and_signs_out() -> None:
    assert words_of("we can't pay 1,200 € for 运费") == ["we", "can't", "pay", "for", "运费"]


@pytest.mark.parametrize(("text", "expected"), [("运费", True), ("freight", False), ("送料", True), ("かな", False)])
def test_han_characters_are_seen(text: str, expected: bool) -> None:
    assert has_han(text) is expected
