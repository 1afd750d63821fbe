"""/pause and /resume: the off switch. In a pause everybody but the curators gets one polite answer to all they do."""

from dataclasses import dataclass

from telegram import Update

from bot.advice.markup import plain_text
from bot.shells.telegram.callbacks import read_button_data
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.owners.news import DeclineNews
from bot.shells.telegram.owners.privacy import ForgetMe, KeepMe
from bot.shells.telegram.pressing import NOTICE_LIMIT
from bot.shells.telegram.roles import Role

LONGEST_WORDS = 500
NEVER_PAUSED = ("/privacy", "/mydata", "/forget", "/news")
"""What people may always ask of us: their data are theirs also while we rest."""


@dataclass(frozen=True, kw_only=True)
class Pausing:
    """Minds the switch."""

    desk: Desk
    curators: Curators

    async def on_pause(self, update: Update, _context: Context) -> None:
        """A curator stops all answers; what they write after the command is told to people."""
        asker, message = await self.desk.asker(update), update.effective_message
        said = ((message.text if message else None) or "").split(maxsplit=1)
        words = "".join(said[1:]).strip()[:LONGEST_WORDS]
        await self.desk.keep(self.desk.records.pause.begin, words)
        await self.curators.record(update.effective_user, "paused", words)
        await self.curators.show(asker, "pause_begun", words=words)

    async def on_resume(self, update: Update, _context: Context) -> None:
        """A curator lets answers flow again."""
        asker = await self.desk.asker(update)
        was_paused = await self.desk.keep(self.desk.records.pause.end)
        if was_paused:
            await self.curators.record(update.effective_user, "resumed", "")
        await self.curators.show(asker, "pause_ended", was_paused=was_paused)


async def rests(desk: Desk, update: Update) -> bool:
    """Whether *update* meets a pause; if it does, whoever sent it is told so."""
    paused = await desk.keep(desk.records.pause.now)
    if paused is None or _is_about_own_data(update):
        return False
    query = update.inline_query
    if query is not None:
        await desk.sender.aside(lambda bot: bot.answer_inline_query(query.id, [], cache_time=0, is_personal=True))
        return True
    if update.effective_chat is None:
        return False
    asker = await desk.asker(update)
    if Role.ADMIN in asker.roles:
        return False
    screen = Curators(desk=desk).screen("paused", asker.language, words=paused.words)
    if update.callback_query is not None:
        await desk.sender.answer_press(update.callback_query.id, plain_text(screen.html)[:NOTICE_LIMIT], alert=True)
    else:
        await desk.show(asker, screen)
    return True


def _is_about_own_data(update: Update) -> bool:
    if update.callback_query is not None:
        return isinstance(read_button_data(update.callback_query.data or ""), ForgetMe | KeepMe | DeclineNews)
    text = (update.message.text if update.message else None) or ""
    return "".join(text.split(maxsplit=1)[:1]).partition("@")[0].lower() in NEVER_PAUSED
