"""What is done with candidates: advice, a question back, or an honest no."""

from dataclasses import replace

import pytest

from bot.advice.calibration import Thresholds
from bot.advice.deciding import Advice, Choice, Decision, NoAdvice, decide
from bot.advice.labels import Label
from bot.advice.matching import Candidate, Match


def candidate(name: str, confidence: float) -> Candidate:
    return Candidate(label=Label(kind="topic", id=name), score=30, confidence=confidence, features={}, evidence=())


@pytest.mark.parametrize(
    ("confidence", "ours", "expected"),
    [
        pytest.param(0.9, 0.99, Advice, id="sure of the topic"),
        pytest.param(0.4, 0.9, Choice, id="ours, and between two topics"),
        pytest.param(0.05, 0.9, Choice, id="ours, and none of many topics is likely"),
        pytest.param(0.4, 0.05, NoAdvice, id="not ours, though one topic is nearest by far"),
    ],
)
def test_what_is_ours_is_asked_back_and_what_is_not_is_refused(
    confidence: float, ours: float, expected: type[Decision]
) -> None:
    match = Match(
        text="how do we get there",
        repairs=(),
        ours=ours,
        share_of_earlier=0.0,
        topics=(candidate("logistics_cost", confidence), candidate("hiring", confidence / 2)),
        others=(),
        thresholds=Thresholds(answer=0.7, choice=0.3),
    )
    assert isinstance(decide(match), expected)


@pytest.mark.parametrize(
    ("score", "ours", "is_beside"),
    [
        pytest.param(25, 0.5, True, id="a topic that may help, too"),
        pytest.param(15, 0.5, False, id="a topic that is hardly like it"),
        pytest.param(25, 0.2, False, id="most likely none of ours"),
    ],
)
def test_a_topic_is_offered_beside_what_lies_elsewhere(score: float, ours: float, is_beside: bool) -> None:
    topic = replace(candidate("logistics_cost", 0.5), score=score)
    rival = Candidate(
        label=Label(kind="elsewhere", id="freight_quotes"), score=60, confidence=0, features={}, evidence=()
    )
    match = Match(
        text="what is a parcel to paris",
        repairs=(),
        ours=ours,
        share_of_earlier=0.0,
        topics=(topic,),
        others=(rival,),
        thresholds=Thresholds(answer=0.7, choice=0.3),
    )
    assert decide(match) == NoAdvice(elsewhere="freight_quotes", beside=topic if is_beside else None)
