"""Other ways to search phrasings: each finds the number of the phrasing that is most like a comparable question."""

import re
import sqlite3
from collections.abc import Callable, Sequence

import bm25s
from rapidfuzz import fuzz, process

Search = Callable[[str], int | None]
"""From a comparable question to the number of the phrasing found first."""

_TERM = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_]+")


def searches(forms: Sequence[str]) -> dict[str, Search]:
    """Searches of *forms* (comparable), by name."""
    return {
        "rapidfuzz extractOne, WRatio": _rapidfuzz(forms, fuzz.WRatio),
        "rapidfuzz extractOne, token_set_ratio": _rapidfuzz(forms, fuzz.token_set_ratio),
        "SQLite FTS5, words and characters": _full_text(forms),
        "bm25s, words and characters": _bm25s(forms),
    }


def _rapidfuzz(forms: Sequence[str], scorer: Callable[..., float]) -> Search:
    def search(form: str) -> int | None:
        found = process.extractOne(form, forms, scorer=scorer)
        return None if found is None else int(found[2])

    return search


def _full_text(forms: Sequence[str]) -> Search:
    """BM25 of SQLite over words, and over single characters of Chinese, which its tokenizer would not cut."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE phrasing USING fts5(form, tokenize = 'porter unicode61')")
    rows = ((number, " ".join(_TERM.findall(form))) for number, form in enumerate(forms))
    database.executemany("INSERT INTO phrasing (rowid, form) VALUES (?, ?)", rows)

    def search(form: str) -> int | None:
        terms = dict.fromkeys(_TERM.findall(form))
        if not terms:
            return None
        wanted = " OR ".join(f'"{term}"' for term in terms)
        query = "SELECT rowid FROM phrasing WHERE phrasing MATCH ? ORDER BY rank LIMIT 1"
        found = database.execute(query, (wanted,)).fetchone()
        return None if found is None else int(found[0])

    return search


def _bm25s(forms: Sequence[str]) -> Search:
    retriever = bm25s.BM25()
    retriever.index([_TERM.findall(form) for form in forms], show_progress=False)

    def search(form: str) -> int | None:
        terms = _TERM.findall(form)
        if not terms:
            return None
        found, _ = retriever.retrieve([terms], k=1, show_progress=False)
        return int(found[0, 0])

    return search
