"""Which language a question is in, from its script, else from its words."""

import re
from collections.abc import Callable, Collection

from bot.advice.normalising import has_han, words_of

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_ENGLISH_SHARE = 0.7


def language_of(text: str, *, common_words: Collection[str], detect_latin: Callable[[str], str]) -> str:
    """The code of the language of *text* (already comparable); the empty string if it has no words.

    Text in Latin letters counts as English if most words are among *common_words*; only the rest is given to
    *detect_latin*, which may be slow to load.
    """
    for code, script in _SCRIPTS:
        if len(script.findall(text)) >= 2:
            return code
    if has_han(text):
        return "zh"
    words = words_of(text)
    if not words:
        return ""
    english = sum(word in common_words or word.removesuffix("'s") in common_words for word in words)
    if english >= _ENGLISH_SHARE * len(words):
        return "en"
    return detect_latin(text)
