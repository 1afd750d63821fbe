"""Codes of rooms: read from a projector, said aloud, and typed on a phone."""

import re
import secrets
import unicodedata

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without O, 0, I and 1, which look alike from the back row."""
LENGTH = 6
"""A billion codes, so that guessing finds no room."""

_MOST_READ = 200
"""Characters; nobody writes more around a code."""
_GROUPS = re.compile(r"[0-9A-Z]+")
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """A code that nobody can foresee."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def codes_in(words: str) -> tuple[str, ...]:
    """All in *words* that may be a code: in small or full-width letters, in groups, or between other words."""
    plain = unicodedata.normalize("NFKC", words[:_MOST_READ]).upper()
    groups = _GROUPS.findall(plain)
    joined = ("".join(groups[first:last]) for first in range(len(groups)) for last in _ends(first, len(groups)))
    return tuple(dict.fromkeys(code for code in joined if _CODE.fullmatch(code)))


def _ends(first: int, count: int) -> range:
    """Where the groups of a code may end whose *first* group this is."""
    return range(first + 1, min(first + LENGTH, count) + 1)
