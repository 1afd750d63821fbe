"""A question in its conversation: as it is understood alone, and with what was said before.

    alone     what the question says by itself
    together  what it says as one text with the questions before it
    likely    what may be meant next, after all that the questions before it may have meant

A question that leans is a mixture of the three. Where the questions before it were not clear, little can be told of
what comes next, and the text that all of them make together counts for more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.advice.arrays import Doubles, Floats
from bot.advice.conversation import ConversationCues, FollowUpAsk, share_of_earlier
from bot.advice.following_up import Steps
from bot.advice.index import Blend
from bot.advice.labels import Label
from bot.advice.ranking import Ranking
from bot.advice.scoring import Scored

STRANGE_SCORE = 0.3
"""From this score on, what lies elsewhere is not about what was said before."""

CLEAR_FROM = 0.5
"""From this clarity on, a question is not about something that lies elsewhere."""

OURS_FROM = 0.5
"""From this chance on that it is one of ours, a question has left what lies elsewhere."""

STRANGE_CLARITY = 2.0
"""Times its score, how clear a question is that belongs to no topic."""

TOGETHER_SHARE = 0.3
"""How much a follow-up and the questions before it count as one text."""
LIKELY_SHARE = 0.4
"""How much it counts where the conversation was likely to go on to."""
NEARBY_SHARE = 0.7
"""How much the follow-up's own words count among the labels that are likely."""
NEARBY = 0.2
"""From here on a label is likely."""
BARE_TOGETHER_SHARE = 0.15
"""How much one text counts for a follow-up that names no subject; the rest is what is likely."""
UNCLEAR_TOGETHER = 0.6
"""What one text counts more, where what was said before was not clear at all."""
SURE_FROM = 0.8
"""From here on, it is so sure what was meant before that a follow-up without a subject adds nothing as one text."""


@dataclass(frozen=True, kw_only=True)
class GoingOn:
    """A question that names no subject asks this of the *topic* that was spoken of before."""

    topic: str
    ask: FollowUpAsk


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A question in its conversation: how far it leans on those before, and all that was ``said`` on its subject.

    ``ours`` is the chance that it is a question of ours, whichever topic it means.
    """

    scored: Scored
    ranking: Ranking
    confidences: Doubles
    ours: float
    share: float
    said: tuple[str, ...]
    going_on: GoingOn | None = None


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Understands questions in their conversations.

    ``score`` scores a text, ``rank`` orders the labels by that, and the ``blend`` says what a ranking is worth.
    """

    labels: Sequence[Label]
    cues: ConversationCues
    steps: Steps
    score: Callable[[str], Scored]
    rank: Callable[[Scored], Ranking]
    blend: Blend

    def alone(self, question: str, scored: Scored) -> Turn:
        """*question*, as it was *scored*, as it is understood by itself."""
        return self._understood(scored, (question,))

    def turn(self, question: str, after: tuple[str, ...]) -> Turn:
        """*question* as it is understood *after* others: alone as far as it is clear, else by what was said before."""
        alone = self.alone(question, self.score(question))
        if not after or not alone.scored.text or not alone.ranking.topics:
            return alone
        clarity = self._clarity(alone)
        share = share_of_earlier(alone.scored.text, clarity, self.cues)
        if not share or (share < 1 and self._lies_elsewhere(alone)):
            return alone
        before = self._last_asked(after)
        if share < 1 and (clarity >= CLEAR_FROM or self._names_a_topic(alone)) and self._lies_elsewhere(before):
            return alone
        return self._leaning(alone, before, share)

    def together(self, question: str, form: str, after: tuple[str, ...]) -> str | None:
        """The text that *question* will make with those before it, if it is sure from its words that it leans on them.

        *form* is the question as it is compared.
        """
        leans = after and 0 < share_of_earlier(form, clarity=1.0, cues=self.cues) < 1
        return _one_text((*self._last_asked(after).said, question)) if leans else None

    def _understood(self, scored: Scored, said: tuple[str, ...]) -> Turn:
        ranking = self.rank(scored)
        return Turn(
            scored=scored,
            ranking=ranking,
            confidences=self.blend.calibration.chance(ranking.features),
            ours=float(self.blend.scope.chance(ranking.scope_features)),
            share=0.0,
            said=said,
        )

    def _leaning(self, alone: Turn, before: Turn, share: float) -> Turn:
        said = (*before.said, *alone.said)
        ask = self.cues.ask(alone.scored.text)
        sure = float(before.confidences[before.ranking.topics[0]])
        likely = self.steps.likely_next(before.scored.scores, sure, ask)
        together = before.scored if share == 1 and sure >= SURE_FROM else self.score(_one_text(said))
        turn = self._understood(mixed(alone.scored, together, likely, share=share, sure=sure), said)
        kept = self.steps.confidences_next(before.confidences, ask)
        # What leans little may be a subject of its own.
        handed_on = max(0.0, 2 * share - 1)
        return replace(
            turn,
            confidences=turn.confidences + handed_on * np.maximum(kept - turn.confidences, 0),
            ours=turn.ours + handed_on * max(before.ours - turn.ours, 0.0),
            share=share,
            going_on=GoingOn(topic=self._topic_of(before), ask=ask) if share == 1 and ask is not None else None,
        )

    def _topic_of(self, turn: Turn) -> str:
        return self.labels[turn.ranking.topics[0]].id

    def _last_asked(self, after: tuple[str, ...]) -> Turn:
        """The last of the questions *after* that asked something, as it was understood then."""
        turn = self.turn(after[-1], after[:-1])
        return self._last_asked(after[:-1]) if self._asks_nothing(turn.scored) and len(after) > 1 else turn

    def _asks_nothing(self, said: Scored) -> bool:
        return not said.text or self.labels[int(said.scores.argmax())].kind == "smalltalk"

    def _lies_elsewhere(self, turn: Turn) -> bool:
        """Whether a question is clearly none of ours."""
        best = int(turn.scored.scores.argmax())
        return self.labels[best].kind == "elsewhere" and bool(turn.scored.scores[best] >= STRANGE_SCORE)

    def _names_a_topic(self, turn: Turn) -> bool:
        """Whether a question is likelier one of ours than not, whichever topic it means."""
        best = int(turn.scored.scores.argmax())
        return self.labels[best].kind == "topic" and turn.ours >= OURS_FROM

    def _clarity(self, alone: Turn) -> float:
        """How clear it is, from 0 to 1, what was asked: a topic, or something else that leads all topics."""
        confidence = float(alone.confidences[alone.ranking.topics[0]])
        best = int(alone.scored.scores.argmax())
        if self.labels[best].kind == "topic":
            return confidence
        return max(confidence, min(1.0, STRANGE_CLARITY * float(alone.scored.scores[best])))


def _one_text(said: Sequence[str]) -> str:
    return " ".join(said)


def mixed(alone: Scored, together: Scored, likely: Floats, *, share: float, sure: float) -> Scored:
    """*alone*, with *share* of what the text gets *together* with earlier ones and of what is *likely* after them.

    *sure*, from 0 to 1, is how sure it is what the earlier ones meant.
    """

    def mix(one: Floats, other: Floats) -> Floats:
        return np.asarray((1 - share) * one + share * other, dtype=np.float32)

    if share == 1:
        together_share = BARE_TOGETHER_SHARE + UNCLEAR_TOGETHER * (1 - sure)
        expected = together_share * together.scores + (1 - together_share) * likely
    else:
        together_share = UNCLEAR_TOGETHER * (1 - sure)
        nearby = alone.scores * (likely >= NEARBY)
        by_steps = TOGETHER_SHARE * together.scores + LIKELY_SHARE * likely + NEARBY_SHARE * nearby
        expected = together_share * together.scores + (1 - together_share) * by_steps
    return replace(
        alone,
        scores=mix(alone.scores, expected),
        nearest={name: mix(values, together.nearest[name]) for name, values in alone.nearest.items()},
        kernel=mix(alone.kernel, together.kernel),
        likeness={name: mix(values, together.likeness[name]) for name, values in alone.likeness.items()},
    )
