"""Figures of outcomes that were written by hand, so that each figure can be counted with the fingers."""

from dataclasses import replace

import pytest

from bot.curation.floors import Floor, figures_by_name, floor_problems
from bot.curation.measuring import confusions_of, curve_of, evaluation_of, figures_of, misses_of
from bot.curation.outcomes import Outcome
from bot.files.question_files import MeasuredQuestion


def outcome(
    decision: str,
    helpful: tuple[bool, ...] = (False, False, False),
    *,
    confidence: float = 0.5,
    meant: str | None = "hiring",
    met: str = "marketing",
    group: str = "en",
    kind: str = "plain",
    language: str = "en",
    offered_helps: bool = False,
    elsewhere: str | None = None,
    text: str = "where do I find staff",
    latency_ms: float = 1.0,
) -> Outcome:
    return Outcome(
        question=MeasuredQuestion(
            group=group,
            where=f"{group}.jsonl:1",
            text=text,
            kind=kind,
            language=language,
            accept=frozenset({"a.c1"} if meant else ()),
        ),
        language=language,
        decision=decision,
        topics=(meant or "", "second", "third") if helpful[0] else (met, "second", "third"),
        helpful=helpful,
        confidence=confidence,
        direct=helpful[0],
        offered_helps=offered_helps,
        elsewhere=elsewhere,
        meant=meant,
        latency_ms=latency_ms,
    )


RIGHT = outcome("advice", (True, False, False), confidence=0.9)
WRONG = outcome("advice", (False, True, False), confidence=0.7)
ASKED_WITH = outcome("choice", (False, False, True), offered_helps=True)
ASKED_WITHOUT = outcome("choice")
REFUSED = outcome("none", (True, False, False), confidence=0.1)
SMALLTALK = outcome("smalltalk", confidence=0.05)
INSIDE = (RIGHT, RIGHT, WRONG, ASKED_WITH, ASKED_WITHOUT, REFUSED, SMALLTALK, RIGHT)

FALSE = outcome("advice", meant=None, kind="trap", confidence=0.8, group="out")
ASKED_BACK = outcome("choice", meant=None, kind="near", confidence=0.4, group="out")
HONEST = outcome("none", meant=None, kind="near", confidence=0.1, elsewhere="visas_travel", group="out")
PLAIN_NO = outcome("none", meant=None, kind="far", confidence=0.0, group="out")
OUTSIDE = (FALSE, ASKED_BACK, HONEST, PLAIN_NO)


def test_shares_in_scope_are_counted_over_all_questions_in_scope() -> None:
    figures = figures_of((*INSIDE, *OUTSIDE)).in_scope
    assert figures is not None
    assert figures.n == 8
    assert figures.hit_at_1 == 4 / 8
    assert figures.hit_at_3 == 6 / 8
    assert figures.right_advice == 3 / 8
    assert figures.wrong_advice == 1 / 8
    assert figures.choice_with_right == 1 / 8
    assert figures.choice_without_right == 1 / 8
    assert figures.refused == 2 / 8


def test_what_becomes_of_questions_in_scope_adds_up() -> None:
    f = figures_of(INSIDE).in_scope
    assert f is not None
    assert f.right_advice + f.wrong_advice + f.choice_with_right + f.choice_without_right + f.refused == 1


def test_out_of_scope_any_advice_is_false() -> None:
    figures = figures_of((*INSIDE, *OUTSIDE)).out_of_scope
    assert figures is not None
    assert (figures.n, figures.false_advice, figures.choice, figures.refused) == (4, 1 / 4, 1 / 4, 2 / 4)
    assert figures.recognised == 1 / 4


def test_there_are_no_figures_of_what_was_not_asked() -> None:
    assert figures_of(INSIDE).out_of_scope is None
    assert figures_of(OUTSIDE).in_scope is None


def test_figures_are_split_by_file_kind_and_language() -> None:
    chinese = replace(RIGHT, language="zh")
    evaluation = evaluation_of((*INSIDE, chinese, *OUTSIDE))
    assert list(evaluation.by_group) == ["en", "out"]
    assert list(evaluation.by_kind["out"]) == ["trap", "near", "far"]
    near = evaluation.by_kind["out"]["near"].out_of_scope
    assert near is not None
    assert (near.n, near.false_advice) == (2, 0)
    assert evaluation.by_kind["en"] == {}
    assert list(evaluation.by_language) == ["en", "zh"]


def test_questions_without_kinds_are_split_by_language() -> None:
    outcomes = [outcome("none", kind="", language=language) for language in ("es", "fr", "es")]
    assert list(evaluation_of(outcomes).by_kind["en"]) == ["es", "fr"]


def test_confusions_that_became_advice_come_first() -> None:
    asked = outcome("choice", met="logistics_cost")
    confusions = confusions_of((WRONG, asked, asked, RIGHT, FALSE, ASKED_BACK, HONEST))
    assert [(c.meant, c.met, len(c.questions), c.advised) for c in confusions] == [
        ("hiring", "marketing", 1, 1),
        (None, "marketing", 1, 1),
        ("hiring", "logistics_cost", 2, 0),
    ]


def test_misses_are_wrong_advice_and_topics_that_do_not_come_first() -> None:
    assert misses_of((RIGHT, WRONG, ASKED_WITH, REFUSED, FALSE, ASKED_BACK, HONEST)) == (WRONG, ASKED_WITH, FALSE)


def test_the_curve_tells_what_each_threshold_would_do() -> None:
    outcomes = (
        outcome("none", (True, False, False), confidence=0.9),
        outcome("none", (False, False, False), confidence=0.6),
        outcome("none", (True, False, False), confidence=0.3),
        outcome("none", (False, False, False), confidence=0.1),
        outcome("none", meant=None, confidence=0.6),
        outcome("none", meant=None, confidence=0.2),
    )
    low, high = curve_of(outcomes, (0.3, 0.6))
    assert (low.answered, low.right, low.wrong, low.false_advice) == (0.75, 0.5, 0.25, 0.5)
    assert (high.answered, high.right, high.wrong, high.false_advice) == (0.5, 0.25, 0.25, 0.5)


def test_calibration_error_is_the_mean_distance_of_confidence_from_truth() -> None:
    right = [outcome("advice", (True, False, False), confidence=0.85) for _ in range(8)]
    wrong = [outcome("advice", confidence=0.85) for _ in range(2)]
    outside = [outcome("none", meant=None, confidence=0.05) for _ in range(10)]
    evaluation = evaluation_of((*right, *wrong, *outside))
    assert [(entry.count, round(entry.right, 3)) for entry in evaluation.reliability] == [(10, 0.0), (10, 0.8)]
    assert evaluation.ece == pytest.approx(0.05)
    assert evaluation.ece_of_advice == pytest.approx(0.05)


def test_latency_is_told_by_median_and_the_slowest_hundredth() -> None:
    outcomes = [outcome("none", latency_ms=float(number)) for number in range(1, 102)]
    evaluation = evaluation_of(outcomes)
    assert (evaluation.latency_median_ms, evaluation.latency_p99_ms) == (51, 100)


def floor(group: str, figure: str, bound: str, limit: float) -> Floor:
    return Floor(
        group=group,
        figure=figure,
        bound="at_least" if bound == "at_least" else "at_most",
        limit=limit,
        file="floors.yaml",
        line=7,
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (floor("en", "hit_at_1", "at_least", 0.5), None),
        (floor("out", "false_advice", "at_most", 0.25), None),
        (floor("out/trap", "false_advice", "at_most", 1), None),
        (floor("all", "ece", "at_most", 1), None),
        (floor("language en", "n", "at_least", 8), None),
        (floor("en", "hit_at_1", "at_least", 0.51), "floors.yaml:7: hit_at_1 of en is 0.5000, not at least 0.51; "),
        (
            floor("out", "false_advice", "at_most", 0.2),
            "floors.yaml:7: false_advice of out is 0.2500, not at most 0.2; ",
        ),
        (floor("zh", "hit_at_1", "at_least", 0), 'floors.yaml:7: nothing named "zh" was measured; '),
        (floor("en", "hits", "at_least", 0), 'floors.yaml:7: "en" has no figure "hits"; '),
    ],
)
def test_a_floor_that_is_not_kept_is_told(given: Floor, says: str | None) -> None:
    problems = floor_problems(evaluation_of((*INSIDE, *OUTSIDE)), (given,))
    assert [str(problem).startswith(says or "") for problem in problems] == [True] * (says is not None)


def test_every_figure_has_a_name() -> None:
    named = figures_by_name(evaluation_of((*INSIDE, *OUTSIDE)))
    assert set(named) == {"all", "en", "out", "out/trap", "out/near", "out/far", "language en"}
    assert {"hit_at_1", "wrong_advice", "false_advice", "outside_refused", "ece"} <= set(named["all"])
