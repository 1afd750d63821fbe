"""What all that curators do has in common: it happens in private, and it goes into the audit trail."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from telegram import Update, User

from bot.errors import TradebotError
from bot.files.knowledge_changes import ChangeRefusedError
from bot.records.audit import Actor, Deed
from bot.shells.telegram.curators.proposals import OvertakenError
from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.keyboards import Row, Screen, keyboard_of


@dataclass(frozen=True, kw_only=True)
class Curators:
    """Pages and labels for curators, and the trail of what they do."""

    desk: Desk

    def screen(self, name: str, language: str, rows: tuple[Row, ...] | list[Row] = (), /, **values: object) -> Screen:
        """The template *name* with buttons under it."""
        html = self.desk.parts.answerer.replies.page(name, language, **values)
        return Screen(html=html, keyboard=keyboard_of(rows))

    def label(self, language: str, key: str) -> str:
        """A short text."""
        return self.desk.parts.templates.label(language, key)

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

    async def show(self, asker: Asker, name: str, /, **values: object) -> None:
        """Send the template *name* to whoever did something."""
        await self.desk.show(asker, self.screen(name, asker.language, **values))

    async def record(self, user: User | None, deed: Deed, subject: str) -> None:
        """Write into the audit trail that *user* did something."""
        if user is not None:
            await self.desk.keep(self.desk.records.audit.record, actor_of(user), deed, subject)

    def in_private(self, handler: Handler) -> Handler:
        """*handler*, but in a group just the way to the private chat: not all who read there are curators."""

        async def on_message(update: Update, context: Context) -> None:
            asker = await self.desk.asker(update)
            if asker.asking.chat_kind == "private":
                await handler(update, context)
            else:
                await self.show(asker, "curators_private", username=self.desk.me.username)

        return on_message


def actor_of(user: User) -> Actor:
    """Who this is, for the audit trail."""
    return Actor(user_id=user.id, name=user.full_name)
