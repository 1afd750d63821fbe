"""Chinese in Latin letters, read as far as its words are known."""

import pytest

from bot.advice.pinyin import NO_PINYIN, Pinyin

PINYIN = Pinyin(
    characters={"yunfei": "运费", "tai": "太", "gui": "贵", "zenme": "怎么", "ban": "办", "women": "我们", "de": "的"}
)
ENGLISH = frozenset({"women", "ban", "can", "tai", "de", "you", "run"})


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("yunfei tai gui", "运费太贵"),
        ("Yunfei tai gui, zenmeban?", "运费太贵怎么办"),
        ("yùnfèi tài guì", "运费太贵"),
        ("yun4fei4 tai4 gui4", "运费太贵"),
        ("yunfeitaigui", "运费太贵"),
        ("women de mianbao yunfei tai gui", "我们的 mianbao 运费太贵"),
    ],
)
def test_it_is_read_in_characters(text: str, characters: str) -> None:
    assert PINYIN.is_typed(text, ENGLISH)
    assert PINYIN.read(text, ENGLISH) == characters


def test_of_what_little_is_known_nothing_is_read() -> None:
    assert PINYIN.is_typed("yunfei mianbao pingguo", ENGLISH)
    assert PINYIN.read("yunfei mianbao pingguo", ENGLISH) is None


@pytest.mark.parametrize(
    "text",
    ["women can ban", "freight tai gui", "mi manca la gente", "运费太贵", "", "12", "the yunfei is gui", "tai" * 3000],
)
def test_other_languages_are_not_taken_for_it(text: str) -> None:
    assert not PINYIN.is_typed(text, ENGLISH)
    assert PINYIN.read(text, ENGLISH) is None


def test_where_no_word_is_known_nothing_is_pinyin() -> None:
    assert not NO_PINYIN.is_typed("yunfei tai gui", ENGLISH)
