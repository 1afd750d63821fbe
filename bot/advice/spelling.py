"""Mend slips of the finger in words that nobody has heard of.

A word that stands neither in the knowledge nor in the dictionary becomes the nearest word of the knowledge,
else the nearest one of the dictionary, by optimal string alignment distance: of all we measured the best single step
against typing errors.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SHORTEST_MENDED = 4
_TWO_SLIPS_FROM = 8


@dataclass(frozen=True, kw_only=True)
class Repair:
    """A word as it was typed and what we took it for."""

    typed: str
    taken_for: str


class SpellingRepairer:
    """Repairs Latin words against the *own* words of the knowledge and the *common* ones of a dictionary."""

    def __init__(self, own: Sequence[str], common: Sequence[str] = ()) -> None:
        """Both lists have the most frequent words first."""
        self._known = frozenset(own) | frozenset(common)
        self._own_by_length = _by_length(own)
        self._common_by_length = _by_length(common)

    def repair(self, text: str) -> tuple[str, tuple[Repair, ...]]:
        """*text* (already comparable) with unknown words mended, and what was mended, in order."""
        repairs: list[Repair] = []

        def mend(found: re.Match[str]) -> str:
            word = found.group()
            nearest = self._nearest(word)
            if nearest is None:
                return word
            repairs.append(Repair(typed=word, taken_for=nearest))
            return nearest

        return _LATIN_WORD.sub(mend, text), tuple(repairs)

    def knows(self, word: str) -> bool:
        """Whether *word* needs no repair."""
        return word in self._known or word.removesuffix("'s") in self._known

    def _nearest(self, word: str) -> str | None:
        if len(word) < _SHORTEST_MENDED or self.knows(word):
            return None
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        for shelf in (self._own_by_length, self._common_by_length):
            choices = [
                choice
                for size in range(len(word) - slips, len(word) + slips + 1)
                if size in shelf
                for choice in shelf[size].alike(word, slips)
            ]
            near = extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=None)
            if near:
                # Of those equally far: first letters are seldom wrong, and a letter left out is likelier than another.
                return str(min(near, key=lambda found: (found[1], found[0][0] != word[0], -ratio(word, found[0])))[0])
        return None


@dataclass(frozen=True, kw_only=True)
class _Shelf:
    """Words of one length, with a bit for each letter they have."""

    words: tuple[str, ...]
    letters: npt.NDArray[np.uint32]

    def alike(self, word: str, slips: int) -> list[str]:
        """The words that *slips* could have made into *word*, as far as their letters tell: a slip changes two at most.

        Comparing these few by distance takes a tenth of the time that comparing all would.
        """
        changed = np.bitwise_count(self.letters ^ np.uint32(_letters(word)))
        return [self.words[place] for place in np.flatnonzero(changed <= 2 * slips).tolist()]


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _by_length(words: Iterable[str]) -> dict[int, _Shelf]:
    shelves: dict[int, list[str]] = defaultdict(list)
    for word in words:
        if _LATIN_WORD.fullmatch(word):
            shelves[len(word)].append(word)
    return {
        size: _Shelf(words=tuple(some), letters=np.array([_letters(word) for word in some], dtype=np.uint32))
        for size, some in shelves.items()
    }
