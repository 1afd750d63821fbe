"""Figures from outcomes: how often the answer helps, how often it misleads, and whether its confidence is true."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bot.curation.outcomes import Outcome
from bot.curation.reliability import ReliabilityBin, expected_calibration_error, reliability

CURVE_THRESHOLDS = tuple(step / 20 for step in range(1, 20))


@dataclass(frozen=True, kw_only=True)
class InScope:
    """Shares of *n* questions that have an answer. The last five add up to 1."""

    n: int
    hit_at_1: float
    hit_at_3: float
    direct_at_1: float
    right_advice: float
    wrong_advice: float
    choice_with_right: float
    choice_without_right: float
    refused: float


@dataclass(frozen=True, kw_only=True)
class OutOfScope:
    """Shares of *n* questions that have no answer. ``recognised`` ones were told where else to ask."""

    n: int
    false_advice: float
    choice: float
    refused: float
    recognised: float


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of one group of questions; either half is None if there are no such questions."""

    in_scope: InScope | None
    out_of_scope: OutOfScope | None


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """Questions that meant one topic (None: out of scope) and met another first, where that does not help."""

    meant: str | None
    met: str
    advised: int
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """What would become of the questions if advice were given from confidence *threshold* on."""

    threshold: float
    answered: float
    right: float
    wrong: float
    false_advice: float


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """All figures of a run. ``reliability`` and ``ece`` judge the first topic of every question, in scope or not;
    ``ece_of_advice`` only those that were given as advice.
    """

    questions: int
    total: Figures
    by_group: Mapping[str, Figures]
    by_kind: Mapping[str, Mapping[str, Figures]]
    by_language: Mapping[str, Figures]
    confusions: tuple[Confusion, ...]
    reliability: tuple[ReliabilityBin, ...]
    ece: float
    ece_of_advice: float
    curve: tuple[CurvePoint, ...]
    latency_median_ms: float
    latency_p99_ms: float


def evaluation_of(outcomes: Sequence[Outcome]) -> Evaluation:
    """All figures of *outcomes* (at least one)."""
    groups = _split(outcomes, lambda outcome: outcome.question.group)
    table = _reliability(outcomes)
    latencies = sorted(outcome.latency_ms for outcome in outcomes)
    return Evaluation(
        questions=len(outcomes),
        total=figures_of(outcomes),
        by_group={group: figures_of(some) for group, some in groups.items()},
        by_kind={group: _by_kind(some) for group, some in groups.items()},
        by_language={name: figures_of(some) for name, some in sorted(_split(outcomes, _language).items())},
        confusions=confusions_of(outcomes),
        reliability=table,
        ece=expected_calibration_error(table),
        ece_of_advice=expected_calibration_error(_reliability([o for o in outcomes if o.decision == "advice"])),
        curve=curve_of(outcomes),
        latency_median_ms=median(latencies),
        latency_p99_ms=latencies[int(0.99 * (len(latencies) - 1))],
    )


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of one group of *outcomes*."""
    inside = [outcome for outcome in outcomes if outcome.question.in_scope]
    outside = [outcome for outcome in outcomes if not outcome.question.in_scope]
    return Figures(
        in_scope=_in_scope(inside) if inside else None,
        out_of_scope=_out_of_scope(outside) if outside else None,
    )


def _in_scope(outcomes: Sequence[Outcome]) -> InScope:
    chosen = [outcome for outcome in outcomes if outcome.decision == "choice"]
    n = len(outcomes)
    return InScope(
        n=n,
        hit_at_1=_share(outcome.hit(1) for outcome in outcomes),
        hit_at_3=_share(outcome.hit(3) for outcome in outcomes),
        direct_at_1=_share(outcome.direct for outcome in outcomes),
        right_advice=_share(outcome.right_advice for outcome in outcomes),
        wrong_advice=_share(outcome.wrong_advice for outcome in outcomes),
        choice_with_right=sum(outcome.offered_helps for outcome in chosen) / n,
        choice_without_right=sum(not outcome.offered_helps for outcome in chosen) / n,
        refused=_share(outcome.decision not in {"advice", "choice"} for outcome in outcomes),
    )


def _out_of_scope(outcomes: Sequence[Outcome]) -> OutOfScope:
    return OutOfScope(
        n=len(outcomes),
        false_advice=_share(outcome.decision == "advice" for outcome in outcomes),
        choice=_share(outcome.decision == "choice" for outcome in outcomes),
        refused=_share(outcome.decision not in {"advice", "choice"} for outcome in outcomes),
        recognised=_share(outcome.elsewhere is not None for outcome in outcomes),
    )


def confusions_of(outcomes: Sequence[Outcome]) -> tuple[Confusion, ...]:
    """Pairs of topics that questions confuse: those that led to wrong advice first, then the most frequent."""
    pairs: dict[tuple[str | None, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        missed = outcome.wrong_advice if outcome.meant is None else not outcome.hit(1)
        if missed and outcome.topics and outcome.topics[0] != outcome.meant:
            pairs[outcome.meant, outcome.topics[0]].append(outcome)
    found = [
        Confusion(
            meant=meant,
            met=met,
            advised=sum(outcome.wrong_advice for outcome in some),
            questions=tuple(outcome.question.text for outcome in some),
        )
        for (meant, met), some in pairs.items()
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.advised, -len(pair.questions))))


def curve_of(outcomes: Sequence[Outcome], thresholds: Sequence[float] = CURVE_THRESHOLDS) -> tuple[CurvePoint, ...]:
    """What would become of *outcomes* at each of *thresholds*, if confidence alone decided."""
    inside = [outcome for outcome in outcomes if outcome.question.in_scope]
    outside = [outcome for outcome in outcomes if not outcome.question.in_scope]

    def point(threshold: float) -> CurvePoint:
        answered = [outcome.confidence >= threshold for outcome in inside]
        right = [given and outcome.hit(1) for given, outcome in zip(answered, inside, strict=True)]
        return CurvePoint(
            threshold=threshold,
            answered=_share(answered),
            right=_share(right),
            wrong=_share(answered) - _share(right),
            false_advice=_share(outcome.confidence >= threshold for outcome in outside),
        )

    return tuple(point(threshold) for threshold in thresholds)


def misses_of(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The *outcomes* that did not go well: wrong or false advice, or a right topic that did not come first."""
    return tuple(o for o in outcomes if o.wrong_advice or (o.question.in_scope and not o.hit(1)))


def _reliability(outcomes: Sequence[Outcome]) -> tuple[ReliabilityBin, ...]:
    return reliability([outcome.confidence for outcome in outcomes], [outcome.hit(1) for outcome in outcomes])


def _by_kind(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures by kind, or by language where no kinds are given; nothing if there is only one."""
    kinds = Counter(outcome.question.kind for outcome in outcomes)
    by: Callable[[Outcome], str] = _language if set(kinds) == {""} else lambda outcome: outcome.question.kind
    split = _split(outcomes, by)
    return {kind or "other": figures_of(some) for kind, some in split.items()} if len(split) > 1 else {}


def _language(outcome: Outcome) -> str:
    return outcome.language


def _split(outcomes: Sequence[Outcome], by: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[by(outcome)].append(outcome)
    return dict(groups)


def _share(claims: Iterable[bool]) -> float:
    listed = list(claims)
    return sum(listed) / len(listed) if listed else 0.0
