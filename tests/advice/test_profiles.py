"""Likeness of profiles: what it sees, where it is looked at, and that it is kept."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.advice.arrays import Floats
from bot.advice.fitting import PROFILE_WEIGHT, fit_index
from bot.advice.index import MatchingIndex
from bot.advice.labels import Example, Label
from bot.advice.matching import Matcher
from bot.advice.profiles import ProfileIndex, profile_index
from bot.advice.tuning import FEW_PHRASINGS
from bot.curation.held_out import held_out
from bot.files.index_cache import load_index, save_index
from tests.advice.letters import LetterEncoder

MEASURES = {"meaning": 0.64, "wording": 0.16, "profile": 0.2}
PLACES = np.repeat([0, 1, 2, 3], 3)
OF_TOPIC = PLACES < 3
ALIKE = np.random.default_rng(5).uniform(0, 0.5, (12, 12)).astype(np.float32)
ALIKE += ALIKE.T


def by_both(likeness: Floats) -> dict[str, Floats]:
    return {"wording": likeness, "meaning": likeness}


def profiles_of(likeness: Floats) -> ProfileIndex:
    return profile_index(by_both(likeness), MEASURES, PLACES, OF_TOPIC)


PROFILES = profiles_of(ALIKE)


def test_a_phrasing_does_not_count_to_its_own_profile() -> None:
    itself = ALIKE.copy()
    np.fill_diagonal(itself, 1)
    assert profiles_of(itself).among_phrasings() == pytest.approx(PROFILES.among_phrasings(), abs=1e-4)


def test_texts_are_alike_that_resemble_the_same_topics_by_whatever_phrasings() -> None:
    one = np.array([[0.9, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, 0, 0]], dtype=np.float32)
    same = np.array([[0, 0.5, 0.4, 0.1, 0.1, 0.1, 0, 0, 0, 0.7, 0, 0.8]], dtype=np.float32)
    other = np.array([[0, 0, 0, 0.3, 0, 0, 0.9, 0, 0, 0, 0, 0]], dtype=np.float32)
    first, second, third = (PROFILES.likeness(by_both(likeness), MEASURES) for likeness in (one, same, other))
    assert first == pytest.approx(second, abs=1e-4)
    assert first != pytest.approx(third, abs=0.1)


def test_wording_and_all_encoders_together_count_the_same() -> None:
    wording, meaning = ALIKE[:2], ALIKE[2:4]
    measures = {"english": 0.4, "meaning": 0.4, "wording": 0.2}
    asked = {"wording": wording, "meaning": meaning, "english": ALIKE[4:6]}
    expected = by_both(np.asarray((wording + (meaning + ALIKE[4:6]) / 2) / 2, dtype=np.float32))
    assert PROFILES.likeness(asked, measures) == pytest.approx(PROFILES.likeness(expected, MEASURES), abs=1e-4)


@given(arrays(np.float32, (2, 12), elements=st.floats(-1, 1, width=32)))
def test_likeness_of_profiles_stays_between_minus_1_and_1(likeness: Floats) -> None:
    found = PROFILES.likeness(by_both(likeness), MEASURES)
    assert found.shape == (2, 12)
    assert (np.abs(found) <= 1 + 1e-4).all()


# Where it is looked at

SUBJECTS = ("freight", "customs", "payment")
FRAMES = ("our {} is a problem", "how do we deal with {}", "who can explain {} to us", "{} costs us too much")
ENCODER = LetterEncoder()


def index_of(per_label: int) -> MatchingIndex:
    """An index with *per_label* phrasings of each of three topics and of one kind of stranger."""
    labels = [*(Label(kind="topic", id=subject) for subject in SUBJECTS), Label(kind="elsewhere", id="weather")]
    examples = [
        Example(text=f"{FRAMES[number % 4].format(label.id)} {number // 4}", label=label)
        for label in labels
        for number in range(per_label)
    ]
    return fit_index(examples, {"meaning": ENCODER.encode}, simplify=str)


@pytest.fixture(scope="module")
def few() -> MatchingIndex:
    return index_of(4)


def matcher_of(index: MatchingIndex) -> Matcher:
    return Matcher(index=index, encoders={"meaning": ENCODER}, simplify=str)


def test_few_phrasings_are_compared_by_profiles_and_many_are_not(few: MatchingIndex) -> None:
    just_few, many = index_of(FEW_PHRASINGS - 1), index_of(FEW_PHRASINGS)
    for index in (few, just_few):
        blend = index.blends["multilingual"]
        assert blend.profiles is not None
        assert blend.measures == pytest.approx({"meaning": 0.64, "wording": 0.16, "profile": PROFILE_WEIGHT})
    assert many.blends["multilingual"].profiles is None
    assert many.blends["multilingual"].measures == pytest.approx({"meaning": 0.8, "wording": 0.2})


def test_who_asks_why_is_told_the_share_of_profiles(few: MatchingIndex) -> None:
    topic = matcher_of(few).match("the freight is a problem", explain=True).topics[0]
    assert topic.shares["profile"] > 0
    assert sum(topic.shares.values()) == pytest.approx(1, abs=0.01)
    assert set(topic.evidence[0].likeness) == {"meaning", "wording", "profile"}


def test_an_index_with_profiles_is_kept_and_answers_alike(few: MatchingIndex, tmp_path: Path) -> None:
    save_index(tmp_path, "few", few)
    kept = load_index(tmp_path, "few")
    assert kept is not None
    for text in ("freight", "who knows about customs?", "rain", ""):
        assert matcher_of(kept).match(text) == matcher_of(few).match(text)


def test_phrasings_that_are_held_out_are_compared_by_profiles_too(few: MatchingIndex) -> None:
    count = len(few.phrasings)
    found = held_out(few, np.ones(count, dtype=np.bool_), str, lambda *_: None)
    asked = [matcher_of(few).match(text) for text in few.phrasings]
    best = [max((*match.topics, *match.others), key=lambda one: one.score).label for match in asked]
    assert [few.labels[place] for place in found.winner_known.tolist()] == best
    # The nearest of others is still the one that says nearly the same.
    vectors = few.blends["multilingual"].meanings["meaning"].vectors
    said = 0.8 * vectors @ vectors.T + 0.2 * np.stack([few.wording.likeness(text) for text in few.phrasings])
    said[few.places[:, None] == few.places] = -1
    assert found.likeness == pytest.approx(said.max(axis=1), abs=1e-4)
