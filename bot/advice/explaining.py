"""The pieces of a question and what each speaks for by itself, for curators who ask why.

    a story        the sentences that were scored beside the whole, and those offered as its parts
    two needs      the clauses that were matched alone, and which of them stood for a need
    a follow-up    what was said before on its subject, as it was understood then

They are found again by the engine that answered, not kept by it: only who asks why pays for them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.advice.deciding import Choice, Decision, WhichPart
from bot.advice.matching import Candidate, Match

PieceKind = Literal["sentence", "clause", "said before"]

Find = Callable[[str, tuple[str, ...]], Match]
"""Finds candidates for a text that was said after others, with what spoke for them."""

LABELS_TOLD = 3


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a question, or what was said before it: its ``words`` as compared, and what they speak for, best first.

    ``stood_for`` names the topic it was taken for: one of two needs, or that of a part of a story to choose from.
    """

    kind: PieceKind
    words: str
    candidates: tuple[Candidate, ...]
    stood_for: str | None = None


def pieces_of(match: Match, decision: Decision, clauses: Sequence[str], find: Find) -> tuple[Piece, ...]:
    """All pieces of what was asked, in its order; none of a short question that stands alone and has one clause."""
    before = match.said_before
    earlier = [_piece("said before", find(words, before[:place])) for place, words in enumerate(before)]
    return (*earlier, *_sentences(match, decision, find), *_clauses(decision, clauses, find))


def _sentences(match: Match, decision: Decision, find: Find) -> Iterator[Piece]:
    parts = decision.parts if isinstance(decision, WhichPart) else ()
    offered = {find(part.words, ()).text: part.candidate.label.id for part in parts}
    for words in sorted({*match.sentences, *offered}, key=match.text.find):
        yield _piece("sentence", find(words, ()), stood_for=offered.get(words))


def _clauses(decision: Decision, clauses: Sequence[str], find: Find) -> Iterator[Piece]:
    needs = decision.candidates if isinstance(decision, Choice) and decision.several_needs else ()
    for words in clauses:
        found = find(words, ())
        meant = found.surest
        need = next((need.label.id for need in needs if meant and need.label == meant.label), None)
        yield _piece("clause", found, stood_for=need)


def _piece(kind: PieceKind, found: Match, stood_for: str | None = None) -> Piece:
    best = sorted((*found.topics, *found.others), key=lambda candidate: -candidate.score)
    return Piece(kind=kind, words=found.text, candidates=tuple(best[:LABELS_TOLD]), stood_for=stood_for)
