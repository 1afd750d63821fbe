"""The same questions by other ways to search the same phrasings: how fast, and how often the first one helps."""

from collections.abc import Callable, Sequence
from time import perf_counter

from bot.advice.labels import Example
from bot.advice.normalising import comparable
from bot.assembly import Progress
from bot.curation.outcomes import helps
from bot.files.language_data import simplifier
from bot.files.question_files import MeasuredQuestion
from tests.bench.results import Cell, Table, timing
from tests.bench.searches import Search, searches
from tests.bench.subjects import Subject


def run(subject: Subject, progress: Progress) -> list[Table]:
    """The engine beside its rivals, English and Chinese."""
    examples = [example for example in subject.examples if example.label.kind == "topic"]
    simplify, forms = simplifier(), topic_forms(subject)
    notes = [
        "one thread; rivals get a question already normalised, and only the phrasings of topics",
        f"the engine compares {len(subject.index.phrasings)} phrasings, for it must know what to refuse, too",
    ]
    rows = [_engine(subject, progress)]
    for name, search in searches(forms).items():
        rows.append(_rival(name, search, examples, subject, simplify, progress))
    return [
        Table(title=f"The {len(forms)} phrasings of topics, searched otherwise", rows=tuple(rows), notes=tuple(notes))
    ]


def topic_forms(subject: Subject) -> list[str]:
    """The phrasings of topics in their order, normalised."""
    simplify = simplifier()
    return [comparable(simplify(example.text)) for example in subject.examples if example.label.kind == "topic"]


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
