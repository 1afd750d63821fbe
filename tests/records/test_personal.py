"""The table of personal data is complete and true: the real database is asked."""

import pytest

from bot.files.templates import Templates
from bot.records.opening import Records
from bot.records.personal import PERSONAL_TABLES, Forgetting, Kept, PersonalTable
from tests.conftest import CHECKOUT

EVERYBODY = {"person": "p", "chat": "c", "before": "2026"}
TABLES = pytest.mark.parametrize("table", PERSONAL_TABLES, ids=lambda table: table.name)


def test_every_table_with_a_person_is_listed(records: Records) -> None:
    with_person = {
        table.name for table in records.database.tables if "person" in {column.name for column in table.columns}
    }
    listed = {table.name for table in PERSONAL_TABLES}
    assert with_person - listed == set(), "say in bot/records/personal.py what becomes of these"
    assert listed <= set(records.database.table_names())


@TABLES
def test_what_is_listed_of_a_table_is_so(table: PersonalTable, records: Records) -> None:
    columns = ", ".join(table.shown)
    for condition in (table.of_person, table.expired or "1"):
        found = records.database.query(f"SELECT {columns} FROM {table.name} WHERE {condition}", EVERYBODY)  # noqa: S608 - our own words
        assert list(found) == []
    if table.emptied:
        records.database.execute(f"UPDATE {table.name} SET {table.emptied} WHERE {table.of_person}", EVERYBODY)  # noqa: S608 - our own words
    assert bool(table.emptied) == (table.forgetting is Forgetting.EMPTIES)


@TABLES
def test_nobody_is_shown_the_names_by_which_the_records_know_people(table: PersonalTable) -> None:
    assert not {"person", "chat", "bot"} & set(table.shown)


@TABLES
def test_people_can_read_what_is_stored(table: PersonalTable) -> None:
    templates = Templates(CHECKOUT / "templates")
    for language in templates.languages:
        assert templates.label(language, f"stored_{table.name}")
        assert templates.label(language, f"why_{table.name}")
    assert (table.expired is None) == (table.kept in {Kept.FOR_GOOD, Kept.UNTIL_ENDED})


@TABLES
def test_the_rows_of_a_person_are_found_by_an_index(table: PersonalTable, records: Records) -> None:
    for condition in filter(None, (table.of_person, table.expired)):
        query = f"SELECT rowid FROM {table.name} WHERE {condition}"  # noqa: S608 - our own words
        plan = records.database.query(f"EXPLAIN QUERY PLAN {query}", EVERYBODY)
        steps = [str(row["detail"]) for row in plan if table.name in str(row["detail"]).split()]
        assert steps, f"{condition}: {plan}"
        assert all("INDEX" in step for step in steps), f"{condition}: {steps}"
