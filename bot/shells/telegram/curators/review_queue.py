"""The review queue as it is now: what was asked, in clusters, without what people may not be known by."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from bot.advice.arrays import Floats
from bot.advice.certainty import certainty_of
from bot.curation.clusters import MOST_CLUSTERED, Cluster, Question, by_state, clusters_of, questions_of
from bot.records.review import STATES, State
from bot.shells.telegram.desk import Desk

LOOKED_BACK = timedelta(days=90)
_AT_ONCE = 8
"""Questions that are encoded in one go: answers must not wait for curators."""
_KEPT_VECTORS = 4 * MOST_CLUSTERED


@dataclass(frozen=True, kw_only=True)
class FoundCluster:
    """A cluster, and the state it is in."""

    cluster: Cluster
    state: State


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Reads the records at *desk*."""

    desk: Desk
    _vectors: dict[tuple[str, str], Floats] = field(default_factory=dict)

    async def shelves(self) -> dict[State, tuple[Question, ...]]:
        """The questions of each state, newest first."""
        review = self.desk.records.review
        asked = await self.desk.keep(review.asked, LOOKED_BACK, _is_sure)
        questions = questions_of(asked)
        states = await self.desk.keep(review.states, [question.form for question in questions])
        return by_state(questions, states)

    async def clusters(self, questions: Sequence[Question]) -> tuple[Cluster, ...]:
        """*questions* in clusters."""
        newest = tuple(questions[:MOST_CLUSTERED])
        vectors = await self._vectors_of([question.asked[0].text for question in newest])
        return await asyncio.to_thread(clusters_of, newest, lambda _: vectors)

    async def find(self, item: str) -> FoundCluster | None:
        """The cluster with this question; None if it is not there any more."""
        shelves = await self.shelves()
        for state in STATES:
            questions = shelves.get(state, ())
            if not any(one.item == item for question in questions for one in question.asked):
                continue
            for cluster in await self.clusters(questions):
                if any(one.item == item for one in cluster.asked):
                    return FoundCluster(cluster=cluster, state=state)
        return None

    async def among(self, items: Collection[str]) -> Cluster | None:
        """These questions and no others, whichever clusters they are in by now; None if none is there any more."""
        wanted, shelves = frozenset(items), await self.shelves()
        questions = tuple(
            question
            for shelf in shelves.values()
            for question in shelf
            if any(one.item in wanted for one in question.asked)
        )
        return Cluster(questions=questions) if questions else None

    async def _vectors_of(self, texts: Sequence[str]) -> Floats | None:
        """The vectors of *texts*, a few at a time and each once; None where there is no encoder."""
        parts = self.desk.parts
        version = parts.knowledge.version
        missing = [text for text in dict.fromkeys(texts) if (version, text) not in self._vectors]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            vectors = await self.desk.think(parts.answerer.matcher.meanings, some)
            if vectors is None:
                return None
            self._vectors.update(((version, text), vector) for text, vector in zip(some, vectors, strict=True))
        found = [self._vectors[version, text] for text in texts]
        while len(self._vectors) > _KEPT_VECTORS:
            del self._vectors[next(iter(self._vectors))]
        return np.stack(found) if found else None


def _is_sure(confidence: float) -> bool:
    return certainty_of(confidence) == "sure"
