"""/broadcast: a curator writes to all who agreed to news; they see it first, can stop it, and go on with it.

/broadcast words  ->  preview, number of readers  ->  being sent  <->  stopped  ->  done, with counts
"""

import re
from dataclasses import dataclass

from telegram import Message, Update

from bot.advice.markup import plain_text
from bot.records.news import Broadcast, Progress
from bot.shells.telegram.callbacks import Language, Number, Press, button_kind
from bot.shells.telegram.curators.broadcast_run import broadcast_html
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.keyboards import Row, Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.roles import Role

LONGEST = 3000
_COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")


@button_kind("bs")
@dataclass(frozen=True, kw_only=True)
class SendBroadcast(Press):
    """Send this broadcast, or go on with it."""

    role = Role.ADMIN
    language: Language
    number: Number


@button_kind("bx")
@dataclass(frozen=True, kw_only=True)
class StopBroadcast(Press):
    """Stop this broadcast; a draft is thrown away."""

    role = Role.ADMIN
    language: Language
    number: Number


@button_kind("bp")
@dataclass(frozen=True, kw_only=True)
class ShowBroadcast(Press):
    """Show how far it is."""

    role = Role.ADMIN
    language: Language
    number: Number


@dataclass(frozen=True, kw_only=True)
class Broadcasting:
    """Minds broadcasts; ``broadcast_run`` sends them."""

    desk: Desk
    curators: Curators

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {SendBroadcast: self.on_send, StopBroadcast: self.on_stop, ShowBroadcast: self.on_show}

    async def on_broadcast(self, update: Update, _context: Context) -> None:
        """A curator writes to everybody, or looks how far a broadcast is."""
        asker, message = await self.desk.asker(update), update.effective_message
        language, html = self._words(message)
        if not html or len(html) > LONGEST:
            await self._explain(asker, too_long=bool(html))
            return
        news = self.desk.records.news
        number = await self.desk.keep(news.draft, html, language, asker.place.chat_id)
        draft = await self.desk.keep(news.broadcast, number)
        if draft is None:
            return
        # First exactly what people get, then the question whether to send it.
        await self.desk.show(asker, Screen(html=broadcast_html(self.desk, draft, language or asker.language)))
        readers = await self.desk.keep(news.readers, language)
        rows = [self._row("broadcast_send", SendBroadcast, asker.language, number)] if readers else []
        rows.append(self._row("broadcast_discard", StopBroadcast, asker.language, number))
        screen = self.curators.screen("broadcast_draft", asker.language, rows, readers=readers, only=language)
        await self.desk.show(asker, screen)

    async def on_send(self, press: SendBroadcast, pressed: Pressed) -> bool:
        """A curator is sure."""
        draft = await self.desk.keep(self.desk.records.news.broadcast, press.number)
        if draft is None:
            return False
        if await self.desk.keep(self.desk.records.news.begin, press.number):
            self.desk.broadcast_due.set()
            subject = f"{press.number}: {plain_text(draft.html)[:200]}"
            await self.curators.record(pressed.query.from_user, "broadcast_begun", subject)
        return await turn_to(self.desk, await self._progress(press.number, pressed.language), pressed)

    async def on_stop(self, press: StopBroadcast, pressed: Pressed) -> bool:
        """A curator thinks better of it."""
        news = self.desk.records.news
        found = await self.desk.keep(news.broadcast, press.number)
        if found is None:
            return False
        if found.state == "draft":
            await self.desk.keep(news.discard, press.number)
            return await turn_to(self.desk, self.curators.screen("broadcast_discarded", pressed.language), pressed)
        if await self.desk.keep(news.stop, press.number):
            await self.curators.record(pressed.query.from_user, "broadcast_stopped", str(press.number))
        return await turn_to(self.desk, await self._progress(press.number, pressed.language), pressed)

    async def on_show(self, press: ShowBroadcast, pressed: Pressed) -> bool:
        """A curator wants to know how far it is."""
        return await turn_to(self.desk, await self._progress(press.number, pressed.language), pressed)

    def _words(self, message: Message | None) -> tuple[str | None, str]:
        """The language that the words are for, if one is named, and the words with their markup."""
        html = "" if message is None or message.text is None else _COMMAND.sub("", message.text_html, count=1)
        parts = html.split(maxsplit=1)
        if len(parts) > 1 and parts[0] in self.desk.parts.templates.languages:
            return parts[0], parts[1].strip()
        return None, html.strip()

    async def _explain(self, asker: Asker, *, too_long: bool) -> None:
        news = self.desk.records.news
        readers = await self.desk.keep(news.readers)
        rows = [
            row(
                f"{self.curators.label(asker.language, f'broadcast_{found.state}')} {found.id}",
                ShowBroadcast(language=asker.language, number=found.id),
            )
            for found in await self.desk.keep(news.open_ones)
        ]
        values = {"readers": readers, "too_long": too_long, "longest": LONGEST}
        await self.desk.show(asker, self.curators.screen("broadcast_how", asker.language, rows, **values))

    async def _progress(self, number: int, language: str) -> Screen | None:
        news = self.desk.records.news
        found = await self.desk.keep(news.broadcast, number)
        if found is None:
            return None
        return progress_screen(self.curators, found, await self.desk.keep(news.progress, number), language)

    def _row(self, label: str, kind: type[SendBroadcast] | type[StopBroadcast], language: str, number: int) -> Row:
        return row(self.curators.label(language, label), kind(language=language, number=number))


def progress_screen(curators: Curators, found: Broadcast, progress: Progress, language: str) -> Screen:
    """How far a broadcast is, and what can be done about it."""

    def press(label: str, kind: type[SendBroadcast] | type[StopBroadcast] | type[ShowBroadcast]) -> Row:
        return row(curators.label(language, label), kind(language=language, number=found.id))

    rows: list[Row] = []
    if found.state == "running":
        rows = [press("broadcast_stop", StopBroadcast), press("broadcast_look", ShowBroadcast)]
    elif found.state == "stopped":
        rows = [press("broadcast_go_on", SendBroadcast)]
    return curators.screen("broadcast_progress", language, rows, state=found.state, progress=progress)
