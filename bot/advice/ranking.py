"""From a score for every label to an order of topics, with the numbers that speak for each.

The first topics shall together help most probably; so topics that say nearly the same are weighed together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.advice.arrays import Doubles, Floats, Ints
from bot.advice.calibration import CANDIDATE_FEATURES, SCOPE_FEATURES
from bot.advice.labels import Label
from bot.advice.meaning import encoder_shares

CANDIDATES_KEPT = 10
PIECE_SHARE = 0.4
"""How much the best sentence of a story counts beside the whole of it."""
TEMPERATURE = 0.12
"""How far a lead in score is trusted when topics that say the same are weighed together."""


def combined_scores(whole: Floats, by_sentence: Floats) -> Floats:
    """One score per label from those of the *whole* question and of its sentences, shape (sentences, labels)."""
    return np.asarray((1 - PIECE_SHARE) * whole + PIECE_SHARE * by_sentence.max(axis=0))


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Numbers of the labels, best first, topics and others apart, and what speaks for each label.

    ``features`` are those of ``calibration.CANDIDATE_FEATURES``, shape (labels, features); ``scope_features`` speak for
    the question being one of ours, as ``calibration.SCOPE_FEATURES``.
    """

    topics: list[int]
    others: list[int]
    features: Doubles
    scope_features: Doubles


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """Orders *labels* of which each has phrasings at its *places*; what does not change is worked out once.

    *helps* is as in the index, *measures* has the weights of the blend.
    """

    labels: Sequence[Label]
    places: Ints
    helps: Floats
    measures: Mapping[str, float]

    def nearest(self, likeness: Floats) -> Floats:
        """The greatest *likeness* to each label's phrasings, over the last axis; -1 for a label without any."""
        present, starts = self._runs
        nearest = np.full((*likeness.shape[:-1], len(self.labels)), -1.0, dtype=np.float32)
        nearest[..., present] = np.maximum.reduceat(likeness, starts, axis=-1)
        return nearest

    def rank(self, scores: Floats, nearest: Mapping[str, Floats], *, uncovered: float, length: int) -> Ranking:
        """Order labels by *scores*, topics by the help they are expected to give, and say what speaks for each.

        *nearest* has the likeness of each label's closest phrasing by each measure; *uncovered* is the share of the
        question's letter groups that no phrasing of a topic has. A measure that *nearest* lacks says nothing.
        """
        topics, others = self._kinds
        chances = np.exp((scores[topics] - scores[topics].max(initial=-1)) / TEMPERATURE)
        chances /= max(float(chances.sum()), 1e-9)
        expected = np.zeros(len(self.labels))
        expected[topics] = self._mutual @ chances
        features = _candidate_features(scores, nearest, self.measures, expected, uncovered, length)
        return Ranking(
            topics=topics[_by_expected_help(chances, self._mutual)].tolist(),
            others=others[np.argsort(-scores[others], kind="stable")].tolist(),
            features=features,
            scope_features=_scope_features(scores[topics], scores[others], features[topics]),
        )

    @cached_property
    def _kinds(self) -> tuple[Ints, Ints]:
        """The numbers of the labels that are topics, and of those that are not."""
        is_topic = np.array([label.kind == "topic" for label in self.labels], dtype=np.bool_)
        return np.flatnonzero(is_topic), np.flatnonzero(~is_topic)

    @cached_property
    def _mutual(self) -> Floats:
        """How far topics help each other."""
        topics, _ = self._kinds
        return self.helps[np.ix_(topics, topics)]

    @cached_property
    def _runs(self) -> tuple[Ints, Ints]:
        """The labels that have phrasings, and where those of each begin."""
        present, starts = np.unique(self.places, return_index=True)
        return present, starts


def _by_expected_help(chances: Floats, helps: Floats) -> list[int]:
    """Order in which the first few topics together most probably help: each next one by what it adds.

    *chances* say which topic was meant. The greedy choice is within 63% of the best possible (Nemhauser et al. 1978).
    """
    left = chances.copy()
    order: list[int] = []
    for _ in range(min(CANDIDATES_KEPT, len(chances))):
        gain = helps @ left
        gain[order] = -1.0
        best = int(gain.argmax())
        order.append(best)
        left = left * (1 - helps[best])
    return order


def _candidate_features(
    scores: Floats,
    nearest: Mapping[str, Floats],
    measures: Mapping[str, float],
    expected: Doubles,
    uncovered: float,
    length: int,
) -> Doubles:
    """What speaks for each label, shape (labels, features), columns as ``calibration.CANDIDATE_FEATURES``."""
    best = int(scores.argmax())
    rivals = np.full(len(scores), scores[best])
    rivals[best] = np.delete(scores, best).max() if len(scores) > 1 else 0.0
    shares = encoder_shares(measures)
    meaning = sum((share * nearest[name] for name, share in shares.items()), start=np.zeros(len(scores)))
    return np.column_stack(
        [
            scores,
            scores - rivals,
            expected,
            meaning,
            nearest.get("wording", np.zeros(len(scores))),
            np.full(len(scores), uncovered),
            np.full(len(scores), min(1.0, length / 200)),
        ]
    ).astype(np.float64)


def _scope_features(scores: Floats, other_scores: Floats, features: Doubles) -> Doubles:
    """What speaks for a question of ours, from the *scores* and *features* of topics and the scores of what is none."""
    if not len(scores):
        return np.zeros(len(SCOPE_FEATURES))
    best = float(scores.max())
    reach = float(np.linalg.norm(np.maximum(scores, 0)))
    lead = best - float(other_scores.max(initial=0))
    column = {feature.name: values for feature, values in zip(CANDIDATE_FEATURES, features.T, strict=True)}
    closest_meaning, closest_wording = column["meaning"].max(), column["wording"].max()
    return np.array([best, reach, lead, closest_meaning, closest_wording, column["uncovered"][0]])
