"""Choosing in words from topics that were offered: "1", "the second one", "both", "none of them"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bot.advice.cues import any_word

PickWord = Literal["first", "second", "third", "last", "other", "best", "all", "none", "unsaid"]
"""What a word of choosing means; ``best`` leaves it to us; ``unsaid`` agrees without saying to what, as "yes" does."""

_PLACES: Mapping[PickWord, int] = {"first": 0, "second": 1, "third": 2}
_LONGEST = 40
"""Characters from which a text says more than which one is meant."""


@dataclass(frozen=True, kw_only=True)
class PickCues:
    """Words by language for each way to choose; ``fillers`` may stand around them."""

    words: Mapping[PickWord, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    fillers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def said(self, text: str) -> tuple[PickWord, ...]:
        """How *text* (comparable) chooses, in its order; nothing if it says more than that."""
        if len(text) > _LONGEST or not self._whole.fullmatch(text):
            return ()
        return tuple(self._meanings[word] for word in self._word.findall(text) if word in self._meanings)

    @cached_property
    def _meanings(self) -> Mapping[str, PickWord]:
        return {word: meaning for meaning, words in self.words.items() for listed in words.values() for word in listed}

    @cached_property
    def _word(self) -> re.Pattern[str]:
        words = {*self._meanings, *(word for listed in self.fillers.values() for word in listed)}
        return re.compile(any_word(words))

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        # Possessive: what was read as one word is never tried as others, which could take for ever.
        return re.compile(rf"(?:(?>{self._word.pattern})|[\W_])*+")


def places_picked(
    said: Sequence[PickWord], offered: int, taken: Sequence[int] = (), *, surest: int = 0
) -> tuple[int, ...] | None:
    """The places from 0 in a list of so many *offered* that are meant by what was *said*, after those *taken* before.

    Of all that are offered we hold the *surest* to be meant. None of them fits if there are none; None if the list has
    no such place, or it was not said which.
    """
    meant: list[int] = []
    for word in said:
        match word:
            case "first" | "second" | "third":
                meant.append(_PLACES[word])
            case "last":
                meant.append(offered - 1)
            case "best":
                meant.append(surest)
            case "all":
                meant += range(offered)
            case "other":
                meant += [place for place in range(offered) if place not in taken]
            case "none" | "unsaid":
                pass
    if not meant and "none" in said:
        return ()
    known = tuple(dict.fromkeys(place for place in meant if place < offered))
    return known or None
