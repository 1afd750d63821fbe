"""A proposal: what a change would do, two buttons under it, and what follows from them.

a draft  ->  its effect, found out meanwhile  ->  publish | not now
                                              ->  once more, where a floor falls
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar

from bot.curation.effects import Effect
from bot.errors import TradebotError
from bot.files.knowledge_changes import ChangeRefusedError
from bot.records.audit import Deed
from bot.records.knowledge_versions import Publication, Way
from bot.shells.telegram.callbacks import Id, Language, Press, button_kind
from bot.shells.telegram.curators import Curators
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.editions import Draft, Editions
from bot.shells.telegram.failures import where
from bot.shells.telegram.keyboards import Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.roles import Role
from bot.shells.telegram.sending import Sent

MOST_SHOWN = 8
"""Questions, problems and figures of each kind that an effect shows in the chat."""
STEP_EVERY_S = 3.0
MOST_PENDING = 20

logger = logging.getLogger(__name__)

Show = Callable[[Screen], Awaitable[None]]
"""Puts a screen in the place of the one before it."""


@button_kind("pv")
@dataclass(frozen=True, kw_only=True)
class PublishDraft(Press):
    """Let this draft answer from now on."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    draft: Id


@button_kind("py")
@dataclass(frozen=True, kw_only=True)
class PublishSurely(Press):
    """Let this draft answer from now on although a floor falls."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    draft: Id


@button_kind("pn")
@dataclass(frozen=True, kw_only=True)
class LeaveDraft(Press):
    """Leave everything as it is."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    draft: Id


@dataclass(frozen=True, kw_only=True)
class Done:
    """A proposal that somebody said yes to; without a publication where no answer changes by it."""

    publication: Publication | None
    pressed: Pressed


def _nothing() -> None:
    """For a proposal that nobody needs to know the end of."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A draft that somebody may publish, and why.

    ``deed`` is what the audit trail calls it. ``on_done`` does what else is to be done then, and gives the screen that
    says so; ``on_left`` is called if somebody would rather not.
    """

    draft: Draft
    note: str
    way: Way = "published"
    deed: Deed | None = None
    on_done: Callable[[Done], Awaitable[Screen]] | None = None
    on_left: Callable[[], None] = _nothing


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A proposal with its effect, waiting for somebody to say yes."""

    proposal: Proposal
    effect: Effect

    @property
    def changes_answers(self) -> bool:
        """Claim that there is something to publish, and not only a draft or a comment to keep."""
        return self.effect.old != self.effect.new or not self.proposal.draft.changes


@dataclass(frozen=True, kw_only=True)
class Proposing:
    """Shows proposals, and does what is answered to them."""

    desk: Desk
    curators: Curators
    editions: Editions
    _pending: dict[str, Pending] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

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
                effect = await self.editions.effect_of(proposal.draft, on_step)
            except BaseException:
                proposal.on_left()
                raise
            await show(self.offer(Pending(proposal=proposal, effect=effect), language))

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
        return self.curators.screen("effect", language, rows, **_values(effect, pending.proposal))

    async def on_yes(self, press: PublishDraft, pressed: Pressed) -> bool:
        """Somebody wants it; where a floor falls they are asked once more."""
        pending = self._pending.get(press.draft)
        if pending is None:
            return False
        if not pending.effect.lowers_floor:
            return await self._publish(press.draft, pressed)
        language = pressed.language
        rows = [
            row(self.curators.label(language, "effect_sure"), PublishSurely(language=language, draft=press.draft)),
            row(self.curators.label(language, "effect_leave"), LeaveDraft(language=language, draft=press.draft)),
        ]
        screen = self.curators.screen("effect_sure", language, rows, below=pending.effect.below)
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
        async with self._turn:
            pending = self._pending.pop(name, None)
            if pending is None:
                return False
            try:
                publication = await self._carried_out(pending, pressed)
            except TradebotError as error:
                pending.proposal.on_left()
                return await turn_to(self.desk, self.failed(error, pressed.language), pressed)
        proposal, done = pending.proposal, Done(publication=publication, pressed=pressed)
        deed = proposal.deed or proposal.way
        version = "" if publication is None else str(publication.version)
        await self.curators.record(pressed.query.from_user, deed, f"{version} {proposal.note}".strip())
        screen = await (proposal.on_done or self._told_of(proposal.way))(done)
        return await turn_to(self.desk, screen, pressed)

    async def _carried_out(self, pending: Pending, pressed: Pressed) -> Publication | None:
        """Publish it, or only write it where no answer changes; raises TradebotError where that cannot be."""
        proposal = pending.proposal
        if pending.effect.old != self.desk.served.newest.knowledge.version:
            raise OvertakenError
        if not pending.changes_answers:
            await self.editions.write(proposal.draft)
            return None
        author = pressed.asker.asking.person
        return await self.editions.publish(proposal.draft, author=author, note=proposal.note, way=proposal.way)

    def _told_of(self, way: Way) -> Callable[[Done], Awaitable[Screen]]:
        async def told(done: Done) -> Screen:
            language = done.pressed.language
            return self.curators.screen("edition_in_force", language, publication=done.publication, way=way)

        return told

    def failed(self, error: TradebotError, language: str) -> Screen:
        """Why it could not be done, in a line."""
        match error:
            case OvertakenError():
                return self.curators.screen("proposal_stopped", language, why="overtaken", file="")
            case ChangeRefusedError(why=why, file=file):
                return self.curators.screen("proposal_stopped", language, why=why, file=file)
        return self.curators.screen("edition_failed", language, reason=str(error))

    def effect_screen(self, effect: Effect, proposal: Proposal, language: str) -> Screen:
        """An *effect*, without buttons."""
        return self.curators.screen("effect", language, **_values(effect, proposal))

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

        task = asyncio.create_task(do())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _comparing(self, language: str, doing: str, done: int, total: int) -> Screen:
        return self.curators.screen("effect_comparing", language, doing=doing, done=done, total=total)


class OvertakenError(TradebotError):
    """Another version answers since the effect was found out."""


def _values(effect: Effect, proposal: Proposal) -> dict[str, object]:
    return {
        "effect": effect,
        "edits": effect.edits,
        "problems": effect.problems,
        "way": proposal.way,
        "files": tuple(proposal.draft.changes),
        "most": MOST_SHOWN,
    }
