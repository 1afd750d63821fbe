"""Marks that stand where personal data was: the same everywhere until somebody reads them, then in their language.

``curation.masking`` puts them into texts.
"""

import re
from collections.abc import Callable
from typing import Literal, get_args

Masked = Literal["email", "handle", "card", "id", "phone", "number"]

MARK = "▇"
"""Stands around the name of what was here; nothing that people type looks like it."""
_MARKS = re.compile(f"{MARK}({'|'.join(get_args(Masked))}){MARK}")


def mark(kind: Masked) -> str:
    """What stands for something of this *kind*."""
    return f"{MARK}{kind}{MARK}"


def unmarked(text: str) -> str:
    """*text* without marks: what may become a phrasing."""
    return " ".join(_MARKS.sub(" ", text).split())


def marks_named(text: str, name: Callable[[str], str]) -> str:
    """*text* with the *name* of each kind in its marks."""
    return _MARKS.sub(lambda found: f"{MARK}{name(found[1])}{MARK}", text)
