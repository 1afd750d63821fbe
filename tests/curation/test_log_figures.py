"""Figures say what a log counted by hand says, and nothing that points at somebody."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.curation.log_figures import Counted, LogFigures, figures_in
from bot.records.log_counts import _BY_DAY, _LANGUAGES, _PEOPLE, _READERS, last_days
from bot.records.opening import Records, open_records
from tests.curation.small_log import NOW, SmallLog

TODAY = NOW.date()
DAY = timedelta(days=1)
MIDNIGHT = datetime.combine(TODAY, datetime.min.time(), NOW.tzinfo)
CODE = "hs code for mugs"


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return open_records(tmp_path, lambda: NOW, bot=1)


@pytest.fixture
def log(records: Records) -> SmallLog:
    return SmallLog(records)


@pytest.fixture
def figures(records: Records, tmp_path: Path) -> Callable[[int], LogFigures]:
    """The figures of so many days, counted while the log is open."""
    return lambda days: figures_in(tmp_path, last_days(days, TODAY))


def told(counted: tuple[Counted, ...]) -> list[tuple[str, int | None]]:
    return [(one.name, one.people) for one in counted]


def test_what_became_of_questions_is_counted_by_day(log: SmallLog, figures: Callable[[int], LogFigures]) -> None:
    for person in ("anna", "ben", "chen"):
        log.ask(person, "freight is too expensive")
    log.ask("anna", "train staff or hire", decision="choice", ago=2 * DAY)
    log.ask("anna", CODE, decision="none", ago=2 * DAY)
    log.ask("dora", "freight", ago=8 * DAY)
    week, month = figures(7), figures(30)
    assert [(span.days.first, span.questions) for span in week.by_day] == [
        (date(2026, 11, day), questions) for day, questions in zip(range(15, 22), (0, 0, 0, 0, 2, 0, 3), strict=True)
    ]
    total = week.all_days
    assert (total.people, total.answered, total.asked_back, total.refused) == (3, 3, 1, 1)
    assert (month.all_days.people, month.all_days.questions) == (4, 6)
    assert [(span.days.first, span.days.count, span.questions) for span in month.weeks] == [
        (date(2026, 10, 23), 2, 0),
        (date(2026, 10, 25), 7, 0),
        (date(2026, 11, 1), 7, 0),
        (date(2026, 11, 8), 7, 1),
        (date(2026, 11, 15), 7, 5),
    ]


def test_a_day_begins_and_ends_at_midnight(log: SmallLog, figures: Callable[[int], LogFigures]) -> None:
    log.ask("anna", "first of the week", ago=NOW - MIDNIGHT + 6 * DAY)
    log.ask("anna", "last before it", ago=NOW - MIDNIGHT + 6 * DAY + timedelta(microseconds=1))
    log.ask("anna", "last of today", ago=NOW - MIDNIGHT - DAY + timedelta(microseconds=1))
    log.ask("anna", "first of tomorrow", ago=NOW - MIDNIGHT - DAY)
    assert [span.questions for span in figures(7).by_day] == [1, 0, 0, 0, 0, 0, 1]


def test_only_questions_are_counted_and_a_changed_one_once(log: SmallLog, figures: Callable[[int], LogFigures]) -> None:
    log.ask("anna", "hello", decision="smalltalk")
    log.ask("anna", "", decision="none")
    log.ask("anna", "Fraud", way="chosen", topic="online_fraud")
    log.ask("ben", "frieght", decision="none", message=7)
    log.ask("ben", "frieght costs", decision="choice", message=7, way="edited")
    log.ask("ben", "freight costs", message=7, way="edited")
    found = figures(7)
    assert (found.all_days.answered, found.all_days.asked_back, found.all_days.refused) == (1, 0, 0)
    assert found.unanswered == ()


def test_who_only_opened_a_topic_is_one_of_the_people_and_of_its_readers(
    log: SmallLog, figures: Callable[[int], LogFigures]
) -> None:
    for person in ("anna", "ben", "chen", "dora"):
        log.ask(person, "Fraud", way="chosen", topic="online_fraud")
    for person in ("anna", "ben", "chen"):
        log.ask(person, "freight")
        log.ask(person, "freight costs")
    log.ask("emil", "hello", decision="smalltalk")
    found = figures(7)
    assert found.all_days.people == 4
    assert told(tuple(found.topics)) == [("online_fraud", 4), ("logistics_cost", 3)]
    assert [one.share for one in found.topics] == [1.0, 0.75]


def test_fewer_than_three_people_are_not_counted_and_look_alike(
    log: SmallLog, figures: Callable[[int], LogFigures]
) -> None:
    for number in range(9):
        log.ask("anna", f"freight {number}", language="vi")
    log.ask("anna", CODE, decision="none")
    log.judge(log.ask("ben", "cheated", topic="online_fraud", language="zh"), "ben", "helpful")
    log.ask("anna", "cheated", topic="online_fraud", language="zh")
    found = figures(7)
    assert found.all_days.people is None
    assert [(span.people, span.questions) for span in found.by_day][-1] == (None, 12)
    for counted in (found.topics, found.languages, found.unanswered):
        assert {(one.people, one.share) for one in counted} == {(None, 0.0)}
    assert [one.name for one in found.languages] == ["en", "vi", "zh"]
    assert (found.helpful, found.judged) == (None, 0)


def test_refused_questions_are_put_together_masked_and_the_newest_first(
    log: SmallLog, figures: Callable[[int], LogFigures]
) -> None:
    log.ask("dora", "visa for Peru", decision="none", ago=DAY)
    for number, person in enumerate(("anna", "ben", "chen", "chen")):
        log.ask(person, f"{CODE.upper()}?? call +44 20 7946 095{number}", decision="none")
    log.ask("dora", "tax in Chile, mail dora@example.org", decision="none")
    assert told(tuple(figures(7).unanswered)) == [
        (f"{CODE.upper()}?? call ▇phone▇", 3),
        ("tax in Chile, mail ▇email▇", None),
        ("visa for Peru", None),
    ]


def test_helpful_is_the_share_of_answers_that_were_judged(log: SmallLog, figures: Callable[[int], LogFigures]) -> None:
    for person, verdict in (("anna", "helpful"), ("ben", "helpful"), ("chen", "not_helpful"), ("chen", "helpful")):
        log.judge(log.ask(person, "freight"), person, verdict)  # type: ignore[arg-type] # the words are those of Verdict
    assert (figures(7).helpful, figures(7).judged) == (0.75, 4)


def test_workshops_are_counted_where_enough_people_asked(
    log: SmallLog, records: Records, figures: Callable[[int], LogFigures]
) -> None:
    rooms = [records.workshops.open("eva", 1, name=name, language="en") for name in ("Small", "Large", "Silent")]
    for room, people in zip(rooms, (("anna", "ben"), ("chen", "dora", "emil", "fay"), ()), strict=True):
        for person in people:
            records.room_members.join(person, None, room.code)
            records.room_questions.add(person, log.ask(person, "freight"))
            records.room_questions.add(person, log.ask(person, "visa", decision="none"))
    log.ask("gil", "freight")
    found = figures(7).rooms
    assert [(room.name, room.people, room.questions, room.answered) for room in found] == [
        ("Large", 4, 8, 4),
        ("Small", None, None, None),
    ]


def test_where_nobody_asked_all_figures_are_empty(tmp_path: Path) -> None:
    found = figures_in(tmp_path / "nothing", last_days(30, TODAY))
    assert (found.all_days.questions, found.all_days.people, found.helpful) == (0, None, None)
    assert len(found.by_day) == 30
    assert (found.topics, found.languages, found.unanswered, found.rooms) == ((), (), (), ())
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    "query", [_PEOPLE, _BY_DAY, _LANGUAGES, _READERS], ids=["people", "days", "languages", "topics"]
)
def test_rows_are_counted_from_an_index_without_reading_them(records: Records, query: str) -> None:
    values = {"first": "2026-11-15", "after": "2026-11-22"}
    steps = [str(row["detail"]) for row in records.database.query(f"EXPLAIN QUERY PLAN {query}", values)]
    assert any("c USING COVERING INDEX conversations_counted" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN")]
