"""Who may do what. Rights are looked up in this one place, by Telegram's numeric id, never by a name."""

from enum import Enum

from bot.records.team import Team
from bot.records.workshops import Workshops
from bot.settings import Settings


class Role(Enum):
    """What a person is to us; an admin is a trainer too, a trainer may do what a co-trainer may, all are anybody."""

    ANYBODY = "anybody"
    CO_TRAINER = "co_trainer"
    TRAINER = "trainer"
    ADMIN = "admin"


def roles_of(user_id: int | None, settings: Settings, team: Team, workshops: Workshops) -> frozenset[Role]:
    """The roles of a person, by the *settings*, the *team* or a room of theirs; who is unknown is just anybody."""
    post = None if user_id is None else team.post_of(user_id)
    if user_id in settings.admins or post == "admin":
        return frozenset(Role)
    if user_id in settings.trainers or post == "trainer":
        return frozenset({Role.ANYBODY, Role.CO_TRAINER, Role.TRAINER})
    if user_id is not None and workshops.is_trainer_of_any(user_id):
        return frozenset({Role.ANYBODY, Role.CO_TRAINER})
    return frozenset({Role.ANYBODY})
