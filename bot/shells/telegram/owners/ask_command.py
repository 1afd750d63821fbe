"""/ask: a question by command, for groups where nobody wants to type a name, and for anybody who likes commands."""

from dataclasses import dataclass

from telegram import Update

from bot.shells.telegram.addressing import words_of
from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.owners.pointing_back import words_pointed_at
from bot.shells.telegram.owners.questions import Questions
from bot.shells.telegram.screens import Screens


@dataclass(frozen=True, kw_only=True)
class AskCommand:
    """Answers what stands after /ask, or the message that it replies to."""

    desk: Desk
    questions: Questions

    async def on_ask(self, update: Update, _context: Context) -> None:
        """Someone asks by command."""
        message = update.effective_message
        if message is None:
            return
        if update.edited_message is not None:
            await self.questions.change(update, message)
            return
        asker = await self.desk.asker(update)
        if words_of(message, self.desk.me) or await words_pointed_at(self.desk, asker, message):
            await self.questions.ask(asker, (message,))
        else:
            await self.desk.show(
                asker, Screens(self.desk.parts).page("ask", asker.language, name=self.desk.me.username)
            )
