"""Floors: what an evaluation must reach, kept in a YAML file and raised whenever it is exceeded for good.

    at_least:                    at_most:
      en: {hit_at_1: 0.85}         out_of_scope/near: {false_advice: 0.04}
                                   all: {ece: 0.05}

A name is a question file, a file and a kind of question ("en/story"), a language ("language en"), or "all".
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path
from typing import Literal

from bot.curation.measuring import Evaluation, Figures
from bot.errors import KnowledgeError
from bot.files.problems import Problem, summary
from bot.files.yaml_reading import Document, Place, read_yaml

FLOORS_FILE = "floors.yaml"
"""Their name beside the question files."""

Bound = Literal["at_least", "at_most"]
_BOUNDS: tuple[Bound, ...] = ("at_least", "at_most")
NO_SHARES = frozenset({"ece", "ece_of_advice"})
"""Figures that are no share of questions."""
_ROUNDING = 1e-6
"""Less than any share of questions, and more than what adding shares loses."""


@dataclass(frozen=True, kw_only=True)
class Floor:
    """What one figure of one group must reach, and where that is written."""

    group: str
    figure: str
    bound: Bound
    limit: float
    file: str
    line: int

    def problem(self, what: str, mend: str) -> Problem:
        """A problem at the place of this floor."""
        return Problem(file=self.file, line=self.line, what=what, mend=mend)


@dataclass(frozen=True, kw_only=True)
class FallenFloor:
    """A floor that was kept before a change and is not after it, with the figure before and after.

    ``asked`` questions make that figure, of which those in ``worse`` are answered less well than before.
    """

    floor: Floor
    before: float
    after: float
    asked: int
    worse: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many questions must be answered better for the floor to be kept; 0 where no share is counted."""
        return ceil(abs(self.floor.limit - self.after) * self.asked - _ROUNDING)


def read_floors(path: Path) -> tuple[Floor, ...]:
    """The floors in the file at *path*; raises KnowledgeError if it has not the right form."""
    document, problems = read_yaml(path)
    if document is None or problems:
        raise KnowledgeError(summary(problems))
    if not isinstance(document.value, dict):
        raise KnowledgeError(str(document.problem((), "floors are not given by name", "write at_least: and at_most:")))
    found: list[Floor] = []
    for bound, groups in document.value.items():
        if bound not in _BOUNDS or not isinstance(groups, dict):
            raise KnowledgeError(str(document.problem((bound,), f'unknown key "{bound}"', "write at_least or at_most")))
        for group, figures in groups.items():
            for figure, limit in figures.items() if isinstance(figures, dict) else ():
                place: Place = (bound, group, figure)
                found.append(
                    Floor(
                        group=group,
                        figure=figure,
                        bound="at_least" if bound == "at_least" else "at_most",
                        limit=_number(document, place, limit),
                        file=document.file,
                        line=document.line_of(place),
                    )
                )
    return tuple(found)


def floor_problems(evaluation: Evaluation, floors: tuple[Floor, ...]) -> list[Problem]:
    """The *floors* that *evaluation* does not keep, or that name what it does not have."""
    measured = figures_by_name(evaluation)
    problems = []
    for floor in floors:
        figures = measured.get(floor.group)
        value = None if figures is None else figures.get(floor.figure)
        if figures is None:
            what = f'nothing named "{floor.group}" was measured'
            problems.append(floor.problem(what, "fix the name, or evaluate its file, too"))
        elif value is None:
            known = ", ".join(sorted(figures))
            problems.append(floor.problem(f'"{floor.group}" has no figure "{floor.figure}"', f"name one of {known}"))
        elif not keeps(floor, measured):
            bound = floor.bound.replace("_", " ")
            problems.append(
                floor.problem(
                    f"{floor.figure} of {floor.group} is {value:.4f}, not {bound} {floor.limit:g}",
                    "find out with --errors what got worse",
                )
            )
    return problems


def keeps(floor: Floor, figures: Mapping[str, Mapping[str, float]]) -> bool | None:
    """Whether *floor* is kept by *figures*, which have their names; None where it is about something else."""
    value = figures.get(floor.group, {}).get(floor.figure)
    if value is None:
        return None
    return value >= floor.limit if floor.bound == "at_least" else value <= floor.limit


def asked_for(floor: Floor, figures: Mapping[str, Mapping[str, float]]) -> int:
    """How many questions make the figure of *floor*; 0 where it is no share of questions."""
    of_group = figures[floor.group]
    if floor.figure in NO_SHARES:
        return 0
    is_outside = floor.figure == "false_advice" or floor.figure.startswith("outside_")
    return int(of_group["outside_n" if is_outside else "n"])


def figures_by_name(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    """Every figure of *evaluation* by the name of its group and its own."""
    named: dict[str, Figures] = {"all": evaluation.total}
    for group, figures in evaluation.by_group.items():
        named[group] = figures
        named |= {f"{group}/{kind}": some for kind, some in evaluation.by_kind[group].items()}
    named |= {f"language {name}": figures for name, figures in evaluation.by_language.items()}
    found = {name: _flat(figures) for name, figures in named.items()}
    found["all"] |= {"ece": evaluation.ece, "ece_of_advice": evaluation.ece_of_advice}
    return found


def _flat(figures: Figures) -> dict[str, float]:
    """Out of scope, the shares of choices and refusals are named apart, for a file may hold both kinds of question."""
    found: dict[str, float] = {}
    if figures.out_of_scope is not None:
        found |= {f"outside_{name}": value for name, value in asdict(figures.out_of_scope).items()}
        found["false_advice"] = found.pop("outside_false_advice")
    if figures.in_scope is not None:
        found |= asdict(figures.in_scope)
    return found


def _number(document: Document, place: Place, given: object) -> float:
    try:
        return float(str(given))
    except ValueError:
        problem = document.problem(place, f'"{place[-1]}" is not a number', "write a share such as 0.85")
        raise KnowledgeError(str(problem)) from None
