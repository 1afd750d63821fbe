"""Taking back a change that was made from the chat, as long as nothing came after it."""

import asyncio
from dataclasses import dataclass, replace
from typing import Literal

from bot.errors import TradebotError
from bot.files.knowledge_changes import Changes, there
from bot.files.knowledge_files import unpacked
from bot.records.knowledge_changes import KnowledgeChange, digest
from bot.records.knowledge_versions import Publication
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Draft, Editions
from bot.shells.telegram.curators.proposal_buttons import TakeBack
from bot.shells.telegram.curators.review_buttons import OpenCluster
from bot.shells.telegram.curators.review_queue import Queue
from bot.shells.telegram.curators.settling import Settling
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Row, Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to

BACK = "↩"
"""Before the note of what was taken back, in the list of versions."""


class NotUndoneError(TradebotError):
    """A change cannot be taken back: it was already, a version or an edit came after it, or it is kept no more."""

    def __init__(self, why: Literal["already", "after", "edited", "gone"], *, version: int = 0, file: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.version = version
        self.file = file


@dataclass(frozen=True, kw_only=True)
class Undoing:
    """Takes changes back."""

    desk: Desk
    curators: Curators
    editions: Editions
    queue: Queue
    settling: Settling

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the button does."""
        return {TakeBack: self.on_take_back}

    async def on_take_back(self, press: TakeBack, pressed: Pressed) -> bool:
        """A curator would rather have it as it was."""
        try:
            async with self.editions.turn:
                change, publication = await self._taken_back(press.change, pressed)
        except TradebotError as error:
            await self.desk.sender.answer_press(pressed.query.id)
            await self.desk.show(pressed.asker, self._refusal(error, pressed.language))
            return True
        return await turn_to(self.desk, await self._back(change, publication, pressed), pressed)

    def _refusal(self, error: TradebotError, language: str) -> Screen:
        match error:
            case NotUndoneError(why=why, version=version, file=file):
                return self.curators.screen("not_taken_back", language, why=why, version=version, file=file)
        return self.curators.failed(error, language)

    async def _taken_back(self, number: int, pressed: Pressed) -> tuple[KnowledgeChange, Publication | None]:
        """Write the files as they were, and let the version before answer again, if another one has since."""
        change = await self.desk.keep(self.desk.records.changes.get, number)
        if change is None or change.is_undone:
            raise NotUndoneError("gone" if change is None else "already")
        draft = await self._before(change)
        publication = None
        if change.versions is None:
            await self.editions.write(draft)
        else:
            author = pressed.asker.asking.person
            publication = await self.editions.publish(
                draft, author=author, note=f"{BACK} {change.note}", way="rolled_back"
            )
        await self.desk.keep(self.desk.records.changes.mark_undone, change.id)
        version = "" if publication is None else str(publication.version)
        await self.curators.record(pressed.query.from_user, "taken_back", f"{version} {change.note}".strip())
        return change, publication

    async def _before(self, change: KnowledgeChange) -> Draft:
        """What was before *change*; raises NotUndoneError if anything came after it."""
        now = await asyncio.to_thread(there, self.desk.settings.knowledge, change.digests)
        before = unpacked(change.before)
        changes: Changes = {name: before.get(name) for name in now}
        draft = Draft(files={}, folder=self.editions.served_folder)
        if change.versions is not None:
            last = await self.desk.keep(self.desk.records.versions.last_publication)
            if last is None or last.version != change.versions[1]:
                raise NotUndoneError("after", version=0 if last is None else last.version)
            found = await self.editions.version(change.versions[0])
            if found is None:
                raise NotUndoneError("gone")
            draft = found
        for name, content in now.items():
            if digest(content) != change.digests[name]:
                raise NotUndoneError("edited", file=name)
        return replace(draft, changes=changes, before=now)

    async def _back(self, change: KnowledgeChange, publication: Publication | None, pressed: Pressed) -> Screen:
        """That it was taken back; the cluster it came from is new again."""
        language = pressed.language
        rows: list[Row] = []
        found = None if change.item is None else await self.queue.find(change.item)
        if found is not None:
            await self.settling.settle(found.cluster, "new")
            press = OpenCluster(language=language, item=found.cluster.item)
            rows.append(row(self.curators.label(language, "back"), press))
        return self.curators.screen("taken_back", language, rows, note=change.note, publication=publication)
