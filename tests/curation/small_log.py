"""A small log to be counted by hand: who asked what, in how many words, and what became of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.records.conversation_log import Asking
from bot.records.feedback import Opinion, Verdict
from bot.records.opening import Records
from tests.records.test_conversation_log import UNDERSTANDING

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class SmallLog:
    """Writes into *records*; everybody asks in a private chat of their own."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._updates = 0

    def ask(self, person: str, question: str, *, ago: timedelta = timedelta(), message: int = 0, **made: Any) -> int:
        """Log a *question*, and return the number of its row; *made* is what was understood otherwise."""
        self._updates += 1
        asking = Asking(
            update_id=self._updates,
            person=person,
            chat=f"chat of {person}",
            chat_kind="private",
            message_id=message or 1000 + self._updates,
            asked_at=NOW - ago,
        )
        is_advice = made.get("decision", "advice") == "advice"
        topic = made.pop("topic", "logistics_cost" if is_advice else None)
        understanding = replace(UNDERSTANDING, question=question, topic=topic, **made)
        return self.records.conversations.record_answer(asking, understanding).id

    def judge(self, conversation: int, person: str, verdict: Verdict) -> None:
        """*person* says of an answer whether it helped."""
        self.records.feedback.give(conversation, person, Opinion(verdict=verdict))
