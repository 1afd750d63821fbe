"""The words of our titles: who uses one of them names something that we have a topic on."""

from collections.abc import Iterable
from functools import cached_property

from bot.advice.normalising import comparable, has_han, words_of

_SHORTEST = 4
"""Letters; shorter words stand in titles of any subject."""
_HAN_PAIR = 2


class TitleWords:
    """Tells whether words name a subject by what stands in *titles*, in any language."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._titles = tuple(map(comparable, titles))

    def name(self, text: str) -> bool:
        """Whether *text* (comparable) ends with a word of a title ("online training"), or has a Chinese one."""
        if has_han(text):
            pairs = (text[at : at + _HAN_PAIR] for at in range(len(text) - 1))
            return any(has_han(pair) and pair in title for pair in pairs for title in self._titles)
        words = words_of(text)
        return bool(words) and singular(words[-1]) in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        words = (word for title in self._titles if not has_han(title) for word in words_of(title))
        return frozenset(singular(word) for word in words if len(word) >= _SHORTEST)


def singular(word: str) -> str:
    """English *word* without the ending of a plural or a genitive."""
    return word.removesuffix("'s").removesuffix("s")
