"""Each part of the engine can be switched off, and is then really gone; by wording and a stand-in for meaning."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
import pytest

from bot.advice.arrays import Floats
from bot.advice.calibration import OPEN_GATE
from bot.advice.deciding import Advice, NoAdvice, decide
from bot.advice.fitting import fit_index
from bot.advice.index import MatchingIndex
from bot.advice.labels import Example, Label
from bot.advice.matching import Matcher
from bot.advice.switches import ALL_ON, Switches
from bot.files.index_cache import index_key

SUBJECTS = ("freight", "customs", "payment", "insurance", "marketing")
FRAMES = ("how do we deal with {}", "our {} is a problem", "{} costs us too much", "who can explain {} to us")
STRANGERS = ("what is the weather like", "will it rain tomorrow", "is it cold outside today", "a storm is coming")
EXAMPLES = (
    *(Example(text=frame.format(one), label=Label(kind="topic", id=one)) for one in SUBJECTS for frame in FRAMES),
    *(Example(text=text, label=Label(kind="elsewhere", id="weather")) for text in STRANGERS),
)
OFF = {field.name: Switches(**{field.name: False}) for field in fields(Switches)}


class SubjectEncoder:
    """Knows the subjects and one foreign word for each, and nothing else."""

    name = "subjects"
    foreign = ("fracht", "zoll", "zahlung", "versicherung", "werbung")

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, with a figure for each subject and one for all that is something else."""
        rows = np.full((len(texts), len(SUBJECTS) + 1), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            spoken = [one in text or other in text for one, other in zip(SUBJECTS, self.foreign, strict=True)]
            rows[row] += np.array([*spoken, not any(spoken)], dtype=np.float32)
        return rows


ENCODER = SubjectEncoder()


def index_with(switches: Switches) -> MatchingIndex:
    return fit_index(EXAMPLES, {"meaning": ENCODER.encode}, simplify=str, switches=switches)


def matcher_with(switches: Switches) -> Matcher:
    return Matcher(
        index=index_with(switches),
        encoders={"meaning": ENCODER},
        simplify=lambda text: text.replace("價", "价"),
        common_words=("tell", "about", "something"),
        switches=switches,
    )


@pytest.fixture(scope="module")
def whole() -> Matcher:
    return matcher_with(ALL_ON)


@pytest.mark.parametrize("name", OFF)
def test_an_engine_without_one_part_still_finds_a_subject_said_in_its_own_words(name: str) -> None:
    match = matcher_with(OFF[name]).match("our payment is a problem")
    assert match.topics[0].label.id == "payment"
    assert all(0 <= candidate.score <= 100 and 0 < candidate.confidence < 1 for candidate in match.topics)


def test_without_the_normaliser_width_and_case_are_left_as_typed(whole: Matcher) -> None:
    typed = "PAYMENT 價"
    assert whole.match(typed).text == "payment 价"
    assert matcher_with(OFF["normaliser"]).match(typed).text == typed


def test_without_spelling_nothing_is_mended(whole: Matcher) -> None:
    typed = "something about insurence"
    assert [repair.taken_for for repair in whole.match(typed).repairs] == ["insurance"]
    assert not matcher_with(OFF["spelling"]).match(typed).repairs
    assert not matcher_with(OFF["normaliser"]).match(typed).repairs


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("wording", {"meaning"}),
        ("meaning", {"wording"}),
        ("fusion", {"meaning"}),
        ("normaliser", {"meaning", "wording", "profile"}),
    ],
)
def test_a_measure_that_is_off_is_compared_by_no_more_nor_is_what_is_made_of_it(name: str, left: set[str]) -> None:
    blend = index_with(OFF[name]).blends["multilingual"]
    assert set(blend.measures) == left
    assert sum(blend.measures.values()) == pytest.approx(1)
    assert set(blend.meanings) == left & {"meaning"}
    assert (blend.profiles is not None) == ("profile" in left)


def test_without_wording_confidence_does_not_look_at_it(whole: Matcher) -> None:
    typed = "tell us about payment"
    features = matcher_with(OFF["wording"]).match(typed).topics[0].features
    assert features["wording"] == features["uncovered"] == 0
    assert all(whole.match(typed).topics[0].features[name] > 0 for name in ("wording", "uncovered"))


def test_without_meaning_a_foreign_word_finds_nothing(whole: Matcher) -> None:
    assert whole.match("zahlung", language="de").topics[0].label.id == "payment"
    alone = matcher_with(OFF["meaning"]).match("zahlung", language="de")
    assert alone.topics[0].score < whole.match("zahlung", language="de").topics[0].score / 2


def test_without_the_gate_whatever_comes_first_is_advised(whole: Matcher) -> None:
    stranger = "what is the weather like tomorrow"
    assert isinstance(decide(whole.match(stranger)), NoAdvice)
    match = matcher_with(OFF["gate"]).match(stranger)
    assert match.thresholds == OPEN_GATE
    assert isinstance(decide(match), Advice)


def test_nothing_to_compare_by_is_said() -> None:
    with pytest.raises(ValueError, match="no measure is left"):
        index_with(Switches(wording=False, meaning=False))


def test_an_index_of_other_switches_is_kept_apart() -> None:
    keys = {index_key(EXAMPLES, (), {}, 0.5, switches) for switches in (ALL_ON, *OFF.values())}
    assert len(keys) == 1 + len(OFF)
    assert index_key(EXAMPLES, (), {}, 0.5) in keys
