"""The commands there are, in the order of the menu, and who may give them; each has a label ``command_<name>``."""

from dataclasses import dataclass

from bot.shells.telegram.roles import Role


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command such as /help. What is not for anybody stands in no menu."""

    name: str
    role: Role = Role.ANYBODY


COMMANDS = (
    Command(name="start"),
    Command(name="help"),
    Command(name="ask"),
    Command(name="topics"),
    Command(name="saved"),
    Command(name="checkup"),
    Command(name="plan"),
    Command(name="join"),
    Command(name="leave"),
    Command(name="questions"),
    Command(name="handout"),
    Command(name="sources"),
    Command(name="language"),
    Command(name="news"),
    Command(name="privacy"),
    Command(name="mydata"),
    Command(name="forget"),
    Command(name="workshop", role=Role.CO_TRAINER),
    Command(name="board", role=Role.CO_TRAINER),
    Command(name="quiz", role=Role.CO_TRAINER),
    Command(name="case", role=Role.CO_TRAINER),
    Command(name="wall", role=Role.CO_TRAINER),
    Command(name="report", role=Role.CO_TRAINER),
    Command(name="end", role=Role.CO_TRAINER),
    Command(name="replay", role=Role.ADMIN),
    Command(name="review", role=Role.ADMIN),
    Command(name="stats", role=Role.ADMIN),
    Command(name="admin", role=Role.ADMIN),
    Command(name="trainer", role=Role.ADMIN),
    Command(name="audit", role=Role.ADMIN),
    Command(name="broadcast", role=Role.ADMIN),
    Command(name="knowledge", role=Role.ADMIN),
    Command(name="publish", role=Role.ADMIN),
    Command(name="versions", role=Role.ADMIN),
    Command(name="rollback", role=Role.ADMIN),
    Command(name="reload", role=Role.ADMIN),
    Command(name="pause", role=Role.ADMIN),
    Command(name="resume", role=Role.ADMIN),
)
TRAINERS_MENU = tuple(command.name for command in COMMANDS if command.role in {Role.CO_TRAINER, Role.TRAINER})
"""The names that trainers see in /help beside those of everybody."""
CURATORS_MENU = tuple(command.name for command in COMMANDS if command.role is Role.ADMIN)
"""The names that curators see there, too."""
MENU = tuple(command.name for command in COMMANDS if command.role is Role.ANYBODY)
"""The names that everybody sees."""
