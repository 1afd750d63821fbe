"""What the records take: writes a second, bytes a row, and the bot's own queries with very many rows there."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.records.conversation_log import Asking, Logged, Understanding
from bot.records.database import FILE_NAME
from bot.records.inbox import Arrival, Waiting
from bot.records.log_counts import last_days, log_counts
from bot.records.logged_rows import logged_rows
from bot.records.opening import Records, open_records
from tests.bench.results import Table, timing

BOT = 123456
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ASKED_BY_EACH = 20
"""Questions of one person, on average."""


def growth(folder: Path, understanding: Understanding, rows: int, tries: int) -> tuple[Table, Table]:
    """Writes a second into a small log, and the size and the queries of one with *rows* rows."""
    records = open_records(folder, lambda: NOW, bot=BOT)
    try:
        writes = _writes(records, understanding, tries)
        before = _bytes(records)
        fill(records, understanding, rows)
        size = (_bytes(records) - before) / rows
        return writes, _queries(records, understanding, rows, tries, size)
    finally:
        records.close()


def fill(records: Records, understanding: Understanding, rows: int) -> None:
    """Put *rows* answered questions of the last year into the log, and the updates that brought them into the inbox."""
    # Room for the indexes, whose places are random: what SQLite takes by itself is written anew for nearly every row.
    records.database.execute("PRAGMA cache_size = -500000")
    _fill(records, understanding, [_asking(records, rows, number) for number in range(rows)])
    records.database.execute("PRAGMA cache_size = -2000")


def _fill(records: Records, understanding: Understanding, askings: Sequence[Asking]) -> None:
    candidates = json.dumps([{"topic": topic, "confidence": value} for topic, value in understanding.candidates])
    with records.database.atomic():
        records.database.conn.executemany(
            "INSERT INTO conversations (bot, update_id, person, chat, chat_kind, message_id, asked_at, way, language, "
            "reply_language, question, candidates, decision, topic, knowledge_version, reply, reply_ids, delivery, "
            "sent_at, latency_ms) VALUES (?, ?, ?, ?, 'private', ?, ?, 'asked', ?, ?, ?, ?, ?, ?, ?, ?, ?, 'sent', ?, "
            "40)",
            (
                (
                    BOT, asking.update_id, asking.person, asking.chat, asking.message_id, asking.asked_at.isoformat(),
                    understanding.language, understanding.reply_language, understanding.question, candidates,
                    understanding.decision, understanding.topic, understanding.knowledge_version, understanding.reply,
                    f"[{asking.update_id}]", asking.asked_at.isoformat(),
                )
                for asking in askings
            ),
        )  # fmt: skip
        records.database.conn.executemany(
            "INSERT INTO inbox (bot, update_id, received_at, chat, raw, state, done_at) "
            "VALUES (?, ?, ?, '', '', 'done', ?)",
            ((BOT, asking.update_id, asking.asked_at.isoformat(), asking.asked_at.isoformat()) for asking in askings),
        )


def _asking(records: Records, rows: int, number: int) -> Asking:
    user = 1 + number % max(1, rows // ASKED_BY_EACH)
    return Asking(
        update_id=1_000_000 + number,
        person=_hashed(records.names.person, user),
        chat=_hashed(records.names.chat, user),
        chat_kind="private",
        message_id=number,
        asked_at=NOW - timedelta(days=365) * (1 - (number + 1) / (rows + 1)),
    )


@cache
def _hashed(name: Callable[[int], str], user: int) -> str:
    return name(user)


def _bytes(records: Records) -> int:
    records.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return records.path.stat().st_size


def _writes(records: Records, understanding: Understanding, tries: int) -> Table:
    """The steps that every question takes, each by itself."""
    askings = [_fresh(records, number) for number in range(tries)]
    logged: list[Logged] = []
    waiting: list[Waiting] = []
    batches = [[_arrival(records, 1 + 100 * batch + n) for n in range(100)] for batch in range(max(1, tries // 100))]

    def store(asking: Asking) -> None:
        waiting.extend(records.inbox.store([_arrival(records, asking.update_id)]))

    def record(asking: Asking) -> None:
        logged.append(records.conversations.record_answer(asking, understanding))

    steps: list[tuple[str, int, Callable[[], object]]] = [
        ("update into the inbox, alone", 1, _each(store, askings)),
        ("update into the inbox, 100 at once", 100, _each(records.inbox.store, batches)),
        ("question into the log", 1, _each(record, askings)),
        (
            "delivery into the log",
            1,
            _each(lambda row: records.conversations.record_delivery(row, "sent", [1]), logged),
        ),
        ("update marked done", 1, _each(records.inbox.mark_done, waiting)),
    ]
    rows = []
    for name, each, step in steps:
        times = list(_times(step, len(batches) if each > 1 else tries))
        rows.append({"write": name, **timing(times), "a second": round(each * 1000 * len(times) / sum(times))})
    return Table(
        title="Writes to the records, each committed by itself",
        rows=tuple(rows),
        notes=("into the inbox: flushed to the disk before Telegram may forget",),
    )


def _queries(records: Records, understanding: Understanding, rows: int, tries: int, size: float) -> Table:
    """The bot's own queries, with *rows* rows in the log and in the inbox."""
    known = [_asking(records, rows, (7919 * number) % rows) for number in range(tries)]
    fresh = [_fresh(records, tries + number) for number in range(tries)]
    log = records.conversations
    week_ago = NOW - timedelta(days=7)

    def earlier(asking: Asking) -> object:
        return log.questions_before(asking, within=timedelta(days=30), most=3)

    def popular() -> object:
        return log.popular_topics(within=timedelta(days=30), people=5, most=5)

    steps: list[tuple[str, int, Callable[[], object]]] = [
        ("earlier questions of a person", tries, _each(earlier, known)),
        ("what became of an update", tries, _each(lambda a: log.of_update(a.update_id), known)),
        ("what was said to a message", tries, _each(lambda a: log.of_message(a.chat, a.message_id), known)),
        ("question that a reply points back to", tries, _each(lambda a: log.of_reply(a.chat, a.update_id), known)),
        ("language a person chose", tries, _each(lambda a: records.people.chosen_language(a.person), known)),
        ("what waits in the inbox", 20, records.inbox.waiting),
        ("how much waits there", 20, records.inbox.count_waiting),
        ("what is to be tried again", 20, records.inbox.put_back),
        ("popular topics of a month", 5, popular),
        ("figures of 90 days", 3, lambda: log_counts(records.database, last_days(90, NOW.date()))),
        ("question into the log", tries, _each(lambda a: log.record_answer(a, understanding), fresh)),
        ("export of the last week", 1, lambda: sum(1 for _ in logged_rows(records.database, since=week_ago))),
    ]  # fmt: skip
    return Table(
        title=f"With {rows:,} rows in the log and in the inbox",
        rows=tuple({"query": name, **timing(list(_times(step, count)))} for name, count, step in steps),
        notes=(f"{size:.0f} bytes a question, its indexes and its row in the inbox included; {FILE_NAME} in WAL mode",),
    )


def _fresh(records: Records, number: int) -> Asking:
    return Asking(
        update_id=500_000_000 + number,
        person=records.names.person(-number),
        chat=records.names.chat(-number),
        chat_kind="private",
        message_id=number,
        asked_at=NOW,
    )


def _arrival(records: Records, number: int) -> Arrival:
    message = {"message_id": number, "date": 1, "chat": {"id": number, "type": "private"}, "text": "freight " * 10}
    return Arrival(
        update_id=600_000_000 + number,
        chat=records.names.chat(number),
        raw=json.dumps({"update_id": number, "message": message}),
    )


def _each(work: Callable[[Any], object], subjects: Iterable[Any]) -> Callable[[], object]:
    """Does *work* with the next of *subjects* each time it is called; a list may grow meanwhile."""
    left = iter(subjects)
    return lambda: work(next(left))


def _times(step: Callable[[], object], count: int) -> Iterator[float]:
    for _ in range(count):
        start = perf_counter()
        step()
        yield (perf_counter() - start) * 1000
