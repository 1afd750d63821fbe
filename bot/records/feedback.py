"""What people say of an answer: one word for each, which they may change."""

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bot.records.database import Clock

Verdict = Literal["helpful", "not_helpful"]
Reason = Literal["wrong_topic", "too_general", "out_of_date", "unclear"]
"""What was wrong with an answer that did not help."""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a person says of an answer."""

    verdict: Verdict
    reason: Reason | None = None


class Feedback:
    """Opinions on answers, each kept with the row of the conversation log that has the answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def give(self, conversation: int, person: str, opinion: Opinion) -> None:
        """Write down the *opinion*; an earlier one on the same answer is replaced."""
        row = {
            "conversation": conversation,
            "person": person,
            "verdict": opinion.verdict,
            "reason": opinion.reason,
            "given_at": self._clock().isoformat(),
        }
        self._database.table("feedback").upsert(row, pk="conversation")

    def on(self, conversation: int) -> Opinion | None:
        """What was said of this answer, if anything."""
        for row in self._database.query("SELECT verdict, reason FROM feedback WHERE conversation = ?", [conversation]):
            return Opinion(verdict=row["verdict"], reason=row["reason"])
        return None
