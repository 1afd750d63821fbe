"""A long story is taken apart where its need is not clear, and left whole where it is."""

from collections.abc import Sequence

import pytest

from bot.advice.calibration import Thresholds
from bot.advice.deciding import Advice, Choice, NoAdvice, WhichPart
from bot.advice.labels import Label, LabelKind
from bot.advice.matching import Candidate, Match
from bot.advice.story import MOST_PARTS, which_part

SHIPPING = "Our shipping costs eat the whole profit on every small parcel that we send."
CHEATED = "Then a buyer took the goods and vanished without paying us a cent."
PEOPLE = "Nobody in our town knows how to sell online or write in English."
DATA = "My son says we should look at data before we choose a country."
FILLER = "My grandfather began with one kiln and a horse in the year of the flood, as people will tell you any day."
TOPICS = {"shipping": 0.9, "cheated": 0.8, "people": 0.7, "data": 0.6}
MARKS = {"shipping costs": "shipping", "vanished": "cheated", "Nobody": "people", "data": "data"}


def _candidate(name: str, confidence: float, kind: LabelKind = "topic", score: float = 50) -> Candidate:
    return Candidate(label=Label(kind=kind, id=name), score=score, confidence=confidence, features={}, evidence=())


def _match(sentence: str) -> Match:
    found = next((topic for mark, topic in MARKS.items() if mark in sentence), None)
    return Match(
        text=sentence,
        repairs=(),
        ours=TOPICS.get(found or "", 0.01),
        share_of_earlier=0.0,
        topics=(_candidate(found or "data", TOPICS.get(found or "", 0.01)),),
        others=(_candidate("weather", 0.0, "elsewhere", 90 if "rain" in sentence else 10),),
        thresholds=Thresholds(answer=0.65, choice=0.3),
    )


def _matches(sentences: Sequence[str]) -> list[Match]:
    return [_match(sentence) for sentence in sentences]


def _asked(text: str, decided: Advice | Choice | NoAdvice, *, akin: bool = False) -> list[str]:
    asked = which_part(text, decided, _matches, lambda one, other: akin or one == other)
    return [part.candidate.label.id for part in asked.parts] if isinstance(asked, WhichPart) else []


ADVICE = Advice(candidate=_candidate("shipping", 0.9))
CHOICE = Choice(candidates=(_candidate("shipping", 0.5), _candidate("data", 0.4)))


@pytest.mark.parametrize(
    ("text", "decided", "parts"),
    [
        (f"{FILLER} {CHEATED} {SHIPPING}", NoAdvice(), ["cheated", "shipping"]),
        (f"{FILLER} {FILLER} {DATA}", NoAdvice(), ["data"]),
        (f"{FILLER} {FILLER} {DATA}", CHOICE, []),
        (f"{FILLER} {DATA} {PEOPLE}", CHOICE, ["data", "people"]),
        (f"{SHIPPING} {CHEATED}", NoAdvice(), []),
        (f"{FILLER} {SHIPPING} {CHEATED}", ADVICE, []),
        (f"{FILLER} {FILLER} {FILLER} {SHIPPING} {CHEATED}", ADVICE, ["shipping", "cheated"]),
        (f"{FILLER} {FILLER} {FILLER} {SHIPPING} {DATA}", ADVICE, []),
        (f"{FILLER} {CHEATED.replace('a cent', 'for rain')} {SHIPPING}", NoAdvice(), ["shipping"]),
        (f"{FILLER} {SHIPPING} {CHEATED} {PEOPLE} {DATA}", NoAdvice(), ["shipping", "cheated", "people"]),
        (f"{FILLER} {SHIPPING} {SHIPPING} {SHIPPING}", CHOICE, []),
    ],
    ids=[
        "two needs", "one need, else nothing", "one need, but a choice", "not sure, but two", "short",
        "short with advice",
        "advice on one of two", "advice, the other not sure", "not ours", "the three surest", "the same again",
    ],
)  # fmt: skip
def test_parts_are_those_a_writer_may_mean(text: str, decided: Advice | Choice | NoAdvice, parts: list[str]) -> None:
    assert _asked(text, decided) == parts
    assert len(parts) <= MOST_PARTS


def test_topics_that_answer_the_same_are_one_part() -> None:
    assert _asked(f"{FILLER} {DATA} {PEOPLE}", CHOICE, akin=True) == []


def test_who_sets_no_full_stops_is_read_all_the_same() -> None:
    text = " and ".join(sentence.rstrip(".") for sentence in (SHIPPING, FILLER, FILLER, CHEATED))
    assert _asked(text, NoAdvice()) == ["shipping", "cheated"]
