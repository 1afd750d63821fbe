"""Codes of rooms: read from a projector, said aloud, and typed on a phone."""

import re
import secrets
import unicodedata

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without O, 0, I and 1, which look alike from the back row."""
LENGTH = 6
"""A billion codes, so that guessing finds no room."""

_SEPARATORS = re.compile(r"[\s\-–—_.·]+")


def new_code() -> str:
    """A code that nobody can foresee."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(words: str) -> str | None:
    """The code that somebody meant by *words*: in small or full-width letters, or in groups; None if it is none."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", words)).upper()
    return plain if re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", plain) else None
