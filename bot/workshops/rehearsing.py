"""A rehearsal: who of the simulated people does what, in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

MOST_PEOPLE = 500
_OUT_OF_SCOPE = 8
"""One question of so many is none of ours."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A simulated person, numbered from 1, joins, or asks something if there are *words*."""

    person: int
    words: str | None = None


def rehearsal(
    phrasings: Mapping[str, Sequence[str]], others: Sequence[str], *, people: int, questions: int, seed: int
) -> tuple[Step, ...]:
    """Steps of so many *people* with so many *questions* each; the same *seed* gives the same.

    ``phrasings`` are those of each topic, ``others`` those of what we do not answer. As in a real room, some topics are
    asked about by many and most by few.
    """
    chance = Random(seed)  # noqa: S311 - a play, no secret
    topics = [topic for topic in phrasings if phrasings[topic]]
    chance.shuffle(topics)
    weights = [1 / place for place in range(1, len(topics) + 1)]
    steps = [Step(person=person) for person in range(1, people + 1)]
    asked = []
    for person in range(1, people + 1):
        for _ in range(questions):
            is_other = others and chance.randrange(_OUT_OF_SCOPE) == 0
            known = others if is_other or not topics else phrasings[chance.choices(topics, weights)[0]]
            if known:
                asked.append(Step(person=person, words=chance.choice(known)))
    chance.shuffle(asked)
    return (*steps, *asked)
