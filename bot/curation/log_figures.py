"""The figures of the bot: what its log adds up to in some days, and no more of it than may be seen.

    exact counts (records/log_counts.py)  ->  figures (here)  ->  message, pictures, page (figure_pages.py), lists

A day and all days together tell of nobody, so their questions are counted exactly. What was asked, in which language
and in which workshop may point at somebody, so nothing but people is counted there, and fewer than three are not told.
"""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.advice.normalising import comparable
from bot.curation.masking import masked
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.records.log_counts import Asked, Days, LogCounts, Opinions, RefusedQuestion, RoomTally, Tally, log_counts
from bot.workshops.counts import FEWEST_SHOWN, bar_of, shown

PERIODS = (7, 30, 90)
"""Days back that figures are wanted for; the command takes any number."""
MOST_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Span(Asked):
    """Some days in a row, and what became of their questions; ``people`` is None where there were too few to tell."""

    days: Days
    people: int | None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A topic, a language or a question, and its people: None where there are too few to tell."""

    name: str
    people: int | None
    share: float

    @property
    def bar(self) -> str:
        """The share as a bar of text."""
        return bar_of(self.share)


@dataclass(frozen=True, kw_only=True)
class RoomFigures:
    """A workshop; nothing is counted where too few people asked in it."""

    name: str
    day: date | None
    people: int | None
    questions: int | None
    answered: int | None
    share: float


@dataclass(frozen=True, kw_only=True)
class LogFigures:
    """All figures of some days; topics and languages are named by their ids, those of most people first."""

    all_days: Span
    by_day: Sequence[Span]
    judged: int
    helpful: float | None
    """The share of the judged answers; None where too few people judged."""
    topics: Sequence[Counted]
    unanswered: Sequence[Counted]
    """Refused questions in the words of who asked last, masked."""
    languages: Sequence[Counted]
    rooms: Sequence[RoomFigures]

    @property
    def days(self) -> Days:
        """The days that are counted."""
        return self.all_days.days

    @property
    def weeks(self) -> Sequence[Span]:
        """The days seven by seven, the last week whole; its people are not counted."""
        first = len(self.by_day) % 7
        starts = [*([0] if first else []), *range(first, len(self.by_day), 7)]
        return tuple(
            _sum(self.by_day[start:end]) for start, end in zip(starts, [*starts[1:], len(self.by_day)], strict=True)
        )


_NONE_ASKED = Tally(people=0, answered=0, asked_back=0, refused=0)
_NOTHING = LogCounts(
    people=0,
    by_day={},
    languages={},
    readers={},
    rooms=(),
    opinions=Opinions(people=0, helpful=0, judged=0),
    refused=(),
)


@dataclass(kw_only=True)
class _Refused:
    """A question that was refused, however often and in whatever dress."""

    text: str
    people: set[str] = field(default_factory=set)


def figures_in(folder: Path, days: Days) -> LogFigures:
    """The figures of *days* in the records of *folder*; may take seconds, and holds up nobody who writes there."""
    path = folder / FILE_NAME
    if not path.is_file():
        return figures_from(_NOTHING, days)
    with errors_told(path), closing(open_database(folder, lambda: datetime.now(UTC))) as database:
        return figures_from(log_counts(database, days), days)


def figures_from(counts: LogCounts, days: Days) -> LogFigures:
    """What may be seen of *counts*."""
    by_day = tuple(_day(counts, days.first + timedelta(days=number)) for number in range(days.count))
    opinions = counts.opinions
    many_judged = shown(opinions.people) is not None
    return LogFigures(
        all_days=_sum(by_day, shown(counts.people)),
        by_day=by_day,
        judged=opinions.judged if many_judged else 0,
        helpful=opinions.helpful / opinions.judged if many_judged else None,
        topics=_counted(counts.readers.items()),
        unanswered=_counted((one.text, len(one.people)) for one in _once_each(counts.refused)),
        languages=_counted((language, tally.people) for language, tally in counts.languages.items()),
        rooms=_rooms(counts.rooms),
    )


def _day(counts: LogCounts, day: date) -> Span:
    tally = counts.by_day.get(day, _NONE_ASKED)
    return _span((tally,), Days(first=day, last=day), shown(tally.people))


def _sum(spans: Sequence[Span], people: int | None = None) -> Span:
    return _span(spans, Days(first=spans[0].days.first, last=spans[-1].days.last), people)


def _span(parts: Sequence[Asked], days: Days, people: int | None) -> Span:
    return Span(
        days=days,
        people=people,
        answered=sum(part.answered for part in parts),
        asked_back=sum(part.asked_back for part in parts),
        refused=sum(part.refused for part in parts),
    )


def _counted(people: Iterable[tuple[str, int]]) -> tuple[Counted, ...]:
    """Those of most people first; those of too few last, as they are *given*, which tells nothing of how many."""
    given = dict(people)
    most = max(given.values(), default=0)
    order = sorted(given, key=lambda name: -(shown(given[name]) or 0))
    return tuple(Counted(name=name, people=shown(given[name]), share=_share(given[name], most)) for name in order)


def _share(people: int, most: int) -> float:
    """How long a bar is beside the longest; one length for all that have too few people to tell."""
    return (0.0 if people < FEWEST_SHOWN else people) / max(most, FEWEST_SHOWN)


def _once_each(refused: Sequence[RefusedQuestion]) -> Iterable[_Refused]:
    """*refused*, the newest first, put together by what they say; who asks with another number asks the same."""
    forms: dict[str, str] = {}
    found: dict[str, _Refused] = {}
    for one in refused:
        text = forms.setdefault(one.text, masked(one.text))
        form = comparable(text)
        if form:
            found.setdefault(form, _Refused(text=text)).people.add(one.person)
    return found.values()


def _rooms(rooms: Sequence[RoomTally]) -> tuple[RoomFigures, ...]:
    most = max((room.tally.people for room in rooms), default=0)
    order = sorted(rooms, key=lambda room: (-(shown(room.tally.people) or 0), room.name, room.room))
    return tuple(_room(room, most) for room in order)


def _room(room: RoomTally, most: int) -> RoomFigures:
    people, tally = shown(room.tally.people), room.tally
    return RoomFigures(
        name=room.name,
        day=None if room.day is None else date.fromisoformat(room.day),
        people=people,
        questions=None if people is None else tally.questions,
        answered=None if people is None else tally.answered,
        share=_share(tally.people, most),
    )
