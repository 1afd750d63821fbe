"""What two versions of the knowledge differ in as to figures and floors, by the outcomes of the same questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from bot.curation.floors import FallenFloor, Floor, asked_for, figures_by_name, keeps
from bot.curation.measuring import evaluation_of
from bot.curation.outcomes import Outcome

_NO_FIGURES = frozenset({"n", "outside_n"})
_SERVED = 3
"""How good an answer is, see ``Outcome.goodness``, that nobody need be sorry for."""


@dataclass(frozen=True, kw_only=True)
class FigureChange:
    """A figure of ``evaluate`` that is not what it was; ``group`` and ``name`` are those of the floors."""

    group: str
    name: str
    before: float
    after: float


def figure_changes(before: Sequence[Outcome], after: Sequence[Outcome]) -> tuple[FigureChange, ...]:
    """The figures that are not what they were."""
    if not before:
        return ()
    was, now = figures_by_name(evaluation_of(before)), figures_by_name(evaluation_of(after))
    return tuple(
        FigureChange(group=group, name=name, before=round(was[group][name], 4), after=round(value, 4))
        for group, figures in now.items()
        for name, value in figures.items()
        if name not in _NO_FIGURES and round(was[group][name], 4) != round(value, 4)
    )


def lowered(before: Sequence[Outcome], after: Sequence[Outcome], floors: tuple[Floor, ...]) -> tuple[FallenFloor, ...]:
    """The floors that fall after and did not before; those about what was not asked say nothing here.

    *after* begins with the questions of *before*, in their order; more may follow.
    """
    if not before:
        return ()
    was, now = figures_by_name(evaluation_of(before)), figures_by_name(evaluation_of(after))
    worse = _worse(before, after)
    return tuple(
        FallenFloor(
            floor=floor,
            before=round(was[floor.group][floor.figure], 4),
            after=round(now[floor.group][floor.figure], 4),
            asked=asked_for(floor, now),
            worse=tuple(one.question.text for one in worse if _is_in(one, floor.group)),
        )
        for floor in floors
        if keeps(floor, was) and keeps(floor, now) is False
    )


def _worse(before: Sequence[Outcome], after: Sequence[Outcome]) -> list[Outcome]:
    """Those of *after* that are answered less well than before, and those that are new and not answered well."""
    served_well = (outcome.goodness if outcome else _SERVED for outcome in chain(before, repeat(None)))
    return [outcome for outcome, good in zip(after, served_well, strict=False) if outcome.goodness < good]


def _is_in(outcome: Outcome, group: str) -> bool:
    question = outcome.question
    names = {"all", question.group, f"{question.group}/{question.kind}", f"language {outcome.language}"}
    return group in names
