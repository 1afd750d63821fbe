"""The same questions by other ways to search the same phrasings: how fast, and how often the first one helps."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter

from rapidfuzz import fuzz, process

from bot.advice.matching import Example
from bot.advice.normalising import comparable
from bot.assembly import Progress
from bot.curation.outcomes import helps
from bot.files.language_data import simplifier
from bot.files.question_files import MeasuredQuestion
from tests.bench.results import Cell, Table, timing
from tests.bench.subjects import Subject

Search = Callable[[str], int | None]
"""From a comparable question to the number of the phrasing found first."""

_TERM = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_]+")


def run(subject: Subject, progress: Progress) -> list[Table]:
    """The engine beside its rivals, English and Chinese."""
    examples = [example for example in subject.examples if example.label.kind == "topic"]
    simplify = simplifier()
    forms = [comparable(simplify(example.text)) for example in examples]
    rivals: dict[str, Search] = {
        "rapidfuzz extractOne, WRatio": _rapidfuzz(forms, fuzz.WRatio),
        "rapidfuzz extractOne, token_set_ratio": _rapidfuzz(forms, fuzz.token_set_ratio),
        "SQLite FTS5, words and characters": _full_text(forms),
    }
    notes = [
        "one thread; rivals get a question already normalised, and only the phrasings of topics",
        f"the engine compares {len(subject.index.phrasings)} phrasings, for it must know what to refuse, too",
    ]
    if find_spec("bm25s") is None:
        notes.append("bm25s is not installed and so left out; pip install bm25s puts it into the table")
    else:
        rivals["bm25s"] = _bm25s(forms)
    rows = [_engine(subject, progress)]
    for name, search in rivals.items():
        rows.append(_rival(name, search, examples, subject, simplify, progress))
    return [
        Table(title=f"The {len(forms)} phrasings of topics, searched otherwise", rows=tuple(rows), notes=tuple(notes))
    ]


def _engine(subject: Subject, progress: Progress) -> dict[str, Cell]:
    matcher = subject.matcher()
    hits, times = {}, []
    for number, question in enumerate(subject.asked):
        progress("the engine", number, len(subject.asked))
        start = perf_counter()
        match = matcher.match(question.text, language=question.group)
        times.append((perf_counter() - start) * 1000)
        hits[question] = helps(question, subject.knowledge.topic_by_id[match.topics[0].label.id])
    return _row("the engine, matcher alone", hits, times)


def _rival(
    name: str,
    search: Search,
    examples: Sequence[Example],
    subject: Subject,
    simplify: Callable[[str], str],
    progress: Progress,
) -> dict[str, Cell]:
    hits, times = {}, []
    for number, question in enumerate(subject.asked):
        progress(name, number, len(subject.asked))
        form = comparable(simplify(question.text))
        start = perf_counter()
        found = search(form)
        times.append((perf_counter() - start) * 1000)
        topic = None if found is None else subject.knowledge.topic_by_id[examples[found].label.id]
        hits[question] = topic is not None and helps(question, topic)
    return _row(name, hits, times)


def _row(name: str, hits: dict[MeasuredQuestion, bool], times: Sequence[float]) -> dict[str, Cell]:
    row: dict[str, Cell] = {"searched by": name}
    for group in ("en", "zh"):
        own = [hit for question, hit in hits.items() if question.group == group]
        row[f"{group} hit@1"] = sum(own) / len(own) if own else None
    return row | timing(times)


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
    bm25s = import_module("bm25s")
    retriever = bm25s.BM25()
    retriever.index([_TERM.findall(form) for form in forms], show_progress=False)

    def search(form: str) -> int | None:
        terms = _TERM.findall(form)
        if not terms:
            return None
        found, _ = retriever.retrieve([terms], k=1, show_progress=False)
        return int(found[0, 0])

    return search
