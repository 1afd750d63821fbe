"""Coming in: by /start alone, or by a link that says what it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from telegram import Update

from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.owners.questions import Questions
from bot.shells.telegram.payloads import ASK, LANGUAGE, TOPIC, PayloadHandler, Payloads
from bot.shells.telegram.screens import Screens


@dataclass(frozen=True, kw_only=True)
class ComingIn:
    """Greets, and leads people where their link points; *more* are the payloads of other capabilities."""

    desk: Desk
    questions: Questions
    more: Mapping[str, PayloadHandler] = field(default_factory=dict)

    @property
    def payloads(self) -> Payloads:
        """Where links lead."""
        own = {TOPIC: self.to_topic, LANGUAGE: self.to_language, ASK: self.to_ask}
        return Payloads({**own, **self.more})

    async def on_start(self, update: Update, context: Context) -> None:
        """Someone comes in, maybe by a link."""
        asker = await self.desk.asker(update)
        payload = " ".join(context.args or ())
        if not payload:
            await self._greet(asker, asker.language)
        elif not await self.payloads.follow(asker, payload):
            await self._greet(asker, asker.language, "link_gone")

    async def to_topic(self, asker: Asker, topic: str) -> bool:
        """Someone follows a link to a topic."""
        return await self.questions.open_topic(asker, topic, asker.language)

    async def to_language(self, asker: Asker, language: str) -> bool:
        """Someone follows a link that says which language they speak."""
        if language not in self.desk.parts.templates.languages:
            return False
        await self.desk.keep(self.desk.records.people.choose_language, asker.asking.person, language)
        await self._greet(asker, language, "language_set")
        return True

    async def to_ask(self, asker: Asker, _rest: str) -> bool:
        """Someone comes from elsewhere to ask here."""
        await self._greet(asker, asker.language)
        return True

    async def _greet(self, asker: Asker, language: str, first: str | None = None) -> None:
        """Show the start screen, with the page *first* before it."""
        screen = Screens(self.desk.parts).start(language)
        if first is not None:
            before = self.desk.parts.answerer.replies.page(first, language)
            screen = replace(screen, html=f"{before}\n\n{screen.html}")
        await self.desk.show(asker, screen)
