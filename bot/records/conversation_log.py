"""The conversation log: a row for each question with what we made of it, written before the reply is sent."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlite_utils import Database

from bot.records.database import Clock

DeliveryName = Literal["pending", "sent", "failed", "blocked"]
Way = Literal["asked", "edited", "chosen"]
"""How a topic was asked for: in words, in words that were changed, or by a button or a link."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asked where, without a name: ``person`` and ``chat`` are keyed hashes."""

    update_id: int
    person: str
    chat: str
    chat_kind: str
    message_id: int | None
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """What we made of a question, and what we say to it. ``candidates`` are topics with their confidence."""

    way: Way
    language: str
    reply_language: str
    question: str
    candidates: Sequence[tuple[str, float]]
    decision: str
    topic: str | None
    knowledge_version: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class Logged:
    """What the log knows of an earlier question: where the reply stands, and what became of it."""

    id: int
    question: str
    delivery: DeliveryName
    reply_ids: tuple[int, ...]


class ConversationLog:
    """The questions put to one *bot*."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def record_answer(self, asking: Asking, understanding: Understanding) -> Logged:
        """Write down a question and the reply that is about to be sent; a second try of the same update adds no row."""
        known = self.of_update(asking.update_id)
        if known is not None:
            return known
        candidates = [
            {"topic": topic, "confidence": round(confidence, 4)} for topic, confidence in understanding.candidates
        ]
        row = {
            "bot": self._bot,
            "update_id": asking.update_id,
            "person": asking.person,
            "chat": asking.chat,
            "chat_kind": asking.chat_kind,
            "message_id": asking.message_id,
            "asked_at": asking.asked_at.isoformat(),
            "way": understanding.way,
            "language": understanding.language,
            "reply_language": understanding.reply_language,
            "question": understanding.question,
            "candidates": json.dumps(candidates),
            "decision": understanding.decision,
            "topic": understanding.topic,
            "knowledge_version": understanding.knowledge_version,
            "reply": understanding.reply,
        }
        number = self._database.table("conversations").insert(row).last_pk
        return Logged(id=int(str(number)), question=understanding.question, delivery="pending", reply_ids=())

    def record_delivery(self, logged: Logged, delivery: DeliveryName, reply_ids: Sequence[int] = ()) -> None:
        """Write down what became of the reply."""
        now = self._clock()
        (row,) = self._database.query("SELECT asked_at FROM conversations WHERE id = ?", [logged.id])
        latency = now - datetime.fromisoformat(row["asked_at"])
        self._database.table("conversations").update(
            logged.id,
            {
                "delivery": delivery,
                "reply_ids": json.dumps(list(reply_ids)),
                "sent_at": now.isoformat() if delivery == "sent" else None,
                "latency_ms": max(0, round(latency / timedelta(milliseconds=1))),
            },
        )

    def of_update(self, update_id: int) -> Logged | None:
        """What was logged for this update, if anything."""
        return self._one("bot = ? AND update_id = ?", [self._bot, update_id])

    def of_message(self, chat: str, message_id: int) -> Logged | None:
        """What was logged last for this message, if anything."""
        return self._one(
            "bot = ? AND chat = ? AND message_id = ? AND way IN ('asked', 'edited')", [self._bot, chat, message_id]
        )

    def questions_before(self, asking: Asking, *, within: timedelta, most: int) -> tuple[str, ...]:
        """The last *most* things this person asked in this chat *within* that time, oldest first."""
        rows = self._database.query(
            "SELECT question FROM conversations WHERE person = ? AND chat = ? AND asked_at >= ? AND asked_at <= ? "
            "AND bot = ? AND update_id != ? AND message_id IS NOT ? AND decision != 'smalltalk' "
            "ORDER BY id DESC LIMIT ?",
            [
                asking.person,
                asking.chat,
                (asking.asked_at - within).isoformat(),
                asking.asked_at.isoformat(),
                self._bot,
                asking.update_id,
                asking.message_id,
                most,
            ],
        )
        return tuple(reversed([str(row["question"]) for row in rows]))

    def _one(self, condition: str, values: Sequence[Any]) -> Logged | None:
        rows = self._database.query(
            f"SELECT id, question, delivery, reply_ids FROM conversations WHERE {condition} ORDER BY id DESC LIMIT 1",  # noqa: S608 - our own conditions
            values,
        )
        for row in rows:
            return Logged(
                id=row["id"],
                question=row["question"],
                delivery=row["delivery"],
                reply_ids=tuple(json.loads(row["reply_ids"])),
            )
        return None


def logged_rows(
    database: Database, *, since: datetime | None = None, decision: str | None = None
) -> Iterator[dict[str, Any]]:
    """Rows of the log, of all bots, oldest first, with the candidates as a list."""
    conditions, values = ["1"], []
    if since is not None:
        conditions.append("asked_at >= ?")
        values.append(since.isoformat())
    if decision is not None:
        conditions.append("decision = ?")
        values.append(decision)
    rows = database.query(
        f"SELECT {', '.join(COLUMNS)} FROM conversations WHERE {' AND '.join(conditions)} ORDER BY id",  # noqa: S608 - our own columns and conditions
        values,
    )
    for row in rows:
        yield dict(row) | {"candidates": json.loads(row["candidates"])}


COLUMNS = (
    "id", "asked_at", "person", "chat_kind", "way", "language", "reply_language", "question", "candidates", "decision",
    "topic", "knowledge_version", "reply", "delivery", "sent_at", "latency_ms",
)  # fmt: skip
"""What is shown and exported of a row."""
