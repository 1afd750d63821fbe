"""An evaluation as one page of HTML, for people who never ran a program; it needs nothing but itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.assembly import Parts
from bot.curation.measuring import Evaluation, Figures, InScope, OutOfScope, misses_of
from bot.curation.outcomes import Outcome
from bot.curation.tables import percent

CONFUSIONS_SHOWN = 20
CHART_WIDTH, CHART_HEIGHT = 600, 240


@dataclass(frozen=True, kw_only=True)
class Row:
    """One group of questions: its name, how deep it stands, and its figures."""

    name: str
    inner: bool
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A piece of a bar: what it stands for and its share."""

    meaning: str
    share: float


def evaluation_page(evaluation: Evaluation, outcomes: Sequence[Outcome], parts: Parts) -> str:
    """The page on *evaluation*, with the questions of *outcomes* that went wrong."""
    titles = {topic.id: topic.title["en"] for topic in parts.knowledge.topics}
    rows = list(_rows(evaluation))
    return parts.templates.report(
        "evaluation",
        evaluation=evaluation,
        knowledge=parts.knowledge,
        warnings=parts.warnings,
        percent=percent,
        of_hundred=of_hundred,
        in_scope=[(row, _in_scope_bar(row.figures.in_scope)) for row in rows if row.figures.in_scope],
        out_of_scope=[(row, _out_of_scope_bar(row.figures.out_of_scope)) for row in rows if row.figures.out_of_scope],
        confusions=evaluation.confusions[:CONFUSIONS_SHOWN],
        title_of=lambda topic: titles.get(topic, topic),
        lines=_curve_lines(evaluation),
        dots=_reliability_dots(evaluation),
        chart={"width": CHART_WIDTH, "height": CHART_HEIGHT},
        misses=_misses(outcomes, titles),
    )


def of_hundred(share: float) -> str:
    """How many of a hundred that *share* is, as a sentence says it."""
    count = round(100 * share)
    if count == 0:
        return "fewer than one" if share else "none"
    return "one" if count == 1 else str(count)


def _rows(evaluation: Evaluation) -> Iterator[Row]:
    yield Row(name="All questions", inner=False, figures=evaluation.total)
    for group, figures in evaluation.by_group.items():
        yield Row(name=group.replace("_", " "), inner=False, figures=figures)
        for kind, some in evaluation.by_kind[group].items():
            yield Row(name=kind.replace("_", " "), inner=True, figures=some)


def _in_scope_bar(figures: InScope) -> list[Segment]:
    return [
        Segment(meaning="right", share=figures.right_advice),
        Segment(meaning="offered", share=figures.choice_with_right),
        Segment(meaning="refused", share=figures.choice_without_right + figures.refused),
        Segment(meaning="wrong", share=figures.wrong_advice),
    ]


def _out_of_scope_bar(figures: OutOfScope) -> list[Segment]:
    return [
        Segment(meaning="right", share=figures.refused),
        Segment(meaning="offered", share=figures.choice),
        Segment(meaning="wrong", share=figures.false_advice),
    ]


def _curve_lines(evaluation: Evaluation) -> list[tuple[str, str]]:
    """A line of the chart for each figure of the curve: its name and its points, as SVG wants them."""
    return [
        (name, " ".join(_point(point.threshold, getattr(point, name)) for point in evaluation.curve))
        for name in ("right", "wrong", "false_advice")
    ]


def _reliability_dots(evaluation: Evaluation) -> list[tuple[str, str, float]]:
    """A dot for each row of the reliability table: where it stands, and how large it is."""
    largest = max((entry.count for entry in evaluation.reliability), default=1)
    return [
        (*_place(entry.confidence, entry.right), 3 + 9 * (entry.count / largest) ** 0.5)
        for entry in evaluation.reliability
    ]


def _point(x: float, y: float) -> str:
    return ",".join(_place(x, y))


def _place(x: float, y: float) -> tuple[str, str]:
    return f"{x * CHART_WIDTH:.1f}", f"{(1 - y) * CHART_HEIGHT:.1f}"


def _misses(outcomes: Sequence[Outcome], titles: Mapping[str, str]) -> list[dict[str, str]]:
    said = {"advice": "answered with", "choice": "asked back, first with", "none": "said it does not know; nearest was"}
    return [
        {
            "question": outcome.question.text,
            "meant": titles[outcome.meant] if outcome.meant else "nothing we know",
            "said": said.get(outcome.decision, "took it for small talk; nearest was"),
            "met": titles.get(outcome.topics[0], outcome.topics[0]) if outcome.topics else "nothing",
            "where": outcome.question.where,
        }
        for outcome in misses_of(outcomes)
    ]
