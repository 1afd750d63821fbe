"""Stories: a long message whose need is not clear is taken apart, so that its writer can say which part matters."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import ceil

from bot.advice.deciding import Advice, Choice, NoAdvice, StoryPart, WhichPart
from bot.advice.matching import Match, MatchAll
from bot.advice.normalising import HAN_WORD, cleaned, has_han, sentences_of, word_count

MOST_PARTS = 3
_SENTENCES_READ = 12
"""Of more, the longest are read."""
_FEWEST_WORDS = 30
_FEWEST_WORDS_TO_DOUBT = 60
_SHORTEST_SENTENCE = 4
"""Words; what is shorter says nothing alone."""
_LONGEST_SENTENCE = 60
"""Words; who sets no full stops is cut into even parts, none longer than this."""


def which_part(
    text: str, decided: Advice | Choice | NoAdvice, match_all: MatchAll, akin: Callable[[str, str], bool]
) -> WhichPart | None:
    """The parts of *text* that its writer may choose from, in its own order; None if what was *decided* is better.

    *match_all* finds candidates for each sentence; topics that are *akin* answer the same. Where we already have
    advice, only a long text is taken apart, and only if several sentences are each sure of something else.
    """
    has_advice = isinstance(decided, Advice)
    if word_count(text) < (_FEWEST_WORDS_TO_DOUBT if has_advice else _FEWEST_WORDS):
        return None
    sentences = _read(text)
    parts = [
        _part(sentence, match, must_be_sure=has_advice)
        for sentence, match in zip(sentences, match_all(sentences), strict=True)
    ]
    found = [part for part in parts if part is not None]
    kept: list[StoryPart] = []
    for part in sorted(found, key=lambda part: -part.candidate.confidence):
        is_new = not any(akin(part.candidate.label.id, other.candidate.label.id) for other in kept)
        if is_new and len(kept) < MOST_PARTS:
            kept.append(part)
    is_enough = len(kept) >= (1 if isinstance(decided, NoAdvice) else 2)
    return WhichPart(parts=tuple(part for part in found if part in kept)) if is_enough else None


def parts_of(text: str) -> list[str]:
    """The sentences of a *text* so long that they are matched whatever it says as a whole; none of a shorter one."""
    return _read(text) if word_count(text) >= _FEWEST_WORDS_TO_DOUBT else []


def _part(sentence: str, found: Match, *, must_be_sure: bool) -> StoryPart | None:
    """*sentence* with its topic, if that may be what it is about and nothing else is more so."""
    candidate, limits = found.surest, found.thresholds
    if candidate is None or found.is_outdone(candidate):
        return None
    is_clear = candidate.confidence >= limits.answer if must_be_sure else found.ours >= limits.choice
    return StoryPart(words=sentence, candidate=candidate) if is_clear else None


def _read(text: str) -> list[str]:
    """The sentences that are read, in their order."""
    sentences = [piece for sentence in sentences_of(text) for piece in _cut(cleaned(sentence))]
    long_enough = [sentence for sentence in sentences if word_count(sentence) >= _SHORTEST_SENTENCE]
    longest = sorted(long_enough, key=word_count, reverse=True)[:_SENTENCES_READ]
    return [sentence for sentence in dict.fromkeys(long_enough) if sentence in longest]


def _cut(sentence: str) -> Iterator[str]:
    gap, longest = ("", _LONGEST_SENTENCE * HAN_WORD) if has_han(sentence) else (" ", _LONGEST_SENTENCE)
    units = sentence.split(gap) if gap else list(sentence)
    parts = max(1, ceil(len(units) / longest))
    bounds = [len(units) * part // parts for part in range(parts + 1)]
    yield from (gap.join(units[begin:end]) for begin, end in pairwise(bounds))
