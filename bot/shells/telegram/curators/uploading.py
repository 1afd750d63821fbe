"""Files that curators send: knowledge as YAML or ZIP, tables as CSV or Excel; and /knowledge, which sends it to them.

a document  ->  limits, what it is  ->  knowledge: what it changes  ->  its effect, two buttons (proposing.py)
                                    ->  a table (table_uploads.py)
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from telegram import Document as SentDocument
from telegram import Message, Update

from bot.files.knowledge_changes import answer_alike
from bot.files.knowledge_files import Files, packed, read_files
from bot.files.uploaded_text import UploadRefusedError, shown_name
from bot.files.uploads import ENDINGS, LARGEST_UPLOAD_BYTES, Difference, Upload, difference, kind_of, read_upload
from bot.lines import on_one_line
from bot.shells.telegram.curators.albums import Album, Albums
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.long_work import Showing
from bot.shells.telegram.curators.proposals import Proposal
from bot.shells.telegram.curators.proposing import Proposing
from bot.shells.telegram.curators.table_uploads import TableUploads
from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.documents import Document, DocumentGoneError, fetched, send_document
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.roles import Role

LONGEST_NOTE = 200
MOST_NAMED = 12
"""Files of each kind that a report names."""


@dataclass(frozen=True, kw_only=True)
class Uploading:
    """Takes files, and sends the knowledge."""

    desk: Desk
    curators: Curators
    editions: Editions
    proposing: Proposing
    tables: TableUploads
    albums: Albums = field(default_factory=Albums)

    def on_document(self, otherwise: Handler) -> Handler:
        """Takes what a curator sends; anybody else's files, and those with words that are no knowledge, go on."""

        async def on_message(update: Update, context: Context) -> None:
            message = update.effective_message
            document = None if message is None else message.document
            asker = await self.desk.asker(update)
            is_question = message is not None and bool(message.caption) and not _may_be_ours(document)
            if message is None or document is None or Role.ADMIN not in asker.roles or is_question:
                await otherwise(update, context)
                return
            await self._take(_replying(asker, message), message, document)

        return on_message

    async def on_knowledge(self, update: Update, _context: Context) -> None:
        """A curator wants to have what answers now."""
        asker = await self.desk.asker(update)
        files = await self._there()
        drafts = sum(answer_alike(content, None) for content in files.values())
        version = self.desk.served.newest.knowledge.version
        listed = await self.desk.keep(self.desk.records.versions.listed)
        kept = next((one for one in listed if one.hash == version), None)
        day = (kept.published_at or kept.kept_at if kept else datetime.now(UTC).isoformat())[:10]
        number = kept.number if kept else version
        values = {"number": number, "day": day, "count": len(files), "drafts": drafts}
        caption = self.curators.screen("knowledge_file", asker.language, **values)
        name = f"knowledge-{number}-{day}.zip"
        content = await asyncio.to_thread(packed, files)
        await send_document(self.desk.sender, asker.place, Document(name=name, content=content, html=caption.html))

    async def _take(self, asker: Asker, message: Message, document: SentDocument) -> None:
        name = shown_name(document.file_name or "")
        note = on_one_line(message.caption or "")[:LONGEST_NOTE]
        try:
            content = await self._content(document, name)
            kind = await asyncio.to_thread(kind_of, content, name)
            if kind == "table":
                await self.tables.take(asker, content, name, note)
                return
            upload = await asyncio.to_thread(read_upload, content, name, kind)
            if message.media_group_id is not None and kind == "yaml":
                album = self.albums.album(message.media_group_id)
                album.add(message.message_id, upload, name, note)
                await self._take_together(asker, album)
                return
        except UploadRefusedError as refused:
            about = {"why": refused.reason, "file": refused.file, "line": refused.line}
            await self.curators.show(asker, "upload_refused", **about, megabytes=LARGEST_UPLOAD_BYTES // 1_000_000)
            return
        found = difference(await self._there(), upload)
        await self.desk.show(asker, self._report(asker, found, upload, name))
        await self._propose(asker, found, note)

    async def _take_together(self, asker: Asker, album: Album) -> None:
        """Report on *album* once it is complete."""
        if album.is_awaited:
            return

        async def report(showing: Showing) -> None:
            together = await album.complete()
            found = difference(await self._there(), together)
            await showing.show(self._report(asker, found, together, ", ".join(album.names.values())))
            await self._propose(asker, found, album.note)

        first = self.curators.screen("upload_gathering", asker.language)
        work = self.proposing.long_work
        album.is_awaited = True
        try:
            await work.do(asker, asker.language, lambda _: first, report, begun_by="file", can_stop=False)
        except BaseException:
            album.is_awaited = False
            raise

    async def _content(self, document: SentDocument, name: str) -> bytes:
        try:
            content = await fetched(self.desk.sender, document, LARGEST_UPLOAD_BYTES)
        except DocumentGoneError as error:
            raise UploadRefusedError("gone", name) from error
        if content is None:
            raise UploadRefusedError("too_large", name)
        return content

    def _report(self, asker: Asker, found: Difference, upload: Upload, name: str) -> Screen:
        values = {"name": name, "upload": upload, "found": found, "most": MOST_NAMED}
        return self.curators.screen("upload_read", asker.language, **values)

    async def _propose(self, asker: Asker, found: Difference, note: str) -> None:
        if not found.changes:
            return

        async def make() -> Proposal:
            return Proposal(draft=await self.editions.changed(found.changes), note=note or _named(found))

        await self.proposing.propose(asker, asker.language, make, begun_by="file")

    async def _there(self) -> Files:
        """The files of what answers now, and the drafts beside them."""
        answering = await self.editions.answering()
        drafts = await asyncio.to_thread(_drafts, self.desk.settings.knowledge)
        return {**drafts, **answering}


def _drafts(folder: Path) -> Files:
    return {name: content for name, content in read_files(folder).items() if answer_alike(content, None)}


def _may_be_ours(document: SentDocument | None) -> bool:
    return document is not None and (document.file_name or "").lower().endswith(ENDINGS)


def _replying(asker: Asker, message: Message) -> Asker:
    """*asker* with answers below their file, so that it stays clear which one is meant."""
    return replace(asker, place=replace(asker.place, reply_to=message.message_id))


def _named(found: Difference) -> str:
    """The names of what changes, for the list of versions."""
    return ", ".join(PurePath(place).stem for place in found.changes)[:LONGEST_NOTE]
