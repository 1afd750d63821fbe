"""What is stored about somebody: said, sent to them, and deleted when they wish it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import Update

from bot.records.own_data import stored_about
from bot.records.personal import PERSONAL_TABLES
from bot.shells.telegram.callbacks import Language, Press, button_kind
from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.documents import Document, send_document
from bot.shells.telegram.keyboards import Screen, keyboard_of, row
from bot.shells.telegram.pressing import Pressed, turn_to


@button_kind("fy")
@dataclass(frozen=True, kw_only=True)
class ForgetMe(Press):
    """Delete what is stored about the person who presses."""

    language: Language


@button_kind("fn")
@dataclass(frozen=True, kw_only=True)
class KeepMe(Press):
    """Delete nothing."""

    language: Language


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """Answers for what is stored."""

    desk: Desk

    async def on_privacy(self, update: Update, _context: Context) -> None:
        """Someone asks what we store; they also read their number, by which curators and trainers are named."""
        asker = await self.desk.asker(update)
        language = asker.language
        stored = [
            (
                self._label(language, f"stored_{table.name}"),
                self._label(language, f"why_{table.name}"),
                self._label(language, f"kept_{table.kept.value}").format(days=self.desk.settings.retention_days),
            )
            for table in PERSONAL_TABLES
        ]
        user = update.effective_user
        # A group has no business with it.
        number = user.id if user is not None and asker.asking.chat_kind == "private" else None
        await self.desk.show(asker, self._page("privacy", language, stored=stored, number=number))

    async def on_mydata(self, update: Update, _context: Context) -> None:
        """Someone wants to have what we store about them."""
        asker = await self.desk.asker(update)
        records = self.desk.records
        stored = await self.desk.keep(stored_about, records.database, asker.asking.person, asker.asking.chat)
        await send_document(self.desk.sender, asker.place, self._document(stored, asker.language))

    async def on_forget(self, update: Update, _context: Context) -> None:
        """Someone wants it deleted: they see what goes and are asked once more."""
        asker = await self.desk.asker(update)
        counts = await self.desk.keep(self.desk.records.erasing.counts, asker.asking.person, asker.asking.chat)
        language = asker.language
        rows = [
            row(self._label(language, "forget_yes"), ForgetMe(language=language)),
            row(self._label(language, "forget_no"), KeepMe(language=language)),
        ]
        screen = self._page("forget", language, counts=self._counted(counts, language))
        await self.desk.show(asker, Screen(html=screen.html, keyboard=keyboard_of(rows if counts else [])))

    async def on_forget_me(self, _press: ForgetMe, pressed: Pressed) -> bool:
        """Someone is sure: it is deleted, and looked for once more as proof."""
        asking = pressed.asker.asking
        if asking.chat_kind != "private":
            return False
        erasing = self.desk.records.erasing
        # The language they chose is forgotten, too; the one of the button goes on.
        gone = await self.desk.keep(erasing.forget, asking.person, asking.chat)
        left = await self.desk.keep(erasing.counts, asking.person, asking.chat)
        counts = self._counted(gone, pressed.language)
        return await turn_to(
            self.desk, self._page("forgotten", pressed.language, counts=counts, left=sum(left.values())), pressed
        )

    async def on_keep_me(self, _press: KeepMe, pressed: Pressed) -> bool:
        """Someone thought better of it."""
        return await turn_to(self.desk, self._page("forget_not", pressed.language), pressed)

    def _document(self, stored: Mapping[str, object], language: str) -> Document:
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        whole = {"about": self._label(language, "mydata_about"), "made_at": made_at, "stored": stored}
        return Document(
            name=f"{self._label(language, 'mydata_file')}-{made_at[:10]}.json",
            # Half a character, which a broken client can send, stays the escape that it is.
            content=json.dumps(whole, ensure_ascii=False, indent=2).encode(errors="backslashreplace"),
            html=self._page("mydata", language).html,
        )

    def _counted(self, counts: Mapping[str, int], language: str) -> list[tuple[str, int]]:
        return [(self._label(language, f"stored_{name}"), count) for name, count in counts.items()]

    def _page(self, name: str, language: str, /, **values: object) -> Screen:
        return Screen(html=self.desk.parts.answerer.replies.page(name, language, **values))

    def _label(self, language: str, key: str) -> str:
        return self.desk.parts.templates.label(language, key)
