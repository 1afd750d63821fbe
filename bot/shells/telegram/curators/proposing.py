"""A proposal: what a change would do, two buttons under it, and what follows from them.

a draft  ->  its effect, found out meanwhile  ->  publish | not now
                                              ->  once more, where a floor falls
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.advice.markup import MESSAGE_LIMIT, visible_length
from bot.curation.effects import Effect
from bot.errors import TradebotError
from bot.files.knowledge_changes import ChangeRefusedError
from bot.files.knowledge_files import packed
from bot.records.knowledge_changes import NewChange, digest
from bot.records.knowledge_versions import Publication
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.proposal_buttons import LeaveDraft, PublishDraft, PublishSurely, TakeBack
from bot.shells.telegram.curators.proposals import Done, OvertakenError, Pending, Proposal
from bot.shells.telegram.delivery.sending import Sent
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.documents import Document, problems_csv, send_document
from bot.shells.telegram.failures import where
from bot.shells.telegram.keyboards import Row, Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to

MOST_SHOWN = 8
"""Questions, problems and figures of each kind that an effect shows in the chat."""
_FEWER = (MOST_SHOWN, 4, 2, 1, 0)
"""As many are tried, one after the other, until all fits into a message."""
MOST_BELOW = 10
"""Floors that are named when somebody is asked once more."""
STEP_EVERY_S = 3.0
MOST_PENDING = 20

logger = logging.getLogger(__name__)

Show = Callable[[Screen], Awaitable[None]]
"""Puts a screen in the place of the one before it."""


@dataclass(frozen=True, kw_only=True)
class Proposing:
    """Shows proposals, and does what is answered to them."""

    desk: Desk
    curators: Curators
    editions: Editions
    _pending: dict[str, Pending] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whoever changes what answers holds it."""

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {PublishDraft: self.on_yes, PublishSurely: self.on_surely, LeaveDraft: self.on_no}

    async def propose(self, asker: Asker, language: str, make: Callable[[], Awaitable[Proposal]]) -> None:
        """Show what a proposal does, with the buttons to publish it; told step by step, for it takes a while.

        Where *make* raises TradebotError, that is told instead.
        """

        async def compare(show: Show) -> None:
            clock, last = asyncio.get_running_loop().time, 0.0

            async def on_step(doing: str, done: int, total: int) -> None:
                nonlocal last
                if clock() - last >= STEP_EVERY_S:
                    last = clock()
                    await show(self._comparing(language, doing, done, total))

            proposal = await make()
            try:
                effect = await self.editions.effect_of(proposal.draft, on_step, quick=proposal.quick)
            except BaseException:
                proposal.on_left()
                raise
            await show(self.offer(Pending(proposal=proposal, effect=effect), language))
            await self.send_problems(effect, asker, language)

        await self.in_background(asker, language, compare)

    def offer(self, pending: Pending, language: str) -> Screen:
        """The effect of what is *pending*, and the buttons to publish it or not."""
        effect = pending.effect
        if effect.is_broken:
            pending.proposal.on_left()
            return self.effect_screen(effect, pending.proposal, language)
        name = f"v{secrets.token_hex(6)}"
        self._pending[name] = pending
        while len(self._pending) > MOST_PENDING:
            self._pending.pop(next(iter(self._pending))).proposal.on_left()
        label = "effect_publish_lower" if effect.lowers_floor else "effect_publish"
        label = label if pending.changes_answers else "effect_keep"
        rows = [
            row(self.curators.label(language, label), PublishDraft(language=language, draft=name)),
            row(self.curators.label(language, "effect_leave"), LeaveDraft(language=language, draft=name)),
        ]
        return self.effect_screen(effect, pending.proposal, language, rows)

    async def on_yes(self, press: PublishDraft, pressed: Pressed) -> bool:
        """Somebody wants it; where a floor falls they are asked once more."""
        pending = self._pending.get(press.draft)
        if pending is None or not pending.effect.lowers_floor:
            return await self._publish(press.draft, pressed)
        language = pressed.language
        rows = [
            row(self.curators.label(language, "effect_sure"), PublishSurely(language=language, draft=press.draft)),
            row(self.curators.label(language, "effect_leave"), LeaveDraft(language=language, draft=press.draft)),
        ]
        screen = self.curators.screen("effect_sure", language, rows, below=pending.effect.below, most=MOST_BELOW)
        return await turn_to(self.desk, screen, pressed)

    async def on_surely(self, press: PublishSurely, pressed: Pressed) -> bool:
        """Somebody says so for the second time."""
        return await self._publish(press.draft, pressed)

    async def on_no(self, press: LeaveDraft, pressed: Pressed) -> bool:
        """Somebody would rather not."""
        pending = self._pending.pop(press.draft, None)
        if pending is not None:
            pending.proposal.on_left()
        return await turn_to(self.desk, self.curators.screen("effect_left", pressed.language), pressed)

    async def _publish(self, name: str, pressed: Pressed) -> bool:
        async with self.turn:
            pending = self._pending.pop(name, None)
            if pending is None:
                return await self._forgotten(pressed)
            try:
                done = await self._carried_out(pending, pressed)
            except TradebotError as error:
                pending.proposal.on_left()
                return await turn_to(self.desk, self.failed(error, pressed.language), pressed)
        proposal, publication = pending.proposal, done.publication
        version = "" if publication is None else str(publication.version)
        deed = proposal.deed or proposal.way
        await self.curators.record(pressed.query.from_user, deed, f"{version} {proposal.note}".strip())
        screen = await proposal.on_done(done) if proposal.on_done else self.told_of(done, proposal)
        return await turn_to(self.desk, screen, pressed)

    async def _forgotten(self, pressed: Pressed) -> bool:
        """Say so below: the message itself may tell what became of the proposal."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, self._stopped(pressed.language, "forgotten"))
        return True

    async def _carried_out(self, pending: Pending, pressed: Pressed) -> Done:
        """Publish it, or only write it where no answer changes; raises TradebotError where that cannot be."""
        proposal, served = pending.proposal, self.desk.served.newest.knowledge.version
        if pending.effect.old != served:
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
            item=proposal.item,
            before=packed({name: content for name, content in draft.before.items() if content is not None}),
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

    def failed(self, error: TradebotError, language: str) -> Screen:
        """Why it could not be done, in a line."""
        match error:
            case OvertakenError():
                return self._stopped(language, "overtaken")
            case ChangeRefusedError(why=why, file=file):
                return self._stopped(language, why, file)
        return self.curators.screen("edition_failed", language, reason=str(error))

    def _stopped(self, language: str, why: str, file: str = "") -> Screen:
        return self.curators.screen("proposal_stopped", language, why=why, file=file)

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

    async def in_background(
        self, asker: Asker, language: str, work: Callable[[Show], Awaitable[None]], first: Screen | None = None
    ) -> None:
        """Do *work* that takes minutes while this chat goes on; it shows screens in the place of the *first*."""
        screen = first or self._comparing(language, "", 0, 0)
        sent = await self.desk.sender.send(asker.place, screen.html)
        if not isinstance(sent, Sent):
            return

        async def show(screen: Screen) -> None:
            if not await self.desk.sender.edit(asker.place, sent.message_ids[-1], screen.html, screen.keyboard):
                await self.desk.show(asker, screen)

        async def do() -> None:
            try:
                await work(show)
            except TradebotError as error:
                await show(self.failed(error, language))
            except Exception as error:  # noqa: BLE001 - nobody else would hear of it
                logger.error("a version could not be compared: %s", where(error))  # noqa: TRY400 - the place says all
                with suppress(Exception):
                    await show(self.curators.screen("edition_failed", language, reason=type(error).__name__))

        self.desk.background.begin(do())

    def _comparing(self, language: str, doing: str, done: int, total: int) -> Screen:
        return self.curators.screen("effect_comparing", language, doing=doing, done=done, total=total)


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
