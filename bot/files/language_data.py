"""Language data that packages bundle: English words, traditional to simplified Chinese, language detection."""

import gzip
import re
from array import array
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile
from typing import Any

from opencc import OpenCC

_COMMON_WORDS = 50_000
_ENTRY = re.compile(rb'"([a-z]+(?:\'[a-z]+)?)": (\d{3,})')
"""A word in plain letters, and how often it was counted, if at least a hundred times."""


@cache
def common_english_words() -> tuple[str, ...]:
    """The English words that occur most often, most frequent first (from pyspellchecker's frequency list).

    Seldom words are left out before they become Python objects: reading the whole list would cost 30 MB.
    """
    packed = (files("spellchecker") / "resources" / "en.json.gz").read_bytes()
    counts = {entry[1].decode(): int(entry[2]) for entry in _ENTRY.finditer(gzip.decompress(packed))}
    return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:_COMMON_WORDS])


def simplifier() -> Callable[[str], str]:
    """A function from traditional to simplified Chinese characters; other text passes unchanged."""
    converter = OpenCC("t2s")
    return lambda text: str(converter.convert(text))


_DETECTED = ("en", "es", "fr", "pt", "de", "it", "tr", "vi", "id", "nl", "pl", "sw")


_CLEAR_LEAD = 8.0
"""How much likelier than English, as a logarithm, a language must be: English without vowels looks like many others.

What people wrote in another language leads by 10 and more, "custmr dta got stoln" in Polish by 1.
"""

_FEW_WORDS = 2
_CLEAR_LEAD_OF_FEW = 11.5
"""The same of a word or two: "buscar clientes" leads by 12, "taobao" and "dta leked" by 11 and 8."""


def detect_latin_language(text: str) -> str:
    """The likely language code of *text* in Latin letters, in doubt English. The first call takes about a second."""
    lead = _CLEAR_LEAD_OF_FEW if len(text.split()) <= _FEW_WORDS else _CLEAR_LEAD
    chances = dict(_identifier().rank(text))
    likeliest = max(chances, key=lambda language: chances[language])
    return str(likeliest) if chances[likeliest] - chances["en"] >= lead else "en"


@cache
def _identifier() -> Any:
    """The detector of py3langid, cut to the languages of ``_DETECTED``; whole it takes twice the memory."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - most never need it
    from py3langid.modelio import load_model  # noqa: PLC0415

    chances, priors, languages, moves, rows, outputs = load_model(MODEL_DIR / MODEL_FILE)
    kept = [place for place, language in enumerate(languages) if language in _DETECTED]
    return LanguageIdentifier(
        chances[:, kept].copy(),
        priors[kept],
        [languages[place] for place in kept],
        _on_disk(moves),
        array("i", outputs),
        tk_row=rows,
    )


def _on_disk(moves: Any) -> Any:
    """The table *moves* in a file without a name, of which only the parts in use take memory."""
    with TemporaryFile() as file:
        moves.tofile(file)
        file.flush()
        return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)).cast(moves.typecode)
