"""The results of a quiz as they may be shown: counts that point at nobody, and a leaderboard of self-chosen names."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.workshops.counts import FEWEST_SHOWN, shown

MOST_PLACES = 10
_FEW_SHARE = 0.04


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many answers of somebody were right; ``name`` is None for who stays unnamed."""

    person: str
    name: str | None
    right: int


@dataclass(frozen=True, kw_only=True)
class Rank:
    """A line of a leaderboard; who did equally well shares the place."""

    place: int
    name: str
    right: int


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """An option and how many chose it; where too few did to tell, ``people`` is None and ``share`` says nothing."""

    text: str
    is_right: bool
    people: int | None
    share: float


def leaderboard(scores: Sequence[Score]) -> tuple[Rank, ...]:
    """Those with a name, the best first, as many as are shown."""
    named = sorted(((score.right, score.name) for score in scores if score.name), key=lambda one: (-one[0], one[1]))
    standings = [
        Rank(place=1 + sum(other > right for other, _ in named), name=name, right=right) for right, name in named
    ]
    return tuple(standings[:MOST_PLACES])


def chosen(options: Sequence[str], right: Sequence[int], counts: Sequence[int]) -> tuple[Chosen, ...]:
    """The *options* with the *counts* of people as they may be shown; bars of too few are all of one length."""
    most = max((people for people in counts if shown(people) is not None), default=FEWEST_SHOWN)
    return tuple(
        Chosen(
            text=text,
            is_right=place in right,
            people=shown(people),
            share=people / most if shown(people) is not None else _FEW_SHARE,
        )
        for place, (text, people) in enumerate(zip(options, counts, strict=True))
    )
