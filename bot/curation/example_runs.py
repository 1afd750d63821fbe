"""The same engine on nothing but labelled examples, so that published question sets can be run through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from bot.advice.deciding import Advice, Choice, decide
from bot.advice.fitting import fit_index
from bot.advice.index import MatchingIndex
from bot.advice.labels import Example, Label
from bot.advice.matching import Matcher
from bot.advice.meaning import Encoder
from bot.advice.normalising import cleaned
from bot.advice.switches import ALL_ON, Switches
from bot.assembly import Progress, matcher_of
from bot.curation.tables import aligned, percent
from bot.files.language_data import simplifier
from bot.files.question_files import OUTSIDE_LABELS, LabelledText, QuestionFileError, read_labelled


@dataclass(frozen=True, kw_only=True)
class ExampleFigures:
    """Shares of the questions in scope, and of those out of scope where there are any.

    ``oos_auroc`` is the chance that a question in scope is held likelier to be one of ours than one out of scope.
    """

    examples: int
    labels: int
    measures: tuple[str, ...]
    n: int
    accuracy: float
    hit_at_3: float
    right_advice: float
    wrong_advice: float
    choice_with_right: float
    refused: float
    n_oos: int
    oos_auroc: float | None
    oos_refused: float | None
    oos_false_advice: float | None
    fit_s: float
    latency_median_ms: float
    latency_p99_ms: float


@dataclass(frozen=True, kw_only=True)
class AnsweredExample:
    """A question with its true label, the best three found for it, those offered, and what was decided.

    ``ours`` is the chance it was given of having a label at all.
    """

    label: str
    best: tuple[str, ...]
    offered: tuple[str, ...]
    advised: bool
    ours: float
    latency_ms: float

    @property
    def outside(self) -> bool:
        """Whether no label is the right one."""
        return self.label in OUTSIDE_LABELS

    @property
    def right(self) -> bool:
        """Whether the best label is the true one."""
        return self.label in self.best[:1]


def run_examples(
    examples: Path,
    questions: Path,
    encoders: Mapping[str, Encoder],
    progress: Progress = lambda *_: None,
    *,
    switches: Switches = ALL_ON,
) -> ExampleFigures:
    """Fit on the CSV file *examples*, ask those of the CSV file *questions*, and count."""
    learnt, asked = read_labelled(examples), read_labelled(questions)
    known = {row.label for row in learnt}
    for row in asked:
        if row.label not in known and row.label not in OUTSIDE_LABELS:
            raise QuestionFileError(f'{row.where}: no example has the label "{row.label}"; add one or fix the label')
    if len(known - OUTSIDE_LABELS) < 2:
        raise QuestionFileError(f"{examples}:1: there are fewer than two labels; give examples of more")
    start = perf_counter()
    index = fit_index(
        examples_of_rows(learnt),
        {measure: encoder.encode for measure, encoder in encoders.items()},
        simplify=simplifier(),
        progress=lambda what: progress(what, 0, 0),
        switches=switches,
    )
    fit_s = perf_counter() - start
    matcher = matcher_of(index, encoders, switches=switches)
    answered = []
    for number, row in enumerate(asked):
        progress("asking", number, len(asked))
        answered.append(_answered(matcher, row))
    return example_figures(learnt, answered, measures=_measures(index), fit_s=fit_s)


def _measures(index: MatchingIndex) -> tuple[str, ...]:
    """Every measure that a blend of *index* compares by."""
    return tuple(dict.fromkeys(measure for blend in index.blends.values() for measure in blend.measures))


def examples_of_rows(rows: Sequence[LabelledText]) -> tuple[Example, ...]:
    """Every row as an example; a label made of words, such as ``card_arrival``, is one more phrasing of its own."""
    found = [Example(text=row.text, label=_label(row.label)) for row in rows]
    named = dict.fromkeys(row.label for row in rows if row.label not in OUTSIDE_LABELS)
    return (*found, *(Example(text=_as_words(label), label=_label(label)) for label in named if _as_words(label)))


def _label(label: str) -> Label:
    return Label(kind="elsewhere" if label in OUTSIDE_LABELS else "topic", id=label)


def _as_words(label: str) -> str:
    words = label.replace("_", " ").replace("-", " ").strip()
    return words if any(character.isalpha() for character in words) else ""


def _answered(matcher: Matcher, row: LabelledText) -> AnsweredExample:
    start = perf_counter()
    match = matcher.match(cleaned(row.text))
    decision = decide(match)
    elapsed_ms = (perf_counter() - start) * 1000
    return AnsweredExample(
        label=row.label,
        best=tuple(candidate.label.id for candidate in match.topics[:3]),
        offered=tuple(c.label.id for c in decision.candidates) if isinstance(decision, Choice) else (),
        advised=isinstance(decision, Advice),
        ours=match.ours,
        latency_ms=elapsed_ms,
    )


def example_figures(
    learnt: Sequence[LabelledText], answered: Sequence[AnsweredExample], *, measures: Sequence[str], fit_s: float
) -> ExampleFigures:
    """The figures of *answered* questions."""
    inside = [answer for answer in answered if not answer.outside]
    outside = [answer for answer in answered if answer.outside]
    latencies = [answer.latency_ms for answer in answered]
    return ExampleFigures(
        examples=len(learnt),
        labels=len({row.label for row in learnt} - OUTSIDE_LABELS),
        measures=tuple(measures),
        n=len(inside),
        accuracy=_mean([answer.right for answer in inside]),
        hit_at_3=_mean([answer.label in answer.best for answer in inside]),
        right_advice=_mean([answer.advised and answer.right for answer in inside]),
        wrong_advice=_mean([answer.advised and not answer.right for answer in inside]),
        choice_with_right=_mean([answer.label in answer.offered for answer in inside]),
        refused=_mean([not answer.advised and not answer.offered for answer in inside]),
        n_oos=len(outside),
        oos_auroc=auroc([a.ours for a in inside], [a.ours for a in outside]),
        oos_refused=_mean([not a.advised and not a.offered for a in outside]) if outside else None,
        oos_false_advice=_mean([a.advised for a in outside]) if outside else None,
        fit_s=round(fit_s, 2),
        latency_median_ms=round(float(np.median(latencies)), 2),
        latency_p99_ms=round(float(np.quantile(latencies, 0.99)), 2),
    )


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """The chance that one of *higher* exceeds one of *lower*, ties counting half; None if either is empty."""
    if not higher or not lower:
        return None
    ordered = np.sort(np.asarray(lower))
    below = np.searchsorted(ordered, higher, side="left")
    not_above = np.searchsorted(ordered, higher, side="right")
    return float((below + not_above).mean() / 2 / len(ordered))


def example_text(figures: ExampleFigures) -> str:
    """*figures* as text for the terminal."""
    rows = [
        ("in scope", str(figures.n)),
        ("  accuracy (hit@1), %", percent(figures.accuracy)),
        ("  hit@3, %", percent(figures.hit_at_3)),
        ("  right advice, %", percent(figures.right_advice)),
        ("  wrong advice, %", percent(figures.wrong_advice)),
        ("  did you mean, with the right one, %", percent(figures.choice_with_right)),
        ("  refused, %", percent(figures.refused)),
        ("out of scope", str(figures.n_oos)),
    ]
    outside = (
        ("  AUROC", figures.oos_auroc),
        ("  refused, %", figures.oos_refused),
        ("  false advice, %", figures.oos_false_advice),
    )
    rows += [(name, percent(value)) for name, value in outside if value is not None]
    rows += [
        ("fitted in, s", f"{figures.fit_s:.1f}"),
        ("median per question, ms", f"{figures.latency_median_ms:.1f}"),
        ("p99 per question, ms", f"{figures.latency_p99_ms:.1f}"),
    ]
    header = f"{figures.examples} examples of {figures.labels} labels, matched by {', '.join(figures.measures)}"
    return "\n".join([header, *aligned(rows)])


def _mean(claims: Sequence[bool]) -> float:
    return sum(claims) / len(claims) if claims else 0.0
