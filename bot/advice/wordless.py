"""Messages without a word in them: signs, numbers, links and addresses say nothing of what somebody wants."""

import re
from typing import Literal

Wordless = Literal["signs", "number", "link", "pinyin"]
"""What there is instead of words that we can read; where there are several, the last of these."""

_LINK = re.compile(r"(?:\b[a-z][a-z+.-]*://|\bwww\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def wordless(text: str) -> Wordless | None:
    """What *text* (cleaned) has instead of words; None if it has any."""
    rest = _LINK.sub(" ", text)
    if any(character.isalpha() for character in rest):
        return None
    if rest != text:
        return "link"
    return "number" if any(character.isdigit() for character in rest) else "signs"
