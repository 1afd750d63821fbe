"""An evaluation as text for the terminal."""

from collections.abc import Iterator, Sequence

from bot.curation.measuring import Evaluation, Figures, misses_of
from bot.curation.outcomes import Outcome
from bot.curation.tables import aligned, percent

CONFUSIONS_SHOWN = 15


def evaluation_text(evaluation: Evaluation, outcomes: Sequence[Outcome], *, errors: bool = False) -> str:
    """All of *evaluation* in tables; with *errors*, the questions of *outcomes* that went wrong, too."""
    parts = [
        _group_tables(evaluation),
        _confusions(evaluation),
        _reliability(evaluation),
        _curve(evaluation),
        [_cost(evaluation)],
    ]
    if errors:
        parts.insert(1, _misses(outcomes))
    return "\n\n".join("\n".join(part) for part in parts)


def _cost(evaluation: Evaluation) -> str:
    median, p99 = evaluation.latency_median_ms, evaluation.latency_p99_ms
    return f"{evaluation.questions} questions, median {median:.1f} ms, p99 {p99:.1f} ms each"


def _group_tables(evaluation: Evaluation) -> list[str]:
    named: list[tuple[str, Figures]] = []
    for group, figures in evaluation.by_group.items():
        named.append((group, figures))
        named += [(f"  {kind}", some) for kind, some in evaluation.by_kind[group].items()]
    named += [(f"language {name}", figures) for name, figures in evaluation.by_language.items()]
    named.append(("all", evaluation.total))
    inside = list(_in_scope_rows(named))
    outside = list(_out_of_scope_rows(named))
    lines: list[str] = []
    if inside:
        header = ("in scope, %", "n", "hit@1", "hit@3", "direct", "right", "wrong", "asked+", "asked-", "refused")
        lines += [*aligned([header, *inside])]
        lines += ["  right, wrong: advice given; asked+: did you mean, with a right one; asked-: without"]
    if outside:
        header_outside = ("out of scope, %", "n", "false advice", "asked", "refused", "recognised elsewhere")
        lines += ["", *aligned([header_outside, *outside])]
    return lines


def _in_scope_rows(named: Sequence[tuple[str, Figures]]) -> Iterator[tuple[str, ...]]:
    for name, figures in named:
        f = figures.in_scope
        if f is not None:
            shares = (
                f.hit_at_1,
                f.hit_at_3,
                f.direct_at_1,
                f.right_advice,
                f.wrong_advice,
                f.choice_with_right,
                f.choice_without_right,
                f.refused,
            )
            yield (name, str(f.n), *(percent(share) for share in shares))


def _out_of_scope_rows(named: Sequence[tuple[str, Figures]]) -> Iterator[tuple[str, ...]]:
    for name, figures in named:
        f = figures.out_of_scope
        if f is not None:
            shares = (f.false_advice, f.choice, f.refused, f.recognised)
            yield (name, str(f.n), *(percent(share) for share in shares))


def _confusions(evaluation: Evaluation) -> list[str]:
    rows = [
        (
            pair.meant or "(out of scope)",
            f"-> {pair.met}",
            f"{len(pair.questions)}",
            f"{pair.advised}",
        )
        for pair in evaluation.confusions[:CONFUSIONS_SHOWN]
    ]
    if not rows:
        return ["no confusions"]
    header = ("worst confusions: meant", "   met first", "times", "given as advice")
    return aligned([header, *rows], left=2)


def _reliability(evaluation: Evaluation) -> list[str]:
    rows = [
        (f"{entry.confidence:.2f}", str(entry.count), f"{entry.right:.2f}", f"{entry.right - entry.confidence:+z.2f}")
        for entry in evaluation.reliability
    ]
    return [
        "does a confidence mean what it says? (first topic of every question)",
        *aligned([("confidence", "n", "right", "off by"), *rows], left=0),
        f"expected calibration error {evaluation.ece:.3f}; of advice given {evaluation.ece_of_advice:.3f}",
    ]


def _curve(evaluation: Evaluation) -> list[str]:
    rows = [
        (
            f"{point.threshold:.2f}",
            *(percent(share) for share in (point.answered, point.right, point.wrong, point.false_advice)),
        )
        for point in evaluation.curve
    ]
    return [
        "answering more or erring less, % (if advice were given from this confidence on)",
        *aligned([("confidence", "answered", "right", "wrong", "false advice"), *rows], left=0),
    ]


def _misses(outcomes: Sequence[Outcome]) -> list[str]:
    lines = []
    for outcome in misses_of(outcomes):
        met = outcome.topics[0] if outcome.topics else "-"
        lines.append(
            f"{outcome.question.where}: {outcome.decision} {outcome.confidence:.2f} "
            f"{outcome.meant or '(out of scope)'} -> {met}: {outcome.question.text}"
        )
    return lines or ["no misses"]
