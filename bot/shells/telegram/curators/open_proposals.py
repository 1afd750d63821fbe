"""Proposals that wait, in the records: what a press of their buttons needs, whether or not we were restarted since."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from bot.curation.floors import FallenFloor
from bot.files.knowledge_changes import Changes
from bot.files.knowledge_files import packed, unpacked
from bot.records.audit import Deed
from bot.records.knowledge_versions import Way
from bot.records.proposals import OpenProposal
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.proposals import Pending, Proposal, Taught
from bot.shells.telegram.desk import Desk


@dataclass(frozen=True, kw_only=True)
class _About:
    """All of a proposal that is no file; ``changed`` are the names of those that it changes."""

    note: str
    way: Way
    deed: Deed | None
    taught: Taught | None
    old: str
    new: str
    below: tuple[FallenFloor, ...]
    changed: tuple[str, ...]
    quick: bool = False


_FORM = TypeAdapter(_About)


@dataclass(frozen=True, kw_only=True)
class OpenProposals:
    """Keeps them, and finds them again. The questions that people asked, as an effect shows them, are not kept."""

    desk: Desk
    editions: Editions

    async def keep(self, pending: Pending) -> str:
        """The name to find *pending* by."""
        proposal, draft = pending.proposal, pending.proposal.draft
        about = _About(
            note=proposal.note,
            way=proposal.way,
            deed=proposal.deed,
            taught=proposal.taught,
            old=pending.old,
            new=pending.new,
            below=pending.below,
            changed=tuple(draft.changes),
            quick=proposal.quick,
        )
        kept = OpenProposal(
            kind="knowledge",
            about=_FORM.dump_json(about).decode(),
            files=packed(draft.files),
            before=packed_there(draft.before),
        )
        return await self.desk.keep(self.desk.records.proposals.add, kept)

    async def keep_tried(self, proposal: Proposal, work: str) -> None:
        """Keep what the long *work* of this name tries, so that it can be tried again if it is cut off.

        Nobody can publish it by that: it is in the place of no version.
        """
        name = await self.keep(Pending(proposal=proposal, old="", new=""))
        await self.desk.keep(self.desk.records.long_work.tries, work, name)

    async def tried_by(self, work: str) -> Proposal | None:
        """What this long *work* tried before it was cut off."""
        name = await self.desk.keep(self.desk.records.long_work.proposal_of, work)
        pending = None if name is None else await self.find(name)
        return None if pending is None else pending.proposal

    async def find(self, name: str) -> Pending | None:
        """What waits by this *name*, if anything does; an earlier tradebot may have kept something else."""
        kept = await self.desk.keep(self.desk.records.proposals.get, name, "knowledge")
        if kept is not None:
            with suppress(ValidationError):
                return await self._pending(kept, _FORM.validate_json(kept.about))
        return None

    async def drop(self, name: str) -> bool:
        """It waits no longer; False if it did not any more."""
        return await self.desk.keep(self.desk.records.proposals.drop, name)

    async def _pending(self, kept: OpenProposal, about: _About) -> Pending:
        draft = await self.editions.draft(unpacked(kept.files))
        draft = replace(
            draft, changes=only(draft.files, about.changed), before=only(unpacked(kept.before), about.changed)
        )
        proposal = Proposal(
            draft=draft, note=about.note, way=about.way, deed=about.deed, taught=about.taught, quick=about.quick
        )
        return Pending(proposal=proposal, old=about.old, new=about.new, below=about.below)


def packed_there(files: Changes) -> bytes:
    """Those of *files* that are there, packed."""
    return packed({name: content for name, content in files.items() if content is not None})


def only(files: Mapping[str, bytes], names: tuple[str, ...]) -> Changes:
    """The *files* of these *names*; None for one that is not there."""
    return {name: files.get(name) for name in names}
