"""An effect as text for the terminal and as JSON; its short form for the chat is the template ``effect``."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from bot.curation.effects import Change, Effect, Given
from bot.curation.floors import FallenFloor
from bot.curation.knowledge_edits import Edits
from bot.curation.tables import aligned, percent

MOST_LISTED = 40
_FORM = TypeAdapter(Effect)
_WORSE_LISTED = 5
_WHAT_TO_DO = (
    "What to do: reword or take away what makes these questions worse. Or publish all the same by "
    "tradebot publish --even-if-lower; tradebot evaluate --floors then fails until the knowledge serves them again."
)


def effect_as_json(effect: Effect) -> dict[str, Any]:
    """All there is to say of *effect* as one object."""
    verdicts = {verdict: effect.count(verdict) for verdict in ("better", "worse", "different")}
    claims = {"is_broken": effect.is_broken, "lowers_floor": effect.lowers_floor}
    return {**_FORM.dump_python(effect, mode="json"), **claims, "verdicts": verdicts}


def effect_from_json(given: dict[str, Any]) -> Effect:
    """The effect that ``effect_as_json`` told of."""
    return _FORM.validate_python({key: value for key, value in given.items() if key in Effect.__dataclass_fields__})


def effect_text(effect: Effect) -> str:
    """*effect* for people; long lists are cut and say so."""
    return "\n".join(_lines(effect))


def _lines(effect: Effect) -> Iterator[str]:
    if effect.is_broken:
        yield from _listed("the new version is broken", [str(problem) for problem in effect.problems])
        return
    yield f"from {effect.old} to {effect.new}"
    if effect.edits is not None:
        yield from _edit_lines(effect.edits)
    yield ""
    skipped = f"; {effect.skipped} name what one of the versions does not have" if effect.skipped else ""
    yield f"asked: {effect.measured} evaluation questions, {effect.logged} questions of people{skipped}"
    yield (
        f"answered differently: {len(effect.changes)} ({effect.count('better')} better, {effect.count('worse')} worse, "
        f"{effect.count('different')} not known); same topics in other words: {effect.reworded}"
    )
    yield from _listed("", [_change_line(change) for change in effect.changes])
    overlaps = [
        f'"{one.phrasing}" of {one.of} is claimed by {one.claimed_by} ({percent(one.confidence)} %), '
        f'near "{one.nearest}"'
        for one in effect.overlaps
    ]
    yield from _listed("new overlaps", overlaps)
    rows = [(f"  {one.group}", one.name, f"{one.before:.4f}", f"{one.after:.4f}") for one in effect.figures]
    yield from _listed("figures that changed", aligned(rows, left=2), indent="")
    yield from _listed("floors that are not kept any more", [*_floor_lines(effect.below)])
    if effect.below:
        yield f"\n{_WHAT_TO_DO}"


def _edit_lines(edits: Edits) -> Iterator[str]:
    if not edits.count:
        yield "both say the same"
    yield from _listed("topics added", edits.topics_added)
    yield from _listed("topics taken away", edits.topics_removed)
    for title, phrasings in (("added", edits.phrasings_added), ("taken away", edits.phrasings_removed)):
        lines = [f"{one.id} ({one.language}): {one.text}" for one in phrasings]
        yield from _listed(f"phrasings {title}: {len(lines)}", lines)
    yield from _listed(f"texts changed: {len(edits.texts)}", [f"{one.place} ({one.language})" for one in edits.texts])


def _floor_lines(below: Sequence[FallenFloor]) -> Iterator[str]:
    for one in below:
        floor, bound = one.floor, one.floor.bound.replace("_", " ")
        questions = f" ({one.missing} of {one.asked} questions)" if one.asked else ""
        yield (
            f"{floor.file}:{floor.line}: {floor.figure} of {floor.group} is {one.after:.4f}, was {one.before:.4f}, "
            f"must be {bound} {floor.limit:g}{questions}"
        )
        yield from (f"  - {question}" for question in one.worse[:_WORSE_LISTED])


def _listed(title: str, lines: Sequence[str], indent: str = "  ") -> Iterator[str]:
    if not lines:
        return
    if title:
        yield f"\n{title}"
    for line in lines[:MOST_LISTED]:
        yield f"{indent}{line}"
    if len(lines) > MOST_LISTED:
        yield f"{indent}... and {len(lines) - MOST_LISTED} more"


def _change_line(change: Change) -> str:
    times = f" x{change.times}" if change.times > 1 else ""
    mark = {"better": "+", "worse": "-", "different": "~"}[change.verdict]
    return f"{mark} {change.question}  [{change.where}{times}]: {_said(change.before)} -> {_said(change.after)}"


def _said(given: Given) -> str:
    return f"{given.decision} {', '.join(given.ids)}".strip()
