"""Like questions put together, for looking through: one cluster, one thing to teach.

    questions that were asked  ->  one for each form  ->  likeness of each two  ->  clusters

Likeness is that of meaning, or of wording where there is no encoder; that the bot takes two questions for the same
topic makes them more alike. Clusters are merged while the average likeness across two of them is high enough.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from bot.advice.arrays import Floats
from bot.advice.normalising import comparable
from bot.curation.masking import masked
from bot.records.review import DOINGS, Asked, Doing, State

Vectors = Callable[[Sequence[str]], "Floats | None"]
"""Vectors of texts whose products are their likeness; None where meaning cannot be told."""

ALIKE = 0.45
"""Of 57 pairs of phrasings at least so alike, 60% are of one topic; those for the same topic need 0.2 less."""
SAME_TOPIC = 0.2
_WORDING_LESS = 0.25
"""How much higher wording scores than meaning for two questions that have little to do with each other."""
_CHOSEN_COUNTS = 3.0
"""How many first candidates a topic counts that somebody chose."""
MOST_CLUSTERED = 400
"""Questions that differ; older ones wait until these are dealt with."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """All who asked the same thing in the same words, newest first."""

    form: str
    asked: tuple[Asked, ...]

    @property
    def text(self) -> str:
        """As it was asked last, without personal data."""
        return masked(self.asked[0].text)


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Like questions, most asked first."""

    questions: tuple[Question, ...]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Everything that was asked in it."""
        return tuple(one for question in self.questions for one in question.asked)

    @property
    def item(self) -> str:
        """A name for buttons: whichever cluster has this question by then is meant."""
        return self.questions[0].asked[0].item

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.asked)

    @property
    def people(self) -> int:
        """By how many people, exactly: whoever reads the question itself learns nothing more from a one or a two.

        Figures, which are passed on to others, say "fewer than 3" instead.
        """
        return len({one.person for one in self.asked})

    @property
    def languages(self) -> tuple[str, ...]:
        """In which languages, the commonest first."""
        return tuple(language for language, _ in Counter(one.language for one in self.asked).most_common())

    @property
    def newest(self) -> str:
        """When it was asked last."""
        return max(one.asked_at for one in self.asked)

    @property
    def doings(self) -> tuple[tuple[Doing, int], ...]:
        """What the bot did, and how often."""
        counted = Counter(doing for one in self.asked for doing in one.doings)
        return tuple((doing, counted[doing]) for doing in DOINGS if counted[doing])

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that may be meant: what people chose counts most, then the bot's own candidates by their rank."""
        votes: dict[str, float] = defaultdict(float)
        for one in self.asked:
            for rank, topic in enumerate(one.topics):
                votes[topic] += _CHOSEN_COUNTS if topic == one.chosen else 1 / (1 + rank)
        return tuple(sorted(votes, key=lambda topic: -votes[topic]))

    @property
    def left(self) -> tuple[int, ...]:
        """The left questions that wait for an answer."""
        return tuple(one.left for one in self.asked if one.left is not None)


def questions_of(asked: Sequence[Asked]) -> tuple[Question, ...]:
    """*asked*, put together by form."""
    by_form: dict[str, list[Asked]] = {}
    for one in sorted(asked, key=lambda each: each.asked_at, reverse=True):
        form = comparable(one.text)
        if form:
            by_form.setdefault(form, []).append(one)
    return tuple(Question(form=form, asked=tuple(same)) for form, same in by_form.items())


def by_state(
    questions: Sequence[Question], states: Mapping[str, tuple[State, str]]
) -> dict[State, tuple[Question, ...]]:
    """*questions* by their state; one that is done and was asked again since is new again, one ignored never."""
    sorted_out: dict[State, list[Question]] = {}
    for question in questions:
        state, changed_at = states.get(question.form, ("new", ""))
        if state == "done" and question.asked[0].asked_at > changed_at:
            state = "new"
        sorted_out.setdefault(state, []).append(question)
    return {state: tuple(found) for state, found in sorted_out.items()}


def clusters_of(questions: Sequence[Question], vectors: Vectors) -> tuple[Cluster, ...]:
    """*questions* in clusters: those asked at least twice by how often, then the single ones by their age."""
    newest = questions[:MOST_CLUSTERED]
    groups = merged_groups(_likeness(newest, vectors), ALIKE) if newest else ()
    clusters = [
        Cluster(questions=tuple(sorted((newest[place] for place in group), key=lambda one: -len(one.asked))))
        for group in groups
    ]
    by_age = sorted(clusters, key=lambda cluster: cluster.newest, reverse=True)
    return tuple(sorted(by_age, key=lambda cluster: -cluster.count))


def merged_groups(likeness: Floats, alike: float) -> tuple[tuple[int, ...], ...]:
    """Rows of *likeness* in groups: the two most alike on average are merged, while they are *alike* enough."""
    members: dict[int, list[int]] = {place: [place] for place in range(len(likeness))}
    average = likeness.astype(np.float64).copy()
    np.fill_diagonal(average, -np.inf)
    while len(members) > 1:
        one, other = divmod(int(average.argmax()), len(average))
        if average[one, other] < alike:
            break
        sizes = len(members[one]), len(members[other])
        average[one] = (sizes[0] * average[one] + sizes[1] * average[other]) / sum(sizes)
        average[:, one] = average[one]
        average[one, one] = -np.inf
        average[other, :] = average[:, other] = -np.inf
        members[one] += members.pop(other)
    return tuple(tuple(sorted(group)) for group in members.values())


def _likeness(questions: Sequence[Question], vectors: Vectors) -> Floats:
    texts = [question.asked[0].text for question in questions]
    found = vectors(texts)
    if found is None:
        wording = cdist([one.form for one in questions], [one.form for one in questions], scorer=fuzz.token_set_ratio)
        likeness = np.asarray(wording, dtype=np.float32) / 100 - _WORDING_LESS
    else:
        likeness = np.asarray(found @ found.T, dtype=np.float32)
    first = np.array([next(iter(question.asked[0].topics), f"?{place}") for place, question in enumerate(questions)])
    same = (first[:, None] == first[None, :]).astype(np.float32)
    return np.asarray(likeness + SAME_TOPIC * same, dtype=np.float32)
