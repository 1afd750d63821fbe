"""What each part is worth: questions answered with one part of the engine switched off at a time.

Once with the project's own questions, once with nothing but labelled examples. An engine without a part is fitted
without it, thresholds and all; fits of the shipped knowledge are kept, for they take minutes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from bot.advice.matching import Matcher
from bot.advice.meaning import Encoder
from bot.advice.switches import ALL_ON, Switches
from bot.assembly import Progress
from bot.curation.example_runs import ExampleFigures, run_examples
from bot.curation.measuring import figures_of
from bot.curation.outcomes import outcomes_of
from tests.bench.example_sets import VARIABLE, ExampleSet, RememberingEncoder, example_sets
from tests.bench.results import Cell, Table
from tests.bench.subjects import Subject


@dataclass(frozen=True, kw_only=True)
class Variant:
    """The engine with some *switches*, and without the encoders of some measures."""

    switches: Switches = ALL_ON
    without: tuple[str, ...] = ()

    def encoders_of(self, encoders: Mapping[str, Encoder]) -> dict[str, Encoder]:
        """Those of the *encoders* that are at work."""
        return {
            measure: encoder
            for measure, encoder in encoders.items()
            if self.switches.meaning and measure not in self.without
        }

    def differs(self, encoders: Mapping[str, Encoder]) -> bool:
        """Whether anything can be compared by it, and whether it is not the whole engine with *encoders* anyway."""
        used = self.encoders_of(encoders)
        if self.without or not self.switches.meaning:
            return used.keys() != encoders.keys()
        return bool(encoders) or (self.switches.wording and self.switches.fusion)


VARIANTS: dict[str, Variant] = {
    "all parts": Variant(),
    **{f"without {part.name}": Variant(switches=Switches(**{part.name: False})) for part in fields(Switches)},
    "without the English encoder": Variant(without=("english",)),
}

FINER: dict[str, Callable[[Subject], Matcher]] = {
    "without sentence pieces": lambda subject: subject.matcher(sentences=False),
    "without expected help": lambda subject: subject.matcher(
        replace(subject.index, helps=np.eye(len(subject.index.labels), dtype=np.float32))
    ),
}
"""Smaller parts, left out of the fitted index: only stories have sentences, and only our topics help for another."""


def run(subject: Subject, progress: Progress) -> list[Table]:
    """Figures with all parts, then without each: of the own questions, then of each set of examples."""
    encoders = {measure: RememberingEncoder(encoder) for measure, encoder in subject.encoders.items()}
    return [_own_questions(subject, progress), *(_examples(one, encoders, progress) for one in example_sets())]


def _own_questions(subject: Subject, progress: Progress) -> Table:
    rows = []
    for name, variant in VARIANTS.items():
        if variant.differs(subject.encoders):
            progress(f"{name}: making it", 0, 0)
            index = subject.index_with(variant.switches, without=variant.without, progress=progress)
            rows.append(_own_row(name, subject.matcher(index, switches=variant.switches), subject, progress))
    rows += [_own_row(name, matcher(subject), subject, progress) for name, matcher in FINER.items()]
    return Table(
        title="What each part is worth: the project's own questions",
        rows=tuple(rows),
        notes=(
            "without normaliser: spelling rests, too, for it mends normalised words alone",
            "without fusion: the weightiest measure decides alone",
            "without gate: whatever topic comes first is advised, but for pleasantries",
            "sentence pieces and expected help: nothing is refitted",
        ),
    )


def _own_row(name: str, matcher: Matcher, subject: Subject, progress: Progress) -> dict[str, Cell]:
    outcomes = outcomes_of(
        subject.answerer(matcher), subject.questions, lambda _, done, total: progress(f"{name}: asking", done, total)
    )
    row: dict[str, Cell] = {"parts": name}
    for group in ("en", "zh"):
        own = figures_of([outcome for outcome in outcomes if outcome.question.group == group]).in_scope
        row[f"{group} hit@1"] = own.hit_at_1 if own else None
        row[f"{group} hit@3"] = own.hit_at_3 if own else None
        row[f"{group} wrong advice"] = own.wrong_advice if own else None
    figures = figures_of(outcomes)
    row["false advice"] = figures.out_of_scope.false_advice if figures.out_of_scope else None
    row["right advice"] = figures.in_scope.right_advice if figures.in_scope else None
    return row


def _examples(one: ExampleSet, encoders: Mapping[str, Encoder], progress: Progress) -> Table:
    figures: dict[str, ExampleFigures] = {}
    for name, variant in VARIANTS.items():
        if variant.differs(encoders):
            progress(f"{one.name}, {name}", 0, 0)
            used = variant.encoders_of(encoders)
            figures[name] = run_examples(one.train, one.test, used, switches=variant.switches)
    whole = figures["all parts"]
    return Table(
        title=f"What each part is worth: {one.name}, {whole.examples} examples of {whole.labels} labels",
        rows=tuple(_example_row(name, found) for name, found in figures.items()),
        notes=(
            f"{whole.n} questions in scope, {whole.n_oos} out of scope; {VARIABLE} names folders of further sets",
            "AUROC: how often a question in scope gets more confidence than one out of scope",
        ),
    )


def _example_row(name: str, found: ExampleFigures) -> dict[str, Cell]:
    return {
        "parts": name,
        "hit@1": found.accuracy,
        "hit@3": found.hit_at_3,
        "right advice": found.right_advice,
        "wrong advice": found.wrong_advice,
        "false advice": found.oos_false_advice,
        "AUROC": found.oos_auroc,
    }
