"""/replay: an admin has messages tried again that could not be handled."""

from dataclasses import dataclass

from telegram import Update

from bot.records.set_aside import all_set_aside, put_back
from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.keyboards import Screen

MOST_LISTED = 15
ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Replaying:
    """Shows what is set aside, and puts it back in line."""

    desk: Desk

    async def on_replay(self, update: Update, context: Context) -> None:
        """Someone names references, or all, or just looks."""
        asker = await self.desk.asker(update)
        database = self.desk.records.database
        wanted = [word.lower() for word in context.args or ()]
        count = None
        if wanted:
            count = await self.desk.keep(put_back, database, None if wanted == [ALL] else wanted)
        there = await self.desk.keep(all_set_aside, database, most=MOST_LISTED)
        replies = self.desk.parts.answerer.replies
        await self.desk.show(asker, Screen(html=replies.page("replay", asker.language, count=count, there=there)))
