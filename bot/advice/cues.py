"""Words that tell something about a question, as patterns that find them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.advice.normalising import has_han


def any_of(cues: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Finds any of *cues* (by language, comparable), long ones first, Chinese as characters, all else as words."""
    ordered = sorted((cue for of_language in cues.values() for cue in of_language), key=len, reverse=True)
    alternatives = [re.escape(cue) if has_han(cue) else rf"\b{re.escape(cue)}\b" for cue in ordered]
    return re.compile(f"(?:{'|'.join(alternatives)})" if alternatives else r"(?!)")


def bounded(text: str) -> str:
    """*text* for a pattern; letters of scripts that write spaces must not go on before or after it."""
    escaped = re.escape(text)
    before = r"(?<!\w)" if text[:1].isalnum() and ord(text[0]) < _SPACED_BELOW else ""
    after = r"(?!\w)" if text[-1:].isalnum() and ord(text[-1]) < _SPACED_BELOW else ""
    return f"{before}{escaped}{after}"


_SPACED_BELOW = 0x0E00
"""Scripts before Thai put spaces between words; in what follows a word may stand in the middle of others."""


@dataclass(frozen=True, kw_only=True)
class NeedCues:
    """Words by language that tell two needs from one.

    ``additions`` announce another matter, ``joins`` may do so, and ``ones`` ask for two things at once, such as
    "difference between".
    """

    additions: Mapping[str, tuple[str, ...]]
    joins: Mapping[str, tuple[str, ...]]
    ones: Mapping[str, tuple[str, ...]]

    @cached_property
    def one(self) -> re.Pattern[str]:
        """Finds what makes one need of two."""
        return any_of(self.ones)

    @cached_property
    def addition(self) -> re.Pattern[str]:
        """Finds what announces another matter."""
        return any_of(self.additions)

    @cached_property
    def cut(self) -> re.Pattern[str]:
        """Finds a word between two needs, kept when a text is split by it."""
        return re.compile(f"({self.addition.pattern}|{any_of(self.joins).pattern})")
