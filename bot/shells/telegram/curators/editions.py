"""Versions of the knowledge in the running bot: their effect, putting them in force, taking over what others did."""

import asyncio
import logging
import sqlite3
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.assembly import Parts, assemble
from bot.curation.editions import FOLDER
from bot.curation.effects import Effect
from bot.curation.publishing import relocated
from bot.errors import KnowledgeError, TradebotError
from bot.files.knowledge_changes import (
    ChangeRefusedError,
    Changes,
    answer_alike,
    changed,
    there,
    write_changes,
)
from bot.files.knowledge_files import Files, clear_laid_out, laid_out, packed, read_files, unpacked
from bot.logs import where
from bot.records.knowledge_versions import Publication, Way
from bot.shells.telegram.announcing import announce
from bot.shells.telegram.curators.comparing import OnStep, effect_between, tell_nobody
from bot.shells.telegram.desk import Desk

logger = logging.getLogger(__name__)


def _newer(content: bytes, edited: bytes | None) -> bytes:
    return content if edited is None or not answer_alike(content, edited) else edited


class OvertakenError(TradebotError):
    """Another version answers since the effect was found out."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Files that may become a version, laid out in a ``folder``.

    ``changes`` are to be written to the knowledge folder, where now stands what is in ``before``.
    """

    files: Files
    folder: Path
    changes: Changes = field(default_factory=dict)
    before: Changes = field(default_factory=dict)


@dataclass(kw_only=True)
class _Standing:
    """What was taken over last, and who may compare now."""

    publication: int = 0
    served: Path | None = None
    comparing: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, kw_only=True)
class Editions:
    """Minds which version answers at *desk*."""

    desk: Desk
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whoever changes what answers holds it, from looking what that is to the end."""
    _standing: _Standing = field(default_factory=_Standing)

    async def begin(self) -> None:
        """Keep what we serve with all its files, so that there is a way back to it."""
        parts = self.desk.served.newest
        try:
            files = await asyncio.to_thread(read_files, parts.folder)
            self._standing.served = await asyncio.to_thread(laid_out, files, self._place)
            archive = await asyncio.to_thread(packed, files)
            versions = self.desk.records.versions
            await self.desk.keep(versions.keep, parts.knowledge.version, archive)
            last = await self.desk.keep(versions.last_publication)
        except (KnowledgeError, OSError, sqlite3.Error) as error:
            logger.warning("what is served cannot be kept as a version: %s", error)
            return
        self._standing.publication = 0 if last is None else last.id

    async def tidy(self) -> None:
        """Take away versions that lie in the data folder and are needed no more; all can be laid out again."""
        try:
            last = await self.desk.keep(self.desk.records.versions.last_publication)
            if last is not None:
                await self.version(last.version)  # so that it is among the newest
            count = await asyncio.to_thread(clear_laid_out, self._place, [self.served_folder], now=time.time())
        except (KnowledgeError, OSError, sqlite3.Error) as error:
            logger.warning("old versions cannot be cleared away: %s", error)
            return
        if count:
            logger.info("cleared away %d folders of old versions", count)

    async def draft(self, files: Files | None = None) -> Draft:
        """These *files* as a draft; those of the knowledge folder, if none are given."""
        given = await asyncio.to_thread(read_files, self.desk.settings.knowledge) if files is None else files
        return Draft(files=given, folder=await asyncio.to_thread(laid_out, given, self._place))

    async def changed(self, changes: Changes) -> Draft:
        """What answers now, with these *changes*; raises ChangeRefusedError where the folder says something else."""
        folder = self.desk.settings.knowledge
        before = await asyncio.to_thread(there, folder, changes)
        files = await self.answering()
        for name, content in before.items():
            if not answer_alike(content, files.get(name)):
                raise ChangeRefusedError("edited", name)
        draft = await self.draft(changed(files, changes))
        return replace(draft, changes=changes, before=before)

    @property
    def served_folder(self) -> Path:
        """Where the files of what answers now lie."""
        return self._standing.served or self.desk.served.newest.folder

    async def answering(self) -> dict[str, bytes]:
        """The files of what answers now; where the folder differs only in comments, as they are there.

        A draft is there only while it is in the folder.
        """
        files = await asyncio.to_thread(read_files, self.served_folder)
        edited = await asyncio.to_thread(read_files, self.desk.settings.knowledge)
        return {
            name: _newer(content, edited.get(name))
            for name, content in files.items()
            if name in edited or not answer_alike(content, None)
        }

    async def version(self, number: int) -> Draft | None:
        """A kept version as a draft."""
        archive = await self.desk.keep(self.desk.records.versions.archive, number)
        return None if archive is None else await self._draft_in(archive)

    async def effect_of(self, draft: Draft, on_step: OnStep = tell_nobody, *, quick: bool = False) -> Effect:
        """What changes if *draft* answers from now on; one is found out at a time."""
        if self._standing.comparing.locked():
            await on_step("waiting for another change to be tried", 0, 0)
        async with self._standing.comparing:
            effect = await effect_between(self.desk.settings, self.served_folder, draft.folder, on_step, quick=quick)
        return relocated(effect, draft.folder, self.desk.settings.knowledge)

    async def publish(self, draft: Draft, *, author: str, note: str, way: Way) -> Publication:
        """Answer with *draft* from the next update on; raises TradebotError, with all as it was, where it cannot.

        Whoever calls this has the ``turn``.
        """
        parts = await self._assembled(draft.folder)
        archive = await asyncio.to_thread(packed, draft.files)
        versions = self.desk.records.versions
        await self.write(draft)
        try:
            number = await self.desk.keep(versions.keep, parts.knowledge.version, archive)
            publication = await self.desk.keep(versions.put_in_force, number, author=author, note=note, way=way)
        except sqlite3.Error:
            await self.write(replace(draft, changes=draft.before, before=draft.changes))
            raise
        await self._take_over(parts, publication)
        return publication

    async def write(self, draft: Draft) -> None:
        """Write what *draft* changes; raises ChangeRefusedError, with all as it was, where that cannot be."""
        await asyncio.to_thread(write_changes, self.desk.settings.knowledge, draft.before, draft.changes)

    async def take_over_news(self) -> Publication | None:
        """Answer with what somebody put in force elsewhere; None if there is nothing new.

        Raises TradebotError once for a version that cannot answer; what answers goes on.
        """
        async with self.turn:
            last = await self.desk.keep(self.desk.records.versions.last_publication)
            if last is None or last.id == self._standing.publication:
                return None
            archive = await self.desk.keep(self.desk.records.versions.archive, last.version)
            # From here on it is not tried again, whatever comes of it.
            self._standing.publication = last.id
            if archive is None:
                raise KnowledgeError(f"version {last.version} is not kept any more")
            draft = await self._draft_in(archive)
            await self._take_over(await self._assembled(draft.folder), last)
            return last

    async def reload(self, draft: Draft, effect: Effect, *, author: str) -> Publication | None:
        """Answer with *draft*, whose *effect* is known, in the words of the templates folder as they are now.

        None if only the templates may be new. Raises TradebotError, with all as it was, where it cannot.
        """
        async with self.turn:
            served = self.desk.served.newest.knowledge.version
            if effect.old != served:
                raise OvertakenError
            if effect.new != served:
                return await self.publish(draft, author=author, note="", way="reloaded")
            await self._swap(await self._assembled(draft.folder))
            self._standing.served = draft.folder
        return None

    async def _draft_in(self, archive: bytes) -> Draft:
        return await self.draft(await asyncio.to_thread(unpacked, archive))

    async def _assembled(self, folder: Path) -> Parts:
        settings = self.desk.settings.model_copy(update={"knowledge": folder})
        parts = await asyncio.to_thread(assemble, settings, like=self.desk.served.newest)
        await asyncio.to_thread(parts.warm_up)
        return parts

    async def _take_over(self, parts: Parts, publication: Publication) -> None:
        self._standing.publication = publication.id
        self._standing.served = parts.folder
        await self._swap(parts)
        logger.info("version %d (%s) answers now", publication.version, publication.hash)

    async def _swap(self, parts: Parts) -> None:
        self.desk.served.swap(parts)
        self.desk.signs.serves(parts.knowledge.version)
        try:
            await self.desk.sender.aside(lambda bot: announce(bot, parts.templates))
        except Exception as error:  # noqa: BLE001 - the menu is no reason to take back what answers
            logger.warning("the menu stays as it is: %s", where(error))

    @property
    def _place(self) -> Path:
        return self.desk.settings.data / FOLDER
