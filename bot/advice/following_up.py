"""Where a conversation goes on to: from what was understood so far to the topics likely to be meant next.

People who go on stay with a topic, or move to one that is related to it: "what can be done?" after a worry asks for its
measures, "and the downsides?" after a chance for what is bad about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.advice.arrays import Doubles, Floats
from bot.advice.conversation import FollowUpAsk
from bot.advice.labels import Label
from bot.advice.ranking import TEMPERATURE

_RELATED = 0.3
"""How likely a related topic is meant, beside the topic itself."""
_RELATED_AS_ASKED = 0.9
"""The same, if the related topic is of the kind that is asked for."""
_ELSEWHERE_SHARE = 0.6
"""A topic that says nothing of what is asked is that much less likely."""
_SURE_SCORE = 0.35
"""From this score on, a question was understood; a lower one carries less far."""
_LOST = 0.2
"""What a step costs of a confidence of 1; of small ones it costs less, for who asked back goes on asking."""
_LEAST_CHANCE = 0.02
"""What was meant with less than this chance leads nowhere."""


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """For each topic, those related to it, and what it can be asked for: its kind and those of its claims."""

    related: Mapping[str, frozenset[str]]
    offers: Mapping[str, Sequence[str]]


NO_NEIGHBOURS = Neighbours(related={}, offers={})


class Steps:
    """The steps from label to label that people take as they go on, by what they ask for."""

    def __init__(self, labels: Sequence[Label], neighbours: Neighbours) -> None:
        self._labels = labels
        self._neighbours = neighbours
        # The same for all questions that ask the same, and slow to make.
        self._made: dict[FollowUpAsk | None, Floats] = {}

    def likely_next(self, scores: Floats, sure: float, ask: FollowUpAsk | None) -> Floats:
        """How likely each label is meant next, from 0 to 1, after a question with *scores* of which *ask* is asked.

        Everything counts that may have been meant, by its chance. What lies elsewhere leads to nothing but itself.
        *sure*, from 0 to 1, is how sure it is that the best was meant.
        """
        steps = self._chances(scores) @ self._of(ask)
        # Of many that may have been meant none is likely; still the best of them are likelier than anything else.
        steps /= max(float(steps.max(initial=0)), 1e-9) ** (1 - sure)
        carried = max(sure, min(1.0, float(scores.max(initial=0)) / _SURE_SCORE))
        return np.asarray(np.minimum(carried * steps, 1.0), dtype=np.float32)

    def confidences_next(self, confidences: Doubles, ask: FollowUpAsk | None) -> Doubles:
        """The confidence in each label that remains of the *confidences* of the question of which *ask* is asked."""
        gone_on = (confidences[:, np.newaxis] * self._of(ask)).max(axis=0)
        return np.asarray(gone_on - _LOST * gone_on**2, dtype=np.float64)

    def _chances(self, scores: Floats) -> Floats:
        """The chance of each label to be what was meant; pleasantries have none."""
        chances = np.exp((scores - scores.max(initial=-1)) / TEMPERATURE)
        chances[[label.kind == "smalltalk" for label in self._labels]] = 0
        chances /= max(float(chances.sum()), 1e-9)
        chances[chances < _LEAST_CHANCE] = 0
        return np.asarray(chances, dtype=np.float32)

    def _of(self, ask: FollowUpAsk | None) -> Floats:
        """For each label (rows) the chance that each (columns) is meant next."""
        if ask not in self._made:
            self._made[ask] = self._steps(ask)
        return self._made[ask]

    def _steps(self, ask: FollowUpAsk | None) -> Floats:
        steps = np.diag(np.ones(len(self._labels), dtype=np.float32))
        asked_for = ask if ask in {"measure", "challenge", "opportunity"} else None
        offers = self._neighbours.offers
        places = {label.id: place for place, label in enumerate(self._labels) if label.kind == "topic"}
        for topic, place in places.items():
            if asked_for is not None and asked_for not in offers.get(topic, ()):
                steps[place, place] = _ELSEWHERE_SHARE
            for other in self._neighbours.related.get(topic, frozenset()) & places.keys():
                fits = asked_for is not None and offers.get(other, ("",))[0] == asked_for
                steps[place, places[other]] = _RELATED_AS_ASKED if fits else _RELATED
        return steps
