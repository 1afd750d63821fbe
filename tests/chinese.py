"""What of the program's words about files a reader of Chinese would still read in English."""

import re
from collections.abc import Iterable

from bot.files.templates import Templates
from tests.conftest import CHECKOUT

_ENGLISH = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+")
_QUOTED = re.compile(r"“[^”]*”")
_TEMPLATES = Templates(CHECKOUT / "templates")


def in_chinese(text: str) -> str:
    """*text* as the chat shows it to a curator who reads Chinese."""
    return _TEMPLATES.translated("zh", text)


def left_in_english(texts: Iterable[str]) -> list[str]:
    """Those of *texts* that no entry of the catalogue fits, or that keep a sentence in English."""
    return [text for text in texts if in_chinese(text) == text or _ENGLISH.search(_QUOTED.sub("", in_chinese(text)))]
