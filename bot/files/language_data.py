"""Language data that packages bundle: English words, traditional to simplified Chinese, language detection."""

import gzip
import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from opencc import OpenCC

_COMMON_WORDS = 50_000
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


@cache
def common_english_words() -> tuple[str, ...]:
    """The English words that occur most often, most frequent first (from pyspellchecker's frequency list)."""
    packed = (files("spellchecker") / "resources" / "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    return tuple(word for word in ordered[:_COMMON_WORDS] if _WORD.fullmatch(word))


def simplifier() -> Callable[[str], str]:
    """A function from traditional to simplified Chinese characters; other text passes unchanged."""
    converter = OpenCC("t2s")
    return lambda text: str(converter.convert(text))


_DETECTED = ("en", "es", "fr", "pt", "de", "it", "tr", "vi", "id", "nl", "pl", "sw")


def detect_latin_language(text: str) -> str:
    """The likely language code of *text* in Latin letters. The first call takes about a second."""
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - most questions never need it

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_DETECTED))
    return identifier
