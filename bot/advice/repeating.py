"""What a conversation has come to, so that nobody is told the same thing twice running."""

from dataclasses import dataclass
from typing import Literal

TOPICS_KEPT = 3

Manner = Literal["first", "again", "still"]
"""How it is said that we do not know: for the first time in a row, or in one of two other ways that take turns."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """What came before a question in its conversation.

    We did not know ``refusals`` times in a row, ``said`` is our last reply (Telegram's HTML), and ``topics`` are those
    that were shown last, newest first.
    """

    refusals: int = 0
    said: str = ""
    topics: tuple[str, ...] = ()

    @property
    def manner(self) -> Manner:
        """How to say now that we do not know."""
        if not self.refusals:
            return "first"
        return "again" if self.refusals % 2 else "still"

    def after(self, *, decision: str, topic: str | None, reply: str) -> "Past":
        """This, after a question with that *decision* (in one word) was given *reply*, maybe on a *topic*."""
        refusals = {"none": self.refusals + 1, "smalltalk": self.refusals}.get(decision, 0)
        topics = self.topics if topic is None else tuple(dict.fromkeys((topic, *self.topics)))[:TOPICS_KEPT]
        return Past(refusals=refusals, said=reply, topics=topics)


NO_PAST = Past()
