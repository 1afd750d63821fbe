"""What all that curators do has in common: it happens in private, and it goes into the audit trail."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from telegram import User

from bot.errors import TradebotError
from bot.files.knowledge_changes import ChangeRefusedError
from bot.lines import on_one_line
from bot.records.audit import Actor, Deed
from bot.shells.telegram.curators.editions import OvertakenError
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.template_screens import TemplateScreens


@dataclass(frozen=True, kw_only=True)
class Curators(TemplateScreens):
    """Pages and labels for curators, and the trail of what they do."""

    private_page = "curators_private"
    """Not all who read in a group are curators."""

    def translator(self, language: str) -> Callable[[str], str]:
        """Puts what is said of files into *language*."""
        return partial(self.desk.parts.templates.translated, language)

    def failed(self, error: TradebotError, language: str) -> Screen:
        """Why something could not be done, in a line."""
        match error:
            case OvertakenError():
                return self.screen("proposal_stopped", language, why="overtaken", file="")
            case ChangeRefusedError(why=why, file=file):
                return self.screen("proposal_stopped", language, why=why, file=file)
        return self.screen("edition_failed", language, reason=str(error))

    async def record(self, user: User | None, deed: Deed, subject: str) -> None:
        """Write into the audit trail that *user* did something; it is done, so this must not have it done again."""
        if user is not None:
            await self.desk.surely(self.desk.records.audit.record, actor_of(user), deed, subject)


def actor_of(user: User) -> Actor:
    """Who this is, for the audit trail."""
    return Actor(user_id=user.id, name=on_one_line(user.full_name))
