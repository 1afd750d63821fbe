"""The conversation log: a row for each question with what we made of it, written before the reply is sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlite_utils import Database

from bot.advice.repeating import Past
from bot.records.database import Clock

DeliveryName = Literal["pending", "sent", "failed", "blocked"]
Way = Literal["asked", "edited", "chosen"]
"""How a topic was asked for: in words, in words that were changed, or by a button or a link."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the messages that a question was sent in."""

    message_id: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asked where, without a name: ``person`` and ``chat`` are keyed hashes.

    A question that was sent in several messages has ``parts``; its ``message_id`` is the last one's.
    """

    update_id: int
    person: str
    chat: str
    chat_kind: str
    message_id: int | None
    asked_at: datetime
    parts: tuple[Part, ...] = ()


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
    """What the log knows of an earlier question: where it and the reply stand, and what became of it."""

    id: int
    message_id: int | None
    parts: tuple[Part, ...] = ()
    question: str
    delivery: DeliveryName
    reply_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RepliedTo:
    """Whose question a message of ours replied to."""

    person: str
    question: str


@dataclass(frozen=True, kw_only=True)
class LoggedAnswer:
    """A question and what we said to it, for going on from the answer. ``person`` is who asked."""

    person: str
    message_id: int | None
    language: str
    reply_language: str
    question: str
    candidates: tuple[tuple[str, float], ...]
    decision: str
    topic: str | None
    knowledge_version: str
    reply: str


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
            "parts": json.dumps([[part.message_id, part.words] for part in asking.parts]),
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
        number = self._database.execute(_INSERT, row).lastrowid
        return Logged(
            id=number or 0,
            message_id=asking.message_id,
            parts=asking.parts,
            question=understanding.question,
            delivery="pending",
            reply_ids=(),
        )

    def record_delivery(self, logged: Logged, delivery: DeliveryName, reply_ids: Sequence[int] = ()) -> timedelta:
        """Write down what became of the reply, and return how long it took."""
        now = self._clock()
        row = self._database.execute("SELECT asked_at FROM conversations WHERE id = ?", [logged.id]).fetchone()
        if row is None:
            return timedelta(0)  # Forgotten meanwhile, at the person's wish.
        latency = now - datetime.fromisoformat(row[0])
        sent_at = now.isoformat() if delivery == "sent" else None
        latency_ms = max(0, round(latency / timedelta(milliseconds=1)))
        self._database.execute(
            "UPDATE conversations SET delivery = ?, reply_ids = ?, sent_at = ?, latency_ms = ? WHERE id = ?",
            [delivery, json.dumps(list(reply_ids)), sent_at, latency_ms, logged.id],
        )
        return latency

    def of_update(self, update_id: int) -> Logged | None:
        """What was logged for this update, if anything."""
        return self._one("bot = ? AND update_id = ?", [self._bot, update_id])

    def of_message(self, chat: str, message_id: int) -> Logged | None:
        """What was logged last for this message, or for the question it is a part of, if anything."""
        is_part = "(parts != '[]' AND EXISTS (SELECT 1 FROM json_each(parts) WHERE json_extract(value, '$[0]') = ?))"
        return self._one(
            f"bot = ? AND chat = ? AND (message_id = ? OR {is_part}) AND way IN ('asked', 'edited')",
            [self._bot, chat, message_id, message_id],
        )

    def of_reply(self, chat: str, reply_id: int) -> RepliedTo | None:
        """What this message of ours replied to, if the log knows."""
        rows = self._database.query(
            "SELECT person, question FROM conversations WHERE bot = ? AND chat = ? "
            "AND EXISTS (SELECT 1 FROM json_each(reply_ids) WHERE value = ?) ORDER BY id DESC LIMIT 1",
            [self._bot, chat, reply_id],
        )
        return next((RepliedTo(person=row["person"], question=row["question"]) for row in rows), None)

    def answer(self, number: int, chat: str) -> LoggedAnswer | None:
        """The answer in the row *number*, if it is there and was given in this *chat*; a number can be made up."""
        columns = ", ".join(field.name for field in fields(LoggedAnswer))
        query = f"SELECT {columns} FROM conversations WHERE id = ? AND bot = ? AND chat = ?"  # noqa: S608 - our own columns
        for row in self._database.query(query, [number, self._bot, chat]):
            candidates = ((each["topic"], each["confidence"]) for each in json.loads(row["candidates"]))
            return LoggedAnswer(**row | {"candidates": tuple(candidates)})
        return None

    def questions_before(self, asking: Asking, *, within: timedelta, most: int) -> tuple[str, ...]:
        """The last *most* things this person asked in this chat *within* that time, oldest first; no pleasantries."""
        rows = self._database.query(_QUESTIONS, self._before(asking, within) | {"most": most})
        return tuple(reversed([str(row["question"]) for row in rows]))

    def past(self, asking: Asking, *, refusals_within: timedelta, topics_within: timedelta) -> Past:
        """What this person was told in this chat before: how often in a row that we do not know, and which topics."""
        found = Past()
        rows = self._database.query(_PAST, self._before(asking, topics_within))
        for row in reversed(list(rows)):
            found = found.after(decision=row["decision"], topic=row["topic"], reply=row["reply"])
            if datetime.fromisoformat(row["asked_at"]) < asking.asked_at - refusals_within:
                found = Past(topics=found.topics)
        return found

    def move_chat(self, old: str, new: str) -> None:
        """A chat has another name from now on; the numbers of its messages mean others there."""
        self._database.execute(
            "UPDATE conversations SET chat = ?, message_id = NULL, parts = '[]', reply_ids = '[]' "
            "WHERE bot = ? AND chat = ?",
            [new, self._bot, old],
        )

    def leave_chat(self, chat: str) -> None:
        """Nothing ties what was asked in this chat together any more."""
        self.move_chat(chat, "")

    def popular_topics(self, *, within: timedelta, people: int, most: int) -> tuple[str, ...]:
        """The topics that at least so many *people* got within that time, by their number, the *most* popular ones."""
        rows = self._database.query(
            "SELECT topic, count(DISTINCT person) AS readers FROM conversations "
            "WHERE topic IS NOT NULL AND asked_at >= ? GROUP BY topic HAVING readers >= ? "
            "ORDER BY readers DESC, topic LIMIT ?",
            [(self._clock() - within).isoformat(), people, most],
        )
        return tuple(str(row["topic"]) for row in rows)

    def _before(self, asking: Asking, within: timedelta) -> dict[str, Any]:
        return {
            "person": asking.person,
            "chat": asking.chat,
            "since": (asking.asked_at - within).isoformat(),
            "until": asking.asked_at.isoformat(),
            "bot": self._bot,
            "update": asking.update_id,
            "message": asking.message_id,
        }

    def _one(self, condition: str, values: Sequence[Any]) -> Logged | None:
        row = self._database.execute(
            f"SELECT {_LOGGED} FROM conversations WHERE {condition} ORDER BY id DESC LIMIT 1",  # noqa: S608 - our own conditions
            values,
        ).fetchone()
        if row is None:
            return None
        number, message_id, parts, question, delivery, reply_ids = row
        return Logged(
            id=number,
            message_id=message_id,
            parts=tuple(Part(message_id=part_id, words=words) for part_id, words in json.loads(parts)),
            question=question,
            delivery=delivery,
            reply_ids=tuple(json.loads(reply_ids)),
        )


_BEFORE = (
    "FROM conversations WHERE person = :person AND chat = :chat AND asked_at >= :since AND asked_at <= :until "
    "AND bot = :bot AND update_id != :update AND message_id IS NOT :message"
)
_QUESTIONS = (
    f"SELECT question {_BEFORE} AND (decision != 'smalltalk' OR candidates != '[]') ORDER BY id DESC LIMIT :most"
)
# A message that was changed has several rows; the last one is what became of it.
_PAST = (
    f"SELECT decision, topic, reply, asked_at, max(id) {_BEFORE} GROUP BY coalesce(message_id, -id) "
    "ORDER BY id DESC LIMIT 20"
)
_LOGGED = "id, message_id, parts, question, delivery, reply_ids"
_WRITTEN = (
    "bot", "update_id", "person", "chat", "chat_kind", "message_id", "parts", "asked_at", "way", "language",
    "reply_language", "question", "candidates", "decision", "topic", "knowledge_version", "reply",
)  # fmt: skip
# Written out, since sqlite-utils looks at the table before each row: four times the time.
_INSERT = f"INSERT INTO conversations ({', '.join(_WRITTEN)}) VALUES (:{', :'.join(_WRITTEN)})"  # noqa: S608 - our own columns
