"""What becomes of a cluster of the review queue: its state, and the answer for those who left a question of it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.curation.clusters import Cluster
from bot.records.review import State
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.owners.telling import tell_answers


@dataclass(frozen=True, kw_only=True)
class Told:
    """How many people have been told an answer, and how many will be later."""

    told: int = 0
    waiting: int = 0


@dataclass(frozen=True, kw_only=True)
class Settling:
    """Settles clusters."""

    desk: Desk

    async def answer(
        self, cluster: Cluster, *, words: Callable[[str], str] | None = None, topic: str | None = None
    ) -> Told:
        """Answer the left questions of a cluster: with a topic, or with *words* in the language of each."""
        left = self.desk.records.left_questions
        answered = [
            await self.desk.keep(left.answer, one.left, words=words and words(one.language), topic=topic)
            for one in cluster.asked
            if one.left is not None
        ]
        told = await tell_answers(self.desk) if any(answered) else 0
        return Told(told=told, waiting=len(await self.desk.keep(left.promised)) if answered else 0)

    async def settle(self, cluster: Cluster, state: State) -> None:
        """All questions of a cluster are in this *state* from now on."""
        forms = [question.form for question in cluster.questions]
        await self.desk.keep(self.desk.records.review.set_state, forms, state)
