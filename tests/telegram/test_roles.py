"""Every handler asks in one place who may use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.opening import Records, open_records
from bot.records.team import Member
from bot.settings import Settings
from bot.shells.telegram.delivery.client import utc_now
from bot.shells.telegram.roles import Role, roles_of

SETTINGS = Settings.model_construct(admins=frozenset({1}), trainers=frozenset({2}))
EVERYTHING = frozenset(Role)
TRAINER = {Role.ANYBODY, Role.CO_TRAINER, Role.TRAINER}


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(tmp_path, utc_now, bot=1)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("user", "roles"),
    [
        (1, EVERYTHING),
        (2, TRAINER),
        (3, {Role.ANYBODY}),
        (4, EVERYTHING),
        (5, TRAINER),
        (6, {Role.ANYBODY, Role.CO_TRAINER}),
        (-100123, {Role.ANYBODY}),
        (None, {Role.ANYBODY}),
    ],
)
def test_roles_come_from_the_settings_and_the_team_by_number(
    user: int | None, roles: set[Role], records: Records
) -> None:
    records.team.add(Member(user_id=4, post="admin", name="Maria"))
    records.team.add(Member(user_id=5, post="trainer", name="Bo"))
    records.workshops.open(records.names.person(6), 6, name="Export", language="en")
    # Nobody can take from the settings' curators what they are.
    records.team.add(Member(user_id=1, post="trainer", name="Eva"))
    assert roles_of(user, SETTINGS, records.team, records.workshops) == roles


def test_who_leaves_the_team_is_anybody_again(records: Records) -> None:
    records.team.add(Member(user_id=4, post="admin", name="Maria"))
    assert records.team.admins({1}) == (1, 4)
    assert records.team.remove(4) == Member(user_id=4, post="admin", name="Maria")
    assert records.team.remove(4) is None
    assert roles_of(4, SETTINGS, records.team, records.workshops) == {Role.ANYBODY}
