"""Likeness of wording: cosine between TF-IDF vectors of letter groups.

Latin words give their letter groups of 2 to 5 with the word's edges marked, Chinese gives groups of 1 to 3
characters. Of the measures of wording that were tried it is the best, and it forgives typing errors.
Groups are hashed into buckets, so the index is four arrays however many phrasings there are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.advice.arrays import Floats, ShortInts

Places = npt.NDArray[np.intp]
"""Numbers that are used to pick by; any others would be turned into these each time."""

BUCKETS = 1 << 18
COMMON = 1_000
"""Letter groups of more phrasings than this are left out: they tell little, and to add up their runs would take most of
the time."""
_WORDS_REMEMBERED = 2_000
"""Most words of a question are those of others, and all are those of its sentences; a word takes about a kilobyte."""
_LONGEST_WORD = 24
"""What is longer does not come again."""
_AT_ONCE = 32
"""Buckets whose entries are added at once: what they take stays near the processor."""
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\W_]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, kw_only=True)
class WordingIndex:
    """Letter groups of n phrasings by bucket: rows[starts[b]:starts[b+1]] hold the phrasings with bucket b.

    ``in_topics`` counts for each bucket the phrasings of topics that have it.
    """

    count: int
    starts: ShortInts
    rows: Places
    weights: Floats
    rarity: Floats
    in_topics: ShortInts

    def likeness(self, text: str) -> Floats:
        """Cosine of *text* to each phrasing, shape (n,), from 0 to 1; all 0 for a text without letters."""
        buckets, values = self._vector(text)
        if not len(buckets):
            return np.zeros(self.count, dtype=np.float32)
        begins, ends = self.starts[buckets], self.starts[buckets + 1]
        spans = list(zip(begins.tolist(), ends.tolist(), strict=True))
        likeness = np.zeros(self.count, dtype=np.float32)
        for first in range(0, len(spans), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            # Whole runs at once: picking every entry by its place takes twice as long.
            rows = np.concatenate([self.rows[begin:end] for begin, end in spans[some]])
            parts = np.concatenate([self.weights[begin:end] for begin, end in spans[some]])
            parts *= np.repeat(values[some], (ends - begins)[some])
            np.add.at(likeness, rows, parts)
        return likeness

    def uncovered_share(self, text: str, *, least: int = 1) -> float:
        """The share of *text*, by weight of its letter groups, that fewer than *least* phrasings of topics have."""
        buckets, values = self._vector(text)
        return float((values**2)[self.in_topics[buckets] < least].sum())

    def _vector(self, text: str) -> tuple[ShortInts, Floats]:
        counts = letter_groups(text)
        buckets = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        numbers = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(numbers, out=np.zeros_like(numbers), where=numbers > 0)) * self.rarity[buckets]
        length = float(np.sqrt(values @ values))
        return buckets, values / length if length else values


def letter_groups(text: str) -> Counter[int]:
    """How often each bucket of letter groups occurs in *text* (already comparable)."""
    runs = _RUN.findall(text)
    return Counter(chain.from_iterable((_known if len(run) <= _LONGEST_WORD else _buckets_of)(run) for run in runs))


def _buckets_of(run: str) -> tuple[int, ...]:
    """The bucket of each letter group of a word, or of Chinese characters without a break."""
    sizes, letters = ((1, 2, 3), run) if _HAN.match(run) else ((2, 3, 4, 5), f" {run} ")
    groups = (letters[i : i + size] for size in sizes for i in range(len(letters) - size + 1))
    return tuple(crc32(group.encode()) % BUCKETS for group in groups)


_known = lru_cache(maxsize=_WORDS_REMEMBERED)(_buckets_of)


def wording_index(phrasings: Sequence[str], of_topic: Sequence[bool]) -> WordingIndex:
    """An index over *phrasings* (already comparable), rows in their order; *of_topic* tells which belong to topics."""
    counted = [letter_groups(phrasing) for phrasing in phrasings]
    sizes = [len(counts) for counts in counted]
    rows = np.repeat(np.arange(len(counted), dtype=np.int32), sizes)
    buckets = np.fromiter((b for counts in counted for b in counts), dtype=np.int32, count=sum(sizes))
    numbers = np.fromiter((n for counts in counted for n in counts.values()), dtype=np.float32, count=sum(sizes))

    in_phrasings = np.bincount(buckets, minlength=BUCKETS)
    rarity = np.where(in_phrasings > COMMON, 0, np.log((1 + len(counted)) / (1 + in_phrasings)) + 1).astype(np.float32)
    telling = rarity[buckets] > 0
    rows, buckets, numbers = rows[telling], buckets[telling], numbers[telling]
    values = (1 + np.log(numbers)) * rarity[buckets]
    lengths = np.sqrt(np.bincount(rows, weights=values * values, minlength=len(counted)))
    weights = (values / np.maximum(lengths[rows], 1e-9)).astype(np.float32)

    order = np.argsort(buckets, kind="stable")
    starts = np.zeros(BUCKETS + 1, dtype=np.int32)
    np.cumsum(np.bincount(buckets, minlength=BUCKETS), out=starts[1:])
    return WordingIndex(
        count=len(counted),
        starts=starts,
        rows=rows[order].astype(np.intp),
        weights=weights[order],
        rarity=rarity,
        in_topics=np.bincount(buckets[np.asarray(of_topic)[rows]], minlength=BUCKETS).astype(np.int32),
    )
