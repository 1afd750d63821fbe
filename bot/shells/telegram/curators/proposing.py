"""A proposal: what a change would do, two buttons under it, and what follows from them.

a draft  ->  its effect, found out meanwhile  ->  publish | not now              (kept by open_proposals.py)
             (long_work.py)                   ->  once more, where a floor falls
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.advice.markup import MESSAGE_LIMIT, visible_length
from bot.curation.effects import Effect
from bot.errors import TradebotError
from bot.records.audit import Deed
from bot.records.knowledge_changes import NewChange, digest
from bot.records.knowledge_versions import Publication
from bot.records.long_work import BegunBy
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.curators.claims import Claims
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Editions, OvertakenError
from bot.shells.telegram.curators.long_work import LongWork, Page, Showing
from bot.shells.telegram.curators.open_proposals import OpenProposals, packed_there
from bot.shells.telegram.curators.proposal_buttons import LeaveDraft, PublishDraft, PublishSurely, TakeBack, TryAgain
from bot.shells.telegram.curators.proposals import Done, OnDone, Pending, Proposal
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.documents import Document, problems_csv, send_document
from bot.shells.telegram.keyboards import Row, Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to

MOST_SHOWN = 8
"""Questions, problems and figures of each kind that an effect shows in the chat."""
_FEWER = (MOST_SHOWN, 4, 2, 1, 0)
"""As many are tried, one after the other, until all fits into a message."""
MOST_BELOW = 10
"""Floors that are named when somebody is asked once more."""


@dataclass(frozen=True, kw_only=True)
class Proposing:
    """Shows proposals, and does what is answered to them."""

    desk: Desk
    curators: Curators
    editions: Editions
    long_work: LongWork
    claims: Claims
    waiting: OpenProposals
    on_done: dict[Deed, OnDone] = field(default_factory=dict)
    """What else follows, by what the audit trail calls it; mostly nothing does."""

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {
            PublishDraft: self.on_yes,
            PublishSurely: self.on_surely,
            LeaveDraft: self.on_no,
            TryAgain: self.on_again,
        }

    async def propose(
        self, asker: Asker, language: str, make: Callable[[], Awaitable[Proposal]], *, begun_by: BegunBy
    ) -> None:
        """Show what a proposal does, with the buttons to publish it; told step by step, for it takes a while.

        Where *make* raises TradebotError, that is told instead.
        """

        async def compare(showing: Showing) -> None:
            try:
                proposal = await make()
                await self.waiting.keep_tried(proposal, showing.name)
                effect = await self.editions.effect_of(proposal.draft, showing.on_step, quick=proposal.quick)
            except BaseException:
                self.claims.release(asker.asking.person)
                raise
            await showing.show(await self._offer(proposal, effect, asker, language))
            await self.send_problems(effect, asker, language)

        await self.long_work.do(asker, language, self.comparing(language), compare, begun_by=begun_by)

    def comparing(self, language: str) -> Page:
        """How far it is with trying a change."""
        return lambda how_far: self.curators.screen("effect_comparing", language, how_far=how_far)

    async def _offer(self, proposal: Proposal, effect: Effect, asker: Asker, language: str) -> Screen:
        """The *effect*, and the buttons to publish it or not."""
        if effect.is_broken:
            self.claims.release(asker.asking.person)
            return self.effect_screen(effect, proposal, language)
        pending = Pending(proposal=proposal, old=effect.old, new=effect.new, below=effect.below)
        name = await self.waiting.keep(pending)
        label = "effect_publish_lower" if pending.below else "effect_publish"
        label = label if pending.changes_answers else "effect_keep"
        rows = [
            row(self.curators.label(language, label), PublishDraft(language=language, draft=name)),
            row(self.curators.label(language, "effect_leave"), LeaveDraft(language=language, draft=name)),
        ]
        return self.effect_screen(effect, proposal, language, rows)

    async def on_yes(self, press: PublishDraft, pressed: Pressed) -> bool:
        """Somebody wants it; where a floor falls they are asked once more."""
        pending = await self.waiting.find(press.draft)
        if pending is None or not pending.below:
            return await self._publish(press.draft, pressed)
        language = pressed.language
        rows = [
            row(self.curators.label(language, "effect_sure"), PublishSurely(language=language, draft=press.draft)),
            row(self.curators.label(language, "effect_leave"), LeaveDraft(language=language, draft=press.draft)),
        ]
        screen = self.curators.screen("effect_sure", language, rows, below=pending.below, most=MOST_BELOW)
        return await turn_to(self.desk, screen, pressed)

    async def on_surely(self, press: PublishSurely, pressed: Pressed) -> bool:
        """Somebody says so for the second time."""
        return await self._publish(press.draft, pressed)

    async def on_no(self, press: LeaveDraft, pressed: Pressed) -> bool:
        """Somebody would rather not."""
        if not await self.waiting.drop(press.draft):
            return await self._forgotten(pressed)
        self.claims.release(pressed.asker.asking.person)
        return await turn_to(self.desk, self.curators.screen("effect_left", pressed.language), pressed)

    async def on_again(self, press: TryAgain, pressed: Pressed) -> bool:
        """Somebody wants what a restart cut off to be tried again."""
        log, language = self.desk.records.long_work, pressed.language
        cut_off, proposal = await self.desk.keep(log.told, press.work), await self.waiting.tried_by(press.work)
        if cut_off is None or proposal is None:
            return await self.long_work.tell_gone(press.work, pressed)
        await turn_to(self.desk, self.curators.screen("work_cut_off", language, work=cut_off), pressed)
        tried = proposal

        async def make() -> Proposal:
            return tried

        await self.propose(pressed.asker, language, make, begun_by=cut_off.begun_by or "publish")
        await self.desk.keep(self.desk.records.long_work.end, press.work)
        return True

    async def _publish(self, name: str, pressed: Pressed) -> bool:
        async with self.editions.turn:
            pending = await self.waiting.find(name)
            if pending is None:
                return await self._forgotten(pressed)
            try:
                done = await self._carried_out(pending, pressed)
            except TradebotError as error:
                await self.waiting.drop(name)
                self.claims.release(pressed.asker.asking.person)
                return await turn_to(self.desk, self.curators.failed(error, pressed.language), pressed)
            await self.waiting.drop(name)
        proposal, publication = pending.proposal, done.publication
        version = "" if publication is None else str(publication.version)
        deed = proposal.deed or proposal.way
        await self.curators.record(pressed.query.from_user, deed, f"{version} {proposal.note}".strip())
        follow = self.on_done.get(deed)
        screen = await follow(proposal, done) if follow else self.told_of(done, proposal)
        return await turn_to(self.desk, screen, pressed)

    async def _forgotten(self, pressed: Pressed) -> bool:
        """Say so below: the message itself may tell what became of the proposal."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(
            pressed.asker, self.curators.screen("proposal_stopped", pressed.language, why="forgotten", file="")
        )
        return True

    async def _carried_out(self, pending: Pending, pressed: Pressed) -> Done:
        """Publish it, or only write it where no answer changes; raises TradebotError where that cannot be."""
        proposal, served = pending.proposal, self.desk.served.newest.knowledge.version
        # Where nothing was ever published, a restart alone lets the folder answer.
        answers_already = pending.new == served and not proposal.draft.changes
        if pending.old != served and not answers_already:
            raise OvertakenError
        before = await self.desk.keep(self.desk.records.versions.numbered, served)
        publication = None
        if pending.changes_answers:
            author = pressed.asker.asking.person
            publication = await self.editions.publish(
                proposal.draft, author=author, note=proposal.note, way=proposal.way
            )
        else:
            await self.editions.write(proposal.draft)
        return Done(publication=publication, change=await self._kept(proposal, before, publication), pressed=pressed)

    async def _kept(self, proposal: Proposal, before: int | None, publication: Publication | None) -> int | None:
        """Keep what was changed, so that it can be taken back."""
        draft = proposal.draft
        if not draft.changes or (publication is not None and before is None):
            return None
        change = NewChange(
            note=proposal.note,
            versions=(before, publication.version) if publication and before else None,
            item=proposal.taught.items[0] if proposal.taught else None,
            before=packed_there(draft.before),
            digests={name: digest(content) for name, content in draft.changes.items()},
        )
        return await self.desk.keep(self.desk.records.changes.add, change)

    def told_of(self, done: Done, proposal: Proposal) -> Screen:
        """That it is done, with the button to take it back."""
        language, publication = done.pressed.language, done.publication
        rows = self.undo_rows(done)
        if publication is None:
            files = tuple(proposal.draft.changes)
            return self.curators.screen("change_kept", language, rows, files=files)
        return self.curators.screen("edition_in_force", language, rows, publication=publication, way=proposal.way)

    def undo_rows(self, done: Done) -> list[Row]:
        """The button that takes back what is *done*, where that can be."""
        language = done.pressed.language
        if done.change is None:
            return []
        return [row(self.curators.label(language, "take_back"), TakeBack(language=language, change=done.change))]

    def effect_screen(self, effect: Effect, proposal: Proposal, language: str, rows: Sequence[Row] = ()) -> Screen:
        """An *effect*, with as much of it as one message holds."""
        for most in _FEWER:
            screen = self.curators.screen("effect", language, list(rows), **_values(effect, proposal, most))
            if visible_length(screen.html) <= MESSAGE_LIMIT:
                break
        return screen

    async def send_problems(self, effect: Effect, asker: Asker, language: str) -> None:
        """Send the problems of a broken version as a file, where there is more than a message surely holds."""
        if len(effect.problems) > MOST_SHOWN or any(len(str(one)) > MESSAGE_LIMIT / 10 for one in effect.problems):
            html = self.curators.screen("problems_file", language, count=len(effect.problems)).html
            content = problems_csv(effect.problems, self.curators.translator(language))
            file = Document(name="problems.csv", content=content, html=html)
            await send_document(self.desk.sender, asker.place, file)


def _values(effect: Effect, proposal: Proposal, most: int) -> dict[str, object]:
    return {
        "effect": effect,
        "edits": effect.edits,
        "problems": effect.problems,
        "attached": True,
        "way": proposal.way,
        "files": tuple(proposal.draft.changes),
        "most": most,
    }
