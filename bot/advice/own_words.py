"""What our topics speak of, to tell a need from a thing: "freight" alone is one, "hats" is not.

A topic says in its own texts what it is about. What people sell, and where, stands only in the phrasings, beside
needs of all kinds.
"""

from collections.abc import Iterable, Sequence

from bot.advice.knowledge import Topic
from bot.advice.normalising import HAN_WORD, comparable, has_han, words_of
from bot.advice.title_words import singular

_SPREAD = 3
"""Topics from which on a word of phrasings tells nothing of which one is meant."""


class OwnWords:
    """Tells what *topics* say themselves from what people only mention as they ask."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._said = _Texts(text for topic in topics for text in _said_by(topic))
        self._asked = [_Texts(text for texts in topic.phrasings.values() for text in texts) for topic in topics]

    def has(self, word: str) -> bool:
        """Whether our topics say *word* (comparable), or in Chinese a part of it."""
        pairs = [word[at : at + HAN_WORD] for at in range(max(1, len(word) - 1))] if has_han(word) else [word]
        return any(map(self._said.have, pairs))

    def is_thing(self, word: str) -> bool:
        """Whether *word* (comparable) stands beside needs of all kinds and no topic says it: goods, say, or a place."""
        return not self.has(word) and sum(asked.have(word) for asked in self._asked) >= _SPREAD


class _Texts:
    """Texts to look words up in: those of scripts with spaces as words, Chinese as characters."""

    def __init__(self, texts: Iterable[str]) -> None:
        compared = [comparable(text) for text in texts]
        self._words = frozenset(singular(word) for text in compared for word in words_of(text))
        self._whole = "\n".join(text for text in compared if has_han(text))

    def have(self, word: str) -> bool:
        return word in self._whole if has_han(word) else singular(word) in self._words


def _said_by(topic: Topic) -> list[str]:
    statements = (statement.text for statement in (*topic.observe, *topic.recommend))
    texts = (topic.title, topic.answer, *statements, *topic.steps, topic.limits)
    return [said for text in texts for said in text.values()]
