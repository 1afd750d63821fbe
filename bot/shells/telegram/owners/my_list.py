"""My list: the topics a person saved, to open, to take off, and to have as a file that prints well."""

from dataclasses import dataclass

from telegram import Update

from bot.paging import page_of
from bot.shells.telegram.callbacks import Id, Language, Number, OpenThemes, OpenTopic, Press, button_kind
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import Document, send_document
from bot.shells.telegram.keyboards import Row, Screen, button, keyboard_of, row
from bot.shells.telegram.pressing import Pressed, turn_to

TOPICS_A_PAGE = 8


@button_kind("v")
@dataclass(frozen=True, kw_only=True)
class OpenSaved(Press):
    """Show a page, from 1, of my list."""

    language: Language
    page: Number


@button_kind("vd")
@dataclass(frozen=True, kw_only=True)
class TidySaved(Press):
    """Show a page of my list, to take topics off."""

    language: Language
    page: Number


@button_kind("vr")
@dataclass(frozen=True, kw_only=True)
class RemoveSaved(Press):
    """Take this topic off my list, and stay on the page."""

    language: Language
    topic: Id
    page: Number


@button_kind("ve")
@dataclass(frozen=True, kw_only=True)
class ExportSaved(Press):
    """Send me my list as a file."""

    language: Language


@dataclass(frozen=True, kw_only=True)
class MyList:
    """Shows people what they saved."""

    desk: Desk

    async def on_saved(self, update: Update, _context: Context) -> None:
        """Someone wants to see their list."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, await self._screen(asker, asker.language, 1))

    async def on_open_saved(self, press: OpenSaved, pressed: Pressed) -> bool:
        """Someone turns a page of their list."""
        return await turn_to(self.desk, await self._screen(pressed.asker, pressed.language, press.page), pressed)

    async def on_tidy_saved(self, press: TidySaved, pressed: Pressed) -> bool:
        """Someone wants to take topics off their list."""
        screen = await self._screen(pressed.asker, pressed.language, press.page, tidying=True)
        return await turn_to(self.desk, screen, pressed)

    async def on_remove_saved(self, press: RemoveSaved, pressed: Pressed) -> bool:
        """Someone takes a topic off their list."""
        await self.desk.keep(self.desk.records.saved.remove, pressed.asker.asking.person, press.topic)
        screen = await self._screen(pressed.asker, pressed.language, press.page, tidying=True)
        return await turn_to(self.desk, screen, pressed)

    async def on_export_saved(self, press: ExportSaved, pressed: Pressed) -> bool:
        """Someone wants their list as a file."""
        topics = await self._topics(pressed.asker)
        if not topics:
            return await self.on_open_saved(OpenSaved(language=press.language, page=1), pressed)
        await self.desk.sender.answer_press(pressed.query.id)
        document = Document(
            name=f"{self._label(pressed.language, 'saved_file')}.html",
            content=self.desk.parts.answerer.replies.hand_out(topics, pressed.language).encode(),
            html=self._page("saved_file", pressed.language, count=len(topics)),
        )
        await send_document(self.desk.sender, pressed.asker.place, document)
        return True

    async def _screen(self, asker: Asker, language: str, number: int, *, tidying: bool = False) -> Screen:
        page = page_of(await self._topics(asker), number, TOPICS_A_PAGE)
        tidying = tidying and bool(page.items)
        html = self._page("saved", language, count=page.count, page=page.number, pages=page.pages, tidying=tidying)
        if not page.items:
            themes = row(self._label(language, "themes"), OpenThemes(language=language))
            return Screen(html=html, keyboard=keyboard_of([themes]))
        kind = TidySaved if tidying else OpenSaved
        rows = [self._topic_row(topic, language, page.number, tidying=tidying) for topic in page.items]
        rows.append(
            tuple(
                button(self._label(language, label), kind(language=language, page=other))
                for label, other in page.beside
            )
        )
        if tidying:
            rows.append(row(self._label(language, "saved_done"), OpenSaved(language=language, page=page.number)))
        else:
            rows.append(row(self._label(language, "saved_tidy"), TidySaved(language=language, page=page.number)))
            rows.append(row(self._label(language, "saved_export"), ExportSaved(language=language)))
        return Screen(html=html, keyboard=keyboard_of(rows))

    async def _topics(self, asker: Asker) -> tuple[str, ...]:
        """What is on the list; topics that we do not have any more are taken off."""
        saved, person = self.desk.records.saved, asker.asking.person
        known = self.desk.parts.knowledge.topic_by_id
        topics = await self.desk.keep(saved.topics, person)
        for topic in topics:
            if topic not in known:
                await self.desk.keep(saved.remove, person, topic)
        return tuple(topic for topic in topics if topic in known)

    def _topic_row(self, topic: str, language: str, page: int, *, tidying: bool) -> Row:
        title = self.desk.parts.knowledge.topic_by_id[topic].title[language]
        if tidying:
            return row(f"✕ {title}", RemoveSaved(language=language, topic=topic, page=page))
        return row(title, OpenTopic(language=language, topic=topic))

    def _label(self, language: str, key: str) -> str:
        return self.desk.parts.templates.label(language, key)

    def _page(self, name: str, language: str, **values: object) -> str:
        return self.desk.parts.answerer.replies.page(name, language, **values)
