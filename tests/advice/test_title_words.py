"""Which words name a subject that we have a topic on."""

import pytest

from bot.advice.title_words import TitleWords

TITLES = TitleWords(["Training your own staff", "Shipping costs too much", "培训自己的员工", "运费太贵"])


@pytest.mark.parametrize("text", ["staff", "office staff", "shipping", "cost", "员工", "那个员工", "运费"])
def test_a_word_of_a_title_is_a_subject(text: str) -> None:
    assert TITLES.name(text)


@pytest.mark.parametrize("text", ["hats", "own hats", "too", "staff in france", "帽子", "运", "太", "", "12"])
def test_goods_and_places_and_small_words_are_none(text: str) -> None:
    assert not TITLES.name(text)
