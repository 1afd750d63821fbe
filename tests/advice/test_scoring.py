"""Pieces are compared once, however often and in whatever company they are asked; with stand-ins for the encoders."""

from collections.abc import Sequence
from weakref import ref

import numpy as np
import pytest

from bot.advice.arrays import Floats
from bot.advice.fitting import fit_index
from bot.advice.index import MatchingIndex
from bot.advice.labels import Example, Label
from bot.advice.scoring import PIECES_REMEMBERED, Scored, Scorer
from bot.advice.switches import ALL_ON
from tests.advice.letters import LetterEncoder

TOPICS = ("freight", "customs", "payment")
EXAMPLES = tuple(
    Example(text=text.format(topic), label=Label(kind="topic", id=topic))
    for topic in TOPICS
    for text in ("our {} is a problem", "how do we deal with {}", "who can explain {} to us", "{} costs us too much")
)
STORY = (
    "We have sold tiles to nine countries for twenty years. The freight takes a third of all that we earn. "
    "And now a letter tells us that customs will keep the next container for weeks."
)
SENTENCE = "The freight takes a third of all that we earn."
TEXTS = ("our freight is too dear", STORY, SENTENCE, "customs took the payment", "")


class ListeningEncoder(LetterEncoder):
    """Remembers in which company it was asked for each text."""

    def __init__(self) -> None:
        self.rounds: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, as by letters."""
        self.rounds.append(list(texts))
        return super().encode(texts)


@pytest.fixture(scope="module")
def index() -> MatchingIndex:
    encode = ListeningEncoder().encode
    return fit_index(EXAMPLES, {"meaning": encode, "english": encode}, simplify=str)


class Asked:
    """A scorer that has been asked nothing yet, and its encoders."""

    def __init__(self, index: MatchingIndex) -> None:
        self.meaning, self.english = ListeningEncoder(), ListeningEncoder()
        self.scorer = Scorer(
            index=index,
            encoders={"meaning": self.meaning, "english": self.english},
            simplify=str,
            common_words=(),
            switches=ALL_ON,
        )


@pytest.fixture
def asked(index: MatchingIndex) -> Asked:
    return Asked(index)


def assert_alike(one: Scored, other: Scored) -> None:
    assert (one.text, one.repairs, one.sentences) == (other.text, other.repairs, other.sentences)
    assert one.scores == pytest.approx(other.scores, abs=1e-4)
    assert one.kernel == pytest.approx(other.kernel, abs=1e-4)
    for measure, nearest in one.nearest.items():
        assert nearest == pytest.approx(other.nearest[measure], abs=1e-4)
        assert one.likeness[measure] == pytest.approx(other.likeness[measure], abs=1e-4)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", TEXTS)
def test_what_was_asked_before_changes_no_score(index: MatchingIndex, text: str, language: str) -> None:
    alone = Asked(index).scorer.score(text, language)
    together, one_by_one = Asked(index).scorer, Asked(index).scorer
    together.score_all(TEXTS, language)
    for earlier in TEXTS:
        one_by_one.score(earlier, language)
    assert_alike(together.score(text, language), alone)
    assert_alike(one_by_one.score(text, language), alone)


def test_what_was_compared_together_is_not_compared_again(asked: Asked) -> None:
    asked.scorer.score_all(TEXTS, "en")
    for text in TEXTS:
        asked.scorer.score(text, "en")
    assert len(asked.meaning.rounds) == 1


def test_a_story_is_compared_by_its_sentences_alone(index: MatchingIndex, asked: Asked) -> None:
    sentences = Asked(index).scorer.score(STORY, "en").sentences
    assert len(sentences) == 3
    asked.scorer.score_all(sentences, "en")
    story = asked.scorer.score(STORY, "en")
    assert asked.meaning.rounds == asked.english.rounds == [list(sentences)]
    by_sentence = [asked.scorer.score(sentence, "en") for sentence in sentences]
    for measure, nearest in story.nearest.items():
        assert nearest == pytest.approx(np.max([one.nearest[measure] for one in by_sentence], axis=0))


def test_the_whole_of_a_story_counts_beside_its_best_sentence(asked: Asked) -> None:
    story = asked.scorer.score(STORY, "en")
    best = np.max([asked.scorer.score(sentence, "en").scores for sentence in story.sentences], axis=0)
    assert story.scores.argmax() == TOPICS.index("freight")
    assert story.scores.max() < best.max()


def test_each_language_is_compared_with_its_own_phrasings(asked: Asked) -> None:
    asked.scorer.score(SENTENCE, "en")
    asked.scorer.score(SENTENCE, "de")
    assert len(asked.meaning.rounds) == 2
    assert len(asked.english.rounds) == 1


def test_more_texts_than_are_remembered_can_be_asked_at_once(asked: Asked) -> None:
    texts = [f"our freight is problem {number}" for number in range(PIECES_REMEMBERED + 5)]
    first, *_, last = asked.scorer.score_all(texts, "en")
    assert (first.text, last.text) == (texts[0], texts[-1])
    asked.scorer.score(texts[-1], "en")
    assert len(asked.meaning.rounds) == 1
    asked.scorer.score(texts[0], "en")
    assert asked.meaning.rounds[1:] == [[texts[0]]]


def test_a_scorer_that_is_replaced_is_gone_at_once_with_its_index(asked: Asked) -> None:
    # What waited for the garbage collector would stay for good: at the start all is put out of its sight.
    asked.scorer.score_all(TEXTS, "en")
    gone = ref(asked.scorer)
    del asked.scorer
    assert gone() is None
