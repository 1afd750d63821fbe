"""What stands on the wall of a room: questions, and how many people voted for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.advice.normalising import comparable
from bot.workshops.counts import shown

Standing = Literal["waiting", "shown", "hidden"]
"""What becomes of a question: it waits for a trainer, the wall shows it, or a trainer has hidden it."""
Order = Literal["newest", "votes"]

WORDS_SHOWN = 200
"""Characters of a question, so that several fit on a screen; phones show the same."""


@dataclass(frozen=True, kw_only=True)
class WallQuestion:
    """A question as others see it; ``votes`` is None where there are too few to tell.

    ``is_own`` and ``has_vote`` are about whoever looks.
    """

    id: int
    words: str
    votes: int | None = None
    is_own: bool = False
    has_vote: bool = False


def wall_question(*, number: int, words: str, votes: int, is_own: bool = False, has_vote: bool = False) -> WallQuestion:
    """A question as others may see it: on one line, not too long, and without votes that would point at somebody."""
    line = " ".join(words.split())
    if len(line) > WORDS_SHOWN:
        line = f"{line[: WORDS_SHOWN - 1].rstrip()}…"
    return WallQuestion(id=number, words=line, votes=shown(votes), is_own=is_own, has_vote=has_vote)


def in_order(questions: Sequence[WallQuestion], order: Order) -> tuple[WallQuestion, ...]:
    """*questions* with the newest first, or with the most votes.

    Those of too few votes to tell stay in the order of their age: nothing shows which of them has one.
    """
    newest = sorted(questions, key=lambda question: -question.id)
    if order == "newest":
        return tuple(newest)
    return tuple(sorted(newest, key=lambda question: -(question.votes or 0)))


def each_once(questions: Sequence[WallQuestion]) -> tuple[WallQuestion, ...]:
    """*questions* in their order without those that say the same; of these the one with the most votes stays."""
    best: dict[str, WallQuestion] = {}
    for question in questions:
        form = comparable(question.words)
        there = best.get(form)
        if there is None or (question.votes or 0) > (there.votes or 0):
            best[form] = question
    return tuple(best.values())
