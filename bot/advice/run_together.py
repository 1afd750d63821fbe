"""Words typed without blanks: "freightistooexpensive" is read as "freight is too expensive"."""

import re
from collections.abc import Collection

_RUN = re.compile(r"[a-z]{12,60}")
_LONGEST_WORD = 16
_SHORT = re.compile("a|i|am|an|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|ok|on|or|so|to|up|us|we")
"""The words of one or two letters; others of a dictionary are found in any row of letters."""
_SHORT_AT_MOST = 2
_LETTERS_A_WORD = 3.0
"""Words shorter than this on average say nothing either."""


def spaced(text: str, english: Collection[str]) -> str | None:
    """*text* (comparable) in words, if it is one row of letters without blanks that *english* words make up."""
    if not _RUN.fullmatch(text) or text in english:
        return None
    words = _fewest_words(text, english)
    return " ".join(words) if words and len(text) >= _LETTERS_A_WORD * len(words) else None


def _fewest_words(text: str, english: Collection[str]) -> tuple[str, ...] | None:
    """The fewest *english* words that make up *text*; of as many, those whose longest words are longest."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(text) + 1):
        found = [
            (*before, text[begin:end])
            for begin in range(max(0, end - _LONGEST_WORD), end)
            if (before := best[begin]) is not None and _is_word(text[begin:end], english)
        ]
        best.append(min(found, key=_length, default=None))
    return best[-1]


def _is_word(word: str, english: Collection[str]) -> bool:
    return word in english if len(word) > _SHORT_AT_MOST else _SHORT.fullmatch(word) is not None


def _length(words: tuple[str, ...]) -> tuple[int, int]:
    return len(words), -sum(len(word) ** 2 for word in words)
