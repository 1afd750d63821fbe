"""Words that tell something about a question, as patterns that find them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


def any_of(*cues: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Finds any of all *cues* (by language, comparable), as ``any_word`` does."""
    return re.compile(any_word(cue for by_language in cues for listed in by_language.values() for cue in listed))


def any_word(words: Iterable[str]) -> str:
    """A pattern for any of *words*, long ones first; letters of scripts that write spaces must not go on beside them.

    What bounds words stands once before all that it bounds: a list of plain letters is searched six times as fast.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        alike.setdefault(_bounds(word), []).append(re.escape(word))
    lists = [f"{before}(?:{'|'.join(texts)}){after}" for (before, after), texts in alike.items()]
    return f"(?:{'|'.join(lists) or '(?!)'})"


def bounded(text: str) -> str:
    """*text* for a pattern, as one of ``any_word``."""
    before, after = _bounds(text)
    return f"{before}{re.escape(text)}{after}"


def _bounds(text: str) -> tuple[str, str]:
    before, after = _letter_like(text[:1]), _letter_like(text[-1:])
    return f"(?<!{before})" if before else "", f"(?!{after})" if after else ""


def _letter_like(edge: str) -> str:
    """A pattern for what must not stand beside the letter at the *edge* of a word; "" if anything may."""
    if not edge.isalnum() or ord(edge) >= _SPACED_BELOW:
        return ""
    # Not \w for Latin: in "first step是什么" the words end where the Chinese begins.
    return r"[0-9a-zß-ÿ]" if edge <= "ÿ" else r"\w"


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
