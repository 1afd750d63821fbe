"""/audit: who changed what, when; the newest in the chat, all of it as a file."""

from dataclasses import dataclass
from functools import partial

from telegram import Update

from bot.records.audit import Entry
from bot.records.spreadsheets import csv_file
from bot.shells.telegram.callbacks import Language, Press, button_kind
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import Document, send_document
from bot.shells.telegram.keyboards import row
from bot.shells.telegram.pressing import Pressed, PressHandler
from bot.shells.telegram.roles import Role

MOST_SHOWN = 15
CSV = "csv"


@button_kind("au")
@dataclass(frozen=True, kw_only=True)
class SendAudit(Press):
    """Send the whole trail as a file."""

    role = Role.ADMIN
    language: Language


@dataclass(frozen=True, kw_only=True)
class Auditing:
    """Shows the audit trail."""

    desk: Desk
    curators: Curators

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the button does."""
        return {SendAudit: self.on_send}

    async def on_audit(self, update: Update, context: Context) -> None:
        """A curator wants to see it, or have it."""
        asker = await self.desk.asker(update)
        if CSV in (context.args or ()):
            await self._send(asker, asker.language)
            return
        entries = await self.desk.keep(self.desk.records.audit.entries, MOST_SHOWN)
        lines = [(entry, self._deed(entry, asker.language)) for entry in entries]
        rows = [row(self.curators.label(asker.language, "audit_file"), SendAudit(language=asker.language))]
        await self.desk.show(asker, self.curators.screen("audit", asker.language, rows if lines else (), lines=lines))

    async def on_send(self, _press: SendAudit, pressed: Pressed) -> bool:
        """A curator wants to have it."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self._send(pressed.asker, pressed.language)
        return True

    async def _send(self, asker: Asker, language: str) -> None:
        entries = await self.desk.keep(self.desk.records.audit.entries)
        html = self.curators.screen("audit_file", language, count=len(entries)).html
        document = Document(name="audit.csv", content=self._as_csv(entries, language), html=html)
        await send_document(self.desk.sender, asker.place, document)

    def _deed(self, entry: Entry, language: str) -> str:
        return self.desk.parts.templates.labels(language).get(f"deed_{entry.deed}", entry.deed)

    def _as_csv(self, entries: tuple[Entry, ...], language: str) -> bytes:
        """The trail as a spreadsheet reads it, with the mark by which it tells UTF-8."""
        named = partial(self.desk.parts.templates.with_marks_named, language)
        return csv_file(
            ("at", "who", "name", "what", "subject"),
            [(entry.at, entry.user_id or "", entry.name, entry.deed, named(entry.subject)) for entry in entries],
        )
