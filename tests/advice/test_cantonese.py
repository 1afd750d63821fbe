"""Cantonese words in written Chinese."""

import pytest

from bot.advice.cantonese import NO_CANTONESE, Cantonese

CANTONESE = Cantonese(written={"幾多": "多少", "幾多錢": "多少钱", "嘅": "的", "唔": "不"})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("幾多錢", "多少钱"),
        ("幾多個", "多少個"),
        ("我唔要平嘅", "我不要平的"),
        ("运费太贵", "运费太贵"),
        ("how much", "how much"),
    ],
)
def test_the_longest_word_that_fits_is_written(text: str, written: str) -> None:
    assert CANTONESE.read(text) == written
    assert CANTONESE.read(written) == written
    assert NO_CANTONESE.read(text) == text
