"""What has been asked, each question once: for trying a change of the knowledge on what people really say."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

_MOST_ROWS = 50_000


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    """A question, how often it was asked in words like these, and by how many people.

    ``helpful`` are the topics that somebody who asked it found helpful, or a curator named; ``unhelpful`` the others.
    """

    text: str
    times: int
    people: int
    last_at: str
    helpful: frozenset[str]
    unhelpful: frozenset[str]


@dataclass(kw_only=True)
class _Gathered:
    text: str
    last_at: str
    times: int = 0

    def __post_init__(self) -> None:
        self.people: set[str] = set()
        self.helpful: set[str] = set()
        self.unhelpful: set[str] = set()


def asked_questions(database: Database, same: Callable[[str], str], *, most: int) -> tuple[AskedQuestion, ...]:
    """The last *most* questions that differ in what *same* makes of them, the newest first."""
    found: dict[str, _Gathered] = {}
    for row in database.query(_ROWS, {"most": _MOST_ROWS}):
        form = same(row["question"])
        if not form or (form not in found and len(found) >= most):
            continue
        gathered = found.setdefault(form, _Gathered(text=row["question"], last_at=row["asked_at"]))
        gathered.times += 1
        gathered.people.add(row["person"])
        for topic in (row["liked"], row["answered_with"]):
            gathered.helpful.update({topic} if topic else ())
        gathered.unhelpful.update({row["disliked"]} if row["disliked"] else ())
    return tuple(
        AskedQuestion(
            text=one.text,
            times=one.times,
            people=len(one.people),
            last_at=one.last_at,
            helpful=frozenset(one.helpful),
            unhelpful=frozenset(one.unhelpful - one.helpful),
        )
        for one in found.values()
    )


_ROWS = """
    SELECT c.question, c.asked_at, c.person,
        CASE WHEN f.verdict = 'helpful' THEN c.topic END AS liked,
        CASE WHEN f.verdict = 'not_helpful' AND f.reason IS NOT 'unclear' THEN c.topic END AS disliked,
        l.topic AS answered_with
    FROM conversations c
    LEFT JOIN feedback f ON f.conversation = c.id
    LEFT JOIN left_questions l ON l.conversation = c.id
    WHERE c.way IN ('asked', 'edited') AND c.question != ''
    ORDER BY c.id DESC LIMIT :most
"""
