"""An effect as lists, to read as tables or to take along as CSV or JSON."""

from collections.abc import Iterator

from bot.curation.effects import Effect
from bot.curation.knowledge_edits import Edits
from bot.curation.lists import Cell, Listing

NAMES = ("problems", "edits", "changes", "overlaps", "figures", "floors")


def effect_lists(effect: Effect) -> list[Listing]:
    """All that *effect* lists."""
    return [
        _problems(effect),
        _listing("edits", "What was edited", ("what", "where", "language", "before", "after"), _edits(effect.edits)),
        _changes(effect),
        _listing(
            "overlaps",
            "Phrasings that another topic claims now",
            ("phrasing", "language", "of", "claimed by", "near", "confidence"),
            (
                (one.phrasing, one.language, one.of, one.claimed_by, one.nearest, one.confidence)
                for one in effect.overlaps
            ),
        ),
        _listing(
            "figures",
            "Figures that changed",
            ("group", "figure", "before", "after"),
            ((one.group, one.name, one.before, one.after) for one in effect.figures),
        ),
        _floors(effect),
    ]


def _problems(effect: Effect) -> Listing:
    rows = ((one.file, one.line, one.what, one.mend) for one in effect.problems)
    return _listing("problems", "What is broken", ("file", "line", "problem", "mend"), rows)


def _changes(effect: Effect) -> Listing:
    rows = (
        (
            one.verdict,
            one.question,
            one.where,
            one.times,
            one.before.decision,
            one.before.ids,
            one.after.decision,
            one.after.ids,
        )
        for one in effect.changes
    )
    columns = ("verdict", "question", "from", "times", "before", "before about", "after", "after about")
    return _listing("changes", "Questions that are answered differently", columns, rows)


def _floors(effect: Effect) -> Listing:
    rows = (
        (
            one.floor.group,
            one.floor.figure,
            one.before,
            one.after,
            one.floor.bound.replace("_", " "),
            one.floor.limit,
            one.missing,
            one.asked,
            one.worse,
        )
        for one in effect.below
    )
    columns = ("group", "figure", "before", "after", "must be", "limit", "questions short", "asked", "worse")
    return _listing("floors", "Floors that fall", columns, rows)


def _edits(edits: Edits | None) -> Iterator[tuple[Cell, ...]]:
    if edits is None:
        return
    for what, topics in (("topic added", edits.topics_added), ("topic taken away", edits.topics_removed)):
        yield from ((what, topic, None, None, None) for topic in topics)
    yield from (("phrasing added", one.id, one.language, None, one.text) for one in edits.phrasings_added)
    yield from (("phrasing taken away", one.id, one.language, one.text, None) for one in edits.phrasings_removed)
    yield from (("text", one.place, one.language, one.before, one.after) for one in edits.texts)


def _listing(name: str, about: str, columns: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> Listing:
    return Listing(name=name, about=about, empty="none", columns=columns, rows=list(rows))
