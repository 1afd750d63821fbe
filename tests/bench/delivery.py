"""Replies a second beside a bare echo bot on the same server, what the records take, and how they grow.

All messages wait before a bot starts, so nobody's feeding is measured; the time is that from the first reply to the
last. The server, the bot and this driver are processes of their own on the same machine and share its processors.
"""

import os
import shutil
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.advice.deciding import Advice
from bot.assembly import Progress
from bot.records.conversation_log import Understanding
from bot.settings import PREFIX
from tests.bench.latency import PACKAGES
from tests.bench.log_growth import growth
from tests.bench.results import Cell, Table
from tests.bench.standin import Served, Standin, wait_until
from tests.bench.subjects import Subject

MESSAGES = 2000
USERS = 250
ROUNDS = 3
LOG_ROWS = 1_000_000
TRIES = 500
AIM = 0.8


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """A bot to be measured, and the part of the messages that it gets: thinking takes its time."""

    name: str
    command: tuple[str, ...]
    part: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Replies a second, and the processor time of each, which a busy machine does not lengthen."""

    per_second: float
    processor_ms: float


def run(
    subject: Subject,
    progress: Progress,
    *,
    messages: int = MESSAGES,
    rounds: int = ROUNDS,
    log_rows: int = LOG_ROWS,
    tries: int = TRIES,
) -> list[Table]:
    """Replies a second, log writes a second, and the records with *log_rows* questions in them."""
    folder = subject.settings.data / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="delivery-") as place:
        speed = _speed(subject, Path(place), messages, rounds, progress)
        progress("records", 0, 0)
        return [speed, *growth(Path(place) / "records", _usual_understanding(subject), log_rows, tries)]


def _speed(subject: Subject, place: Path, messages: int, rounds: int, progress: Progress) -> Table:
    without = [package for measure, package in PACKAGES.items() if measure not in subject.encoders]
    watched = ("tests.bench.watched_bot", "pulse.json")
    wording = ("--wording-only",)
    contestants = (
        Contestant(name="echo bot, one update at once", command=("tests.bench.echo_bot",)),
        Contestant(name="echo bot, 256 updates at once", command=("tests.bench.echo_bot", "256")),
        Contestant(name="tradebot, answers at hand, inbox and log on", command=(*watched, "--ready", *wording)),
        Contestant(name="tradebot, by wording", command=(*watched, *wording), part=0.5),
        *(() if without else (Contestant(name="tradebot, all encoders", command=watched, part=0.2),)),
    )
    paces: dict[str, list[Pace]] = {contestant.name: [] for contestant in contestants}
    for number in range(rounds):
        for contestant in contestants:
            progress(contestant.name, number, rounds)
            count = max(20, round(messages * contestant.part))
            paces[contestant.name].append(_pace(subject, contestant, place / "served", count))
    best = max((_usual(found) for found in list(paces.values())[:2]), key=lambda pace: pace.per_second)
    cheapest = min((_usual(found) for found in list(paces.values())[:2]), key=lambda pace: pace.processor_ms)
    rows = tuple(_row(name, found, best, cheapest) for name, found in paces.items())
    note = (
        f"median of {rounds} rounds in turn, {messages} messages of {USERS} people waiting at the start; "
        f"aim: {AIM} with answers at hand; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    return Table(title="Replies a second on one local server, unpaced", rows=rows, notes=(note,))


def _row(name: str, found: Sequence[Pace], best: Pace, cheapest: Pace) -> dict[str, Cell]:
    usual = _usual(found)
    return {
        "replies": name,
        "a second": round(usual.per_second, 1),
        "of the echo's": round(usual.per_second / best.per_second, 2),
        "processor ms each": round(usual.processor_ms, 2),
        "echo's of it": round(cheapest.processor_ms / max(usual.processor_ms, 1e-9), 2),
    }


def _usual(found: Sequence[Pace]) -> Pace:
    """The median of each figure."""
    return Pace(
        per_second=statistics.median(pace.per_second for pace in found),
        processor_ms=statistics.median(pace.processor_ms for pace in found),
    )


def _pace(subject: Subject, contestant: Contestant, data: Path, messages: int) -> Pace:
    """How fast *messages* are answered, but for the first tenth, in which a bot warms up."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    index = subject.settings.data / "index"
    if index.is_dir():
        (data / "index").symlink_to(index)
    command = [str(data / part) if part.endswith(".json") else part for part in contestant.command]
    places = {"KNOWLEDGE": subject.settings.knowledge, "TEMPLATES": subject.settings.templates}
    settings = {f"{PREFIX}{name}": str(path) for name, path in places.items()}
    texts = [question.text for question in subject.asked]
    lines = [{"user": 10_000 + number % USERS, "text": texts[number % len(texts)]} for number in range(messages)]
    with Standin() as standin:
        standin.say(lines)
        with Served(standin, data, command, settings) as bot:
            warm, warm_s = _used_at(standin, bot, messages // 10)
            end, end_s = _used_at(standin, bot, messages)
        times = sorted(sent["time"] for sent in standin.sent("sendMessage"))[messages // 10 :]
    return Pace(
        per_second=(len(times) - 1) / max(times[-1] - times[0], 1e-9),
        processor_ms=1000 * (end_s - warm_s) / max(1, end - warm),
    )


def _used_at(standin: Standin, bot: Served, replies: int) -> tuple[int, float]:
    """How many replies there are once there are so many, and the processor time used by then."""
    wait_until(lambda: standin.counts()["sent"] >= replies, bot)
    return standin.counts()["sent"], bot.processor_s


def _usual_understanding(subject: Subject) -> Understanding:
    """What is logged of a usual question: that with the reply of median length."""
    answerer = subject.answerer()
    answers = sorted((answerer.answer(question.text) for question in subject.asked), key=lambda a: len(a.reply.html))
    answer = answers[len(answers) // 2]
    return Understanding(
        way="asked",
        language=answer.language,
        reply_language=answer.reply_language,
        question=answer.question,
        candidates=[(candidate.label.id, candidate.confidence) for candidate in answer.match.topics[:5]],
        decision=answer.decision_name,
        topic=answer.decision.candidate.label.id if isinstance(answer.decision, Advice) else None,
        knowledge_version=subject.knowledge.version,
        reply=answer.reply.html,
    )
