"""What our topics speak of, to tell a need from a thing: "freight" alone is one, "hats" is not.

A topic says in its own texts what it is about. What people sell, and where, stands only in the phrasings, beside
needs of all kinds.
"""

import re
from collections.abc import Iterable, Sequence

from bot.advice.knowledge import Topic
from bot.advice.normalising import HAN_WORD, has_han
from bot.advice.title_words import singular

_LONGEST_WORD_HAN = 3
"""Chinese characters; more of them say more than a word."""
_SPREAD = 3
"""Topics from which on a word of phrasings tells nothing of which one is meant."""


class OwnWords:
    """Tells what *topics* say themselves from what people only mention as they ask."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._said = _one_text(text for topic in topics for text in _said_by(topic))
        self._asked = [_one_text(text for texts in topic.phrasings.values() for text in texts) for topic in topics]

    def has(self, word: str) -> bool:
        """Whether our topics say *word* (comparable), or in Chinese a part of it."""
        pairs = [word[at : at + HAN_WORD] for at in range(max(1, len(word) - 1))] if has_han(word) else [word]
        return any(_stands_in(pair, self._said) for pair in pairs)

    def is_thing(self, word: str) -> bool:
        """Whether *word* (comparable) stands beside needs of all kinds and no topic says it: goods, say, or a place."""
        return not self.has(word) and sum(_stands_in(word, asked) for asked in self._asked) >= _SPREAD


def is_one_word(text: str) -> bool:
    """Whether *text* (comparable) is one word of a language that our topics are written in."""
    return len(text) <= _LONGEST_WORD_HAN if has_han(text) else text.isascii() and text.isalpha()


def _stands_in(word: str, text: str) -> bool:
    """Whether *word* stands in *text*, in any number where it is English."""
    stem = word if has_han(word) else singular(word)
    return stem in text and (has_han(word) or re.search(rf"\b{re.escape(stem)}(?:'?s)?\b", text) is not None)


def _one_text(texts: Iterable[str]) -> str:
    # Not comparable, which would take most of a start for ten thousand phrasings.
    return "\n".join(texts).casefold()


def _said_by(topic: Topic) -> list[str]:
    statements = (statement.text for statement in (*topic.observe, *topic.recommend))
    texts = (topic.title, topic.answer, *statements, *topic.steps, topic.limits)
    return [said for text in texts for said in text.values()]
