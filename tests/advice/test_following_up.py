"""Where a conversation is likely to go on to."""

import numpy as np
import pytest

from bot.advice.conversation import FollowUpAsk
from bot.advice.following_up import Neighbours, Steps
from bot.advice.labels import Label

LABELS = (
    Label(kind="topic", id="fraud"),
    Label(kind="topic", id="law"),
    Label(kind="topic", id="far"),
    Label(kind="elsewhere", id="visas"),
)
NEIGHBOURS = Neighbours(
    related={"fraud": frozenset({"law"}), "law": frozenset({"fraud"})},
    offers={"fraud": ("challenge",), "law": ("measure",), "far": ("measure",)},
)


STEPS = Steps(LABELS, NEIGHBOURS)


def likely(scores: list[float], ask: FollowUpAsk | None = None, sure: float = 1.0) -> list[float]:
    found = STEPS.likely_next(np.array(scores, dtype=np.float32), sure, ask)
    return [round(value, 2) for value in found.tolist()]


def kept(confidences: list[float], ask: FollowUpAsk | None = None) -> list[float]:
    return [round(value, 2) for value in STEPS.confidences_next(np.array(confidences), ask).tolist()]


def test_people_stay_with_a_topic_or_go_on_to_a_related_one() -> None:
    stay, related, far, elsewhere = likely([0.9, 0.0, 0.0, 0.0])
    assert stay > related > far == elsewhere == 0


def test_a_related_topic_that_is_what_they_ask_for_comes_first() -> None:
    stay, related, far, _ = likely([0.9, 0.0, 0.0, 0.0], "measure")
    assert related > stay > far


@pytest.mark.parametrize("ask", ["same", "challenge"])
def test_more_of_the_same_stays(ask: FollowUpAsk) -> None:
    stay, related, *_ = likely([0.9, 0.0, 0.0, 0.0], ask)
    assert stay > related


def test_what_lies_elsewhere_goes_nowhere_else() -> None:
    assert likely([0.1, 0.0, 0.0, 0.9], "measure") == [0, 0, 0, 1]


def test_all_that_may_have_been_meant_counts() -> None:
    fraud, _, far, elsewhere = likely([0.3, 0.0, 0.3, 0.28], sure=0.2)
    assert fraud >= far > elsewhere > 0


def test_what_was_hardly_understood_carries_less() -> None:
    assert likely([0.1, 0.0, 0.0, 0.0], sure=0.1)[0] < likely([0.5, 0.0, 0.0, 0.0], sure=0.1)[0]


def test_confidence_in_what_was_meant_remains_for_the_most_part() -> None:
    fraud, law, far, _ = kept([0.9, 0.0, 0.2, 0.0])
    assert 0.6 < fraud < 0.9
    assert 0 < law < fraud
    assert 0.15 < far < 0.2


def test_confidence_goes_on_to_what_is_asked_for() -> None:
    fraud, law, *_ = kept([0.9, 0.0, 0.0, 0.0], "measure")
    assert law > fraud


@pytest.mark.parametrize("scores", [[0.0] * 4, [-0.3] * 4, [9.0] * 4])
@pytest.mark.parametrize("sure", [0.0, 1.0])
def test_nothing_is_likelier_than_certain(scores: list[float], sure: float) -> None:
    assert all(0 <= value <= 1 for value in likely(scores, sure=sure))
