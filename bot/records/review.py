"""What curators look through: questions that the bot did not serve well, and what became of each.

A question's state is kept by a keyed hash of its words, so that one that is ignored stays ignored, in whatever case
and punctuation it comes, and so that what people wrote is kept nowhere twice.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.keyed_hash import KeyedHash

State = Literal["new", "later", "done", "ignored"]
STATES: tuple[State, ...] = get_args(State)
Doing = Literal["refused", "unsure", "asked_back", "chosen", "not_helpful", "left"]
"""What the bot did with a question, or what people did about that; why it is here."""
DOINGS: tuple[Doing, ...] = get_args(Doing)
MOST_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that somebody asked and the bot did not serve well.

    ``item`` names it on buttons: ``c`` and its row in the conversation log, or ``l`` and that among the left questions.
    ``topics`` are those that may be meant, best first, ``left`` the question that waits for a curator's answer.
    """

    item: str
    text: str
    language: str
    person: str
    asked_at: str
    doings: frozenset[Doing]
    topics: tuple[str, ...] = ()
    chosen: str | None = None
    left: int | None = None


class Review:
    """The questions put to one *bot*. A form is what all texts have in common that are the same question."""

    def __init__(self, database: Database, clock: Clock, names: KeyedHash, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._names = names
        self._bot = bot

    def asked(self, within: timedelta, is_sure: Callable[[float], bool]) -> tuple[Asked, ...]:
        """What was asked *within* that time and not served well, newest first; *is_sure* judges a confidence."""
        values = {"bot": self._bot, "since": (self._clock() - within).isoformat(), "most": MOST_ROWS}
        logged = (_logged(row, is_sure) for row in self._database.query(_LOGGED, values))
        orphans = (_orphan(row) for row in self._database.query(_ORPHANS, {"bot": self._bot}))
        return tuple(one for one in (*logged, *orphans) if one.doings)

    def states(self, forms: Iterable[str]) -> Mapping[str, tuple[State, str]]:
        """State and time of change of those of *forms* that have ever been given one."""
        hashes = {self._names.words(form): form for form in forms}
        rows = self._database.query("SELECT words, state, changed_at FROM review")
        return {hashes[row["words"]]: (row["state"], row["changed_at"]) for row in rows if row["words"] in hashes}

    def set_state(self, forms: Iterable[str], state: State) -> None:
        """From now on the questions of these *forms* are in this *state*."""
        now = self._clock().isoformat()
        with self._database.atomic():
            for form in forms:
                row = {"words": self._names.words(form), "state": state, "changed_at": now}
                self._database.table("review").upsert(row, pk="words")


def _logged(row: Mapping[str, Any], is_sure: Callable[[float], bool]) -> Asked:
    candidates = [(each["topic"], each["confidence"]) for each in json.loads(row["candidates"])]
    doings: set[Doing] = set()
    if row["decision"] == "none":
        doings.add("refused")
    if row["decision"] == "choice":
        doings.add("asked_back")
    if any(topic == row["topic"] and not is_sure(confidence) for topic, confidence in candidates):
        doings.add("unsure")
    chosen = row["chosen"] if row["chosen"] in {topic for topic, _ in candidates} else None
    if row["decision"] == "choice" and chosen:
        doings.add("chosen")
    if row["verdict"] == "not_helpful":
        doings.add("not_helpful")
    if row["left_id"] is not None:
        doings.add("left")
    topics = [topic for topic, _ in sorted(candidates, key=lambda each: each[0] != chosen)]
    return Asked(
        item=f"c{row['id']}",
        text=row["question"],
        language=row["language"],
        person=row["person"],
        asked_at=row["asked_at"],
        doings=frozenset(doings),
        topics=tuple(topics),
        chosen=chosen if "chosen" in doings else None,
        left=row["left_id"],
    )


def _orphan(row: Mapping[str, Any]) -> Asked:
    """A left question whose row in the log is gone; it was promised an answer all the same."""
    return Asked(
        item=f"l{row['id']}",
        text=row["question"],
        language=row["language"],
        person=row["person"],
        asked_at=row["left_at"],
        doings=frozenset({"left"}),
        left=row["id"],
    )


_LOGGED = """
    SELECT c.id, c.question, c.language, c.person, c.asked_at, c.decision, c.topic, c.candidates, f.verdict,
        l.id AS left_id,
        (
            SELECT CASE n.way WHEN 'chosen' THEN n.topic END FROM conversations n
            WHERE n.person = c.person AND n.chat = c.chat AND n.asked_at > c.asked_at
            ORDER BY n.asked_at LIMIT 1
        ) AS chosen
    FROM conversations c
    LEFT JOIN feedback f ON f.conversation = c.id
    LEFT JOIN left_questions l ON l.conversation = c.id AND l.told_at IS NULL AND l.answered_at IS NULL
    WHERE c.bot = :bot AND c.way IN ('asked', 'edited') AND c.decision != 'smalltalk' AND c.question != ''
        AND (c.asked_at >= :since OR l.id IS NOT NULL)
    ORDER BY c.asked_at DESC LIMIT :most
"""
_ORPHANS = """
    SELECT id, question, language, person, left_at FROM left_questions
    WHERE bot = :bot AND conversation IS NULL AND told_at IS NULL AND answered_at IS NULL
    ORDER BY id DESC
"""
