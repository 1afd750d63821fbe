"""/publish, /versions, /rollback and /reload: another version answers, after a curator has seen its effect."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar

from telegram import Update, User

from bot.curation.effects import Effect
from bot.errors import TradebotError
from bot.records.knowledge_versions import Way
from bot.shells.telegram.callbacks import Id, Language, Press, button_kind
from bot.shells.telegram.curators import Curators
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.editions import Draft, Editions
from bot.shells.telegram.failures import where
from bot.shells.telegram.keyboards import Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.questions import Context, Handler
from bot.shells.telegram.roles import Role
from bot.shells.telegram.sending import Sent

MOST_LISTED = 15
MOST_SHOWN = 8
"""Questions, problems and figures of each kind that an effect shows in the chat."""
STEP_EVERY_S = 3.0
MOST_PENDING = 20
LONGEST_NOTE = 200

logger = logging.getLogger(__name__)


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
class Pending:
    """A draft with its effect, waiting for somebody to say yes."""

    draft: Draft
    effect: Effect
    note: str
    way: Way


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """Shows effects and versions, and puts versions in force."""

    desk: Desk
    curators: Curators
    editions: Editions
    _pending: dict[str, Pending] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def on_command(self) -> dict[str, Handler]:
        """What the commands do."""
        return {
            "publish": self.on_publish,
            "versions": self.on_versions,
            "rollback": self.on_rollback,
            "reload": self.on_reload,
        }

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {PublishDraft: self.on_yes, PublishSurely: self.on_surely, LeaveDraft: self.on_no}

    async def on_publish(self, update: Update, context: Context) -> None:
        """A curator wants the knowledge folder to answer; what stands after the command is the note."""
        note = " ".join(context.args or ())[:LONGEST_NOTE]
        await self.show_effect(await self.desk.asker(update), self.editions.draft, note=note, way="published")

    async def on_rollback(self, update: Update, context: Context) -> None:
        """A curator wants an earlier version to answer again."""
        asker = await self.desk.asker(update)
        number, *note = context.args or ("",)
        draft = await self.editions.version(int(number)) if number.isdecimal() and len(number) < 10 else None
        if draft is None:
            await self._show_versions(asker, unknown=number)
            return

        async def found() -> Draft:
            return draft

        await self.show_effect(asker, found, note=" ".join(note)[:LONGEST_NOTE], way="rolled_back")

    async def on_versions(self, update: Update, _context: Context) -> None:
        """A curator wants to see which there are."""
        await self._show_versions(await self.desk.asker(update))

    async def on_reload(self, update: Update, _context: Context) -> None:
        """A curator wants the knowledge and the templates read anew, without any question asked."""
        asker, user = await self.desk.asker(update), update.effective_user

        async def reload(show: Callable[[Screen], Awaitable[None]]) -> None:
            draft = await self.editions.draft()
            effect = await self.editions.effect_of(draft, quick=True)
            if effect.is_broken:
                await show(self._effect_screen(effect, "reloaded", asker.language))
                return
            author = asker.asking.person
            publication = await self.editions.reload(draft, effect, author=author)
            if publication is not None:
                await self.curators.record(user, "reloaded", str(publication.version))
            await show(self.curators.screen("edition_reloaded", asker.language, publication=publication))

        await self._in_background(asker, reload)

    async def show_effect(
        self, asker: Asker, get_draft: Callable[[], Awaitable[Draft]], *, note: str, way: Way
    ) -> None:
        """Show what a draft does, with the buttons to publish it; told step by step, for it takes a while."""

        async def compare(show: Callable[[Screen], Awaitable[None]]) -> None:
            clock, last = asyncio.get_running_loop().time, 0.0

            async def on_step(doing: str, done: int, total: int) -> None:
                nonlocal last
                if clock() - last >= STEP_EVERY_S:
                    last = clock()
                    await show(self._comparing(asker.language, doing, done, total))

            draft = await get_draft()
            effect = await self.editions.effect_of(draft, on_step)
            await show(self.offer(Pending(draft=draft, effect=effect, note=note, way=way), asker.language))

        await self._in_background(asker, compare)

    def offer(self, pending: Pending, language: str) -> Screen:
        """The effect of what is *pending*, and the buttons to publish it or not."""
        effect = pending.effect
        screen = self._effect_screen(effect, pending.way, language)
        if effect.is_broken:
            return screen
        name = f"v{pending.draft.name}"
        self._pending.pop(name, None)
        self._pending[name] = pending
        while len(self._pending) > MOST_PENDING:
            del self._pending[next(iter(self._pending))]
        label = "effect_publish_lower" if effect.lowers_floor else "effect_publish"
        rows = [
            row(self.curators.label(language, label), PublishDraft(language=language, draft=name)),
            row(self.curators.label(language, "effect_leave"), LeaveDraft(language=language, draft=name)),
        ]
        return self.curators.screen("effect", language, rows, **_values(effect, pending.way))

    async def on_yes(self, press: PublishDraft, pressed: Pressed) -> bool:
        """Somebody wants it; where a floor falls they are asked once more."""
        pending = self._pending.get(press.draft)
        if pending is None:
            return False
        if not pending.effect.lowers_floor:
            return await self._publish(press.draft, pending, pressed)
        rows = [
            row(
                self.curators.label(pressed.language, "effect_sure"),
                PublishSurely(language=pressed.language, draft=press.draft),
            ),
            row(
                self.curators.label(pressed.language, "effect_leave"),
                LeaveDraft(language=pressed.language, draft=press.draft),
            ),
        ]
        below = pending.effect.below
        return await turn_to(
            self.desk, self.curators.screen("effect_sure", pressed.language, rows, below=below), pressed
        )

    async def on_surely(self, press: PublishSurely, pressed: Pressed) -> bool:
        """Somebody says so for the second time."""
        pending = self._pending.get(press.draft)
        return pending is not None and await self._publish(press.draft, pending, pressed)

    async def on_no(self, press: LeaveDraft, pressed: Pressed) -> bool:
        """Somebody would rather not."""
        self._pending.pop(press.draft, None)
        return await turn_to(self.desk, self.curators.screen("effect_left", pressed.language), pressed)

    async def _publish(self, name: str, pending: Pending, pressed: Pressed) -> bool:
        author, user = pressed.asker.asking.person, pressed.query.from_user
        try:
            publication = await self.editions.publish(pending.draft, author=author, note=pending.note, way=pending.way)
        except TradebotError as error:
            screen = self.curators.screen("edition_failed", pressed.language, reason=str(error))
            return await turn_to(self.desk, screen, pressed)
        self._pending.pop(name, None)
        await self._record(user, pending.way, publication.version, pending.note)
        screen = self.curators.screen("edition_in_force", pressed.language, publication=publication, way=pending.way)
        return await turn_to(self.desk, screen, pressed)

    async def _record(self, user: User, way: Way, version: int, note: str) -> None:
        await self.curators.record(user, way, f"{version} {note}".strip())

    async def _show_versions(self, asker: Asker, *, unknown: str = "") -> None:
        versions = await self.desk.keep(self.desk.records.versions.listed, MOST_LISTED)
        await self.curators.show(asker, "editions", versions=versions, unknown=unknown)

    async def _in_background(
        self, asker: Asker, work: Callable[[Callable[[Screen], Awaitable[None]]], Awaitable[None]]
    ) -> None:
        """Do *work* that takes minutes while this chat goes on; it shows screens in a message of its own."""
        first = self._comparing(asker.language, "", 0, 0)
        sent = await self.desk.sender.send(asker.place, first.html)
        if not isinstance(sent, Sent):
            return

        async def show(screen: Screen) -> None:
            if not await self.desk.sender.edit(asker.place, sent.message_ids[-1], screen.html, screen.keyboard):
                await self.desk.show(asker, screen)

        async def do() -> None:
            try:
                await work(show)
            except TradebotError as error:
                await show(self.curators.screen("edition_failed", asker.language, reason=str(error)))
            except Exception as error:  # noqa: BLE001 - nobody else would hear of it
                logger.error("a version could not be compared: %s", where(error))  # noqa: TRY400 - the place says all
                with suppress(Exception):
                    await show(self.curators.screen("edition_failed", asker.language, reason=type(error).__name__))

        task = asyncio.create_task(do())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _comparing(self, language: str, doing: str, done: int, total: int) -> Screen:
        return self.curators.screen("effect_comparing", language, doing=doing, done=done, total=total)

    def _effect_screen(self, effect: Effect, way: Way, language: str) -> Screen:
        return self.curators.screen("effect", language, **_values(effect, way))


def _values(effect: Effect, way: Way) -> dict[str, object]:
    return {"effect": effect, "edits": effect.edits, "problems": effect.problems, "way": way, "most": MOST_SHOWN}
