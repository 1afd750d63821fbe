"""Questions that people left for the curators, and the answers that they were promised.

    left  ->  answered by a curator  ->  told to the person
    where they can be reached is kept     ... and erased

A keyed hash leads to nobody, so the number of the chat itself is kept here, and only until the person is told.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database

from bot.records.database import Clock

Told = Literal["sent", "failed", "blocked"]


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the answer is to go: the chat, its topic, and the message that asked."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, kw_only=True)
class Promised:
    """An answer that its person has not been told: a curator's *words*, the id of a topic, or both."""

    id: int
    question: str
    language: str
    words: str | None
    topic: str | None
    address: Address


class LeftQuestions:
    """The questions left with one *bot*."""

    def __init__(self, database: Database, clock: Clock, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot

    def leave(self, conversation: int, person: str, question: str, language: str, address: Address) -> None:
        """Keep a question of the conversation log for the curators; the same one is kept once."""
        if self.was_left(conversation):
            return
        row = {
            "bot": self._bot,
            "conversation": conversation,
            "person": person,
            "chat_id": address.chat_id,
            "thread_id": address.thread_id,
            "reply_to": address.reply_to,
            "language": language,
            "question": question,
            "left_at": self._clock().isoformat(),
        }
        self._database.table("left_questions").insert(row)

    def was_left(self, conversation: int) -> bool:
        """Whether the question of this row of the conversation log was left."""
        query = "SELECT 1 FROM left_questions WHERE conversation = ?"
        return any(True for _ in self._database.query(query, [conversation]))

    def answer(self, number: int, *, words: str | None = None, topic: str | None = None) -> bool:
        """Answer the question *number*; False if it is not there any more or its person was told already.

        Who left it is told by ``bot.shells.telegram.owners.telling``; until then the answer may be changed.
        """
        if not (words or topic):
            raise ValueError("an answer needs words or a topic")
        changed = self._database.execute(
            "UPDATE left_questions SET words = ?, topic = ?, answered_at = ? "
            "WHERE bot = ? AND id = ? AND told_at IS NULL",
            [words, topic, self._clock().isoformat(), self._bot, number],
        )
        return bool(changed.rowcount)

    def promised(self) -> tuple[Promised, ...]:
        """The answers that are still to be told, oldest first."""
        rows = self._database.query(
            "SELECT id, question, language, words, topic, chat_id, thread_id, reply_to FROM left_questions "
            "WHERE bot = ? AND told_at IS NULL AND answered_at IS NOT NULL AND chat_id IS NOT NULL ORDER BY id",
            [self._bot],
        )
        return tuple(_promised(row) for row in rows)

    def mark_told(self, number: int, delivery: Told) -> None:
        """The person was told, or cannot be; where to reach them is erased."""
        self._database.table("left_questions").update(
            number,
            {
                "told_at": self._clock().isoformat(),
                "delivery": delivery,
                "chat_id": None,
                "thread_id": None,
                "reply_to": None,
            },
        )


def _promised(row: dict[str, Any]) -> Promised:
    address = Address(chat_id=row["chat_id"], thread_id=row["thread_id"], reply_to=row["reply_to"])
    return Promised(
        id=row["id"],
        question=row["question"],
        language=row["language"],
        words=row["words"],
        topic=row["topic"],
        address=address,
    )
