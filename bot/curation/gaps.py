"""``tradebot gaps``: claims thinly covered, topics that nobody asked for, questions that were never answered."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.advice.knowledge import Claim, KnowledgeBase
from bot.advice.normalising import comparable
from bot.curation.lists import Cell, Listing, add_list_arguments, shortened, write_lists
from bot.curation.logged import log_rows
from bot.curation.masking import masked
from bot.files.knowledge_reading import load_knowledge
from bot.files.question_files import MeasuredQuestion, questions_in
from bot.progress import progress_shown
from bot.settings import read_settings

NAMES = ("claims", "topics", "questions")
DAYS = 90
SHOWN = 25
FEWEST_STATEMENTS = 2
FEWEST_QUESTIONS = 3
MOST_COVERED = 5
"""Claims that a topic can answer for without being about something else for most who ask."""
EPILOG = f"""
"claims": of which little is said (fewer than {FEWEST_STATEMENTS} statements), which few questions to measure with
ask for (fewer than {FEWEST_QUESTIONS}), or which stand only in a topic with more than {MOST_COVERED} claims. "topics":
nobody got them in the last days. "questions": asked in the last days and never answered with advice, those of most
people first; telephone numbers and the like are masked. The last two come from the records of the bot.
"""


@dataclass(kw_only=True)
class _Asked:
    """A question of the log, however often it was asked."""

    question: str
    language: str
    closest: str
    times: int = 0
    newest: str = ""
    people: set[str] = field(default_factory=set)
    decisions: Counter[str] = field(default_factory=Counter)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = EPILOG
    parser.add_argument("--since", metavar="DAYS", type=int, default=DAYS, help=f"the last DAYS days (default: {DAYS})")
    parser.add_argument("--all", action="store_true", help=f"more than the first {SHOWN} of each list")
    add_list_arguments(parser, NAMES)


def run(arguments: Namespace) -> int:
    """List the gaps, and return the exit status."""
    settings = read_settings()
    with progress_shown("looking") as progress:
        progress("knowledge", 0, 0)
        knowledge, measured = load_knowledge(settings.knowledge), questions_in(settings.evaluation)
        since = datetime.now(UTC) - timedelta(days=arguments.since)
        with log_rows(settings.data, progress, since=since) as rows:
            lists = gap_lists(knowledge, measured, rows, days=arguments.since)
    write_lists([shortened(one, None if arguments.all else SHOWN) for one in lists], arguments)
    return 0


def gap_lists(
    knowledge: KnowledgeBase, measured: Sequence[MeasuredQuestion], rows: Iterable[Mapping[str, Any]], *, days: int
) -> list[Listing]:
    """The three lists, from the knowledge, the questions to measure with, and *rows* of the log of so many *days*."""
    topics: Counter[str] = Counter()
    asked: dict[str, _Asked] = {}
    for row in rows:
        topics.update([row["topic"]] if row["topic"] else [])
        if row["decision"] != "smalltalk" and row["way"] != "chosen":
            _count(asked, row)
    return [_claims(knowledge, measured), _topics(knowledge, topics, days), _questions(asked.values(), days)]


def _count(asked: dict[str, _Asked], row: Mapping[str, Any]) -> None:
    closest = row["candidates"][0]["topic"] if row["candidates"] else ""
    # Masked first: who asks the same with another telephone number asks the same.
    question = masked(row["question"])
    one = asked.setdefault(comparable(question), _Asked(question=question, language=row["language"], closest=closest))
    one.times += 1
    one.newest = max(one.newest, row["asked_at"][:10])
    one.people.add(row["person"])
    one.decisions[row["decision"]] += 1


def _claims(knowledge: KnowledgeBase, measured: Sequence[MeasuredQuestion]) -> Listing:
    stated = Counter(
        claim
        for topic in knowledge.topics
        for statement in (*topic.observe, *topic.recommend)
        for claim in statement.claims
    )
    asked = Counter(claim for question in measured for claim in question.accept)
    rows: list[tuple[Cell, ...]] = []
    for claim in knowledge.claim_by_id.values():
        covering = [topic for topic in knowledge.topics if claim.id in topic.covers]
        reasons = [
            *([f"{stated[claim.id]} statement"] if stated[claim.id] < FEWEST_STATEMENTS else []),
            *([f"{asked[claim.id]} questions to measure with"] if asked[claim.id] < FEWEST_QUESTIONS else []),
            *(["only in a broad topic"] if all(len(topic.covers) > MOST_COVERED for topic in covering) else []),
        ]
        if reasons:
            rows.append(_claim_row(claim, [topic.id for topic in covering], stated, asked, reasons))
    rows.sort(key=lambda row: -len(row[4]) if isinstance(row[4], tuple) else 0)
    columns = ("claim", "topics", "statements", "questions", "thin because", "says")
    return Listing(name="claims", about="Claims thinly covered", empty="none", columns=columns, rows=rows)


def _claim_row(
    claim: Claim, topics: Sequence[str], stated: Counter[str], asked: Counter[str], reasons: Sequence[str]
) -> tuple[Cell, ...]:
    return (claim.id, tuple(topics), stated[claim.id], asked[claim.id], tuple(reasons), claim.says["en"])


def _topics(knowledge: KnowledgeBase, times: Counter[str], days: int) -> Listing:
    rows: list[tuple[Cell, ...]] = [
        (topic.id, topic.theme, topic.kind, topic.title["en"]) for topic in knowledge.topics if not times[topic.id]
    ]
    about = f"Topics that nobody got in the last {days} days"
    return Listing(name="topics", about=about, empty="none", columns=("topic", "theme", "kind", "title"), rows=rows)


def _questions(asked: Iterable[_Asked], days: int) -> Listing:
    never = sorted(
        (one for one in asked if not one.decisions["advice"]),
        key=lambda one: (-len(one.people), -one.times, one.question),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.question,
            one.language,
            one.times,
            len(one.people),
            one.newest,
            one.decisions["choice"],
            one.decisions["none"],
            one.closest,
        )
        for one in never
    ]
    return Listing(
        name="questions",
        about=f"Questions of the last {days} days that were never answered",
        empty="none",
        columns=("question", "language", "times", "people", "newest", "asked back", "refused", "closest topic"),
        rows=rows,
    )
