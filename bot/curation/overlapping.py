"""Overlaps that a change brings: phrasings that people would be given another topic for."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.advice.labels import Label
from bot.answering import Answerer
from bot.assembly import Parts, Progress
from bot.curation.knowledge_edits import Edits, PhrasingEdit

MOST_TRIED = 300
"""New phrasings that are tried; more are thinned out evenly."""


RIVALS = 3
"""Topics near a new phrasing whose own phrasings are asked again."""


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """A phrasing of one topic that another topic claims, and the phrasing of that one which is nearest to it."""

    phrasing: str
    language: str
    of: str
    claimed_by: str
    nearest: str
    confidence: float


def new_overlaps(old: Parts, new: Parts, edits: Edits, progress: Progress) -> tuple[Overlap, ...]:
    """Overlaps that come with the phrasings added: theirs with topics there were, and of those with them.

    The old version does not know a new phrasing, so what it answers is what the phrasing's neighbours say.
    """
    added = [edit for edit in edits.phrasings_added if edit.kind != "smalltalk"]
    step = -(-len(added) // MOST_TRIED) or 1
    found: dict[tuple[str, str], Overlap] = {}
    for number, edit in enumerate(added[::step]):
        progress("overlaps", number, len(added[::step]))
        for overlap in (*_claimed(old.answerer, edit), *_taken(old.answerer, new.answerer, edit)):
            found.setdefault((overlap.phrasing, overlap.claimed_by), overlap)
    return tuple(found.values())


def _claimed(old: Answerer, edit: PhrasingEdit) -> Iterator[Overlap]:
    """The topic that would be advised for *edit* without it, if it is another one."""
    match = old.matcher.match(edit.text, language=edit.language, explain=True)
    for best in match.topics[:1]:
        if best.label != _label(edit) and best.confidence >= match.thresholds.answer:
            yield Overlap(
                phrasing=edit.text,
                language=edit.language,
                of=edit.id,
                claimed_by=best.label.id,
                nearest=best.evidence[0].phrasing if best.evidence else "",
                confidence=round(best.confidence, 4),
            )


def _taken(old: Answerer, new: Answerer, edit: PhrasingEdit) -> Iterator[Overlap]:
    """Phrasings near *edit* that lead to what *edit* asks for, and led to their own topic before."""
    if edit.kind != "topic":
        return
    near = old.matcher.match(edit.text, language=edit.language, explain=True)
    for candidate in near.topics[:RIVALS]:
        for evidence in candidate.evidence if candidate.label != _label(edit) else ():
            was = old.matcher.match(evidence.phrasing, language=edit.language).topics[:1]
            now = new.matcher.match(evidence.phrasing, language=edit.language).topics[:1]
            if was and now and was[0].label == candidate.label and now[0].label == _label(edit):
                yield Overlap(
                    phrasing=evidence.phrasing,
                    language=edit.language,
                    of=candidate.label.id,
                    claimed_by=edit.id,
                    nearest=edit.text,
                    confidence=round(now[0].confidence, 4),
                )


def _label(edit: PhrasingEdit) -> Label:
    return Label(kind=edit.kind, id=edit.id)
