"""Work that takes minutes, beside the conversation: one message says how far it is, and has a button to stop it.

the message  ->  how far it is, every few seconds  ->  what came of it
                                                   ->  stopped, and all is as it was
                                                   ->  cut off by a restart, and told (cut_off.py)
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import ClassVar

from bot.errors import TradebotError
from bot.logs import where
from bot.records.long_work import BegunBy
from bot.shells.telegram.callbacks import Id, Language, Press, button_kind
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.cut_off import cut_off_screen
from bot.shells.telegram.delivery.deliveries import Sent
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.keyboards import Screen, keyboard_of, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.roles import Role

TELL_EVERY_S = 4.0

logger = logging.getLogger(__name__)


@button_kind("ws")
@dataclass(frozen=True, kw_only=True)
class StopWork(Press):
    """Stop what is being found out."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    work: Id


@dataclass(frozen=True, kw_only=True)
class HowFar:
    """What is being done, how far that is, of how much (0: not known), and for how many seconds it has gone on."""

    doing: str = ""
    done: int = 0
    total: int = 0
    seconds: int = 0


Page = Callable[[HowFar], Screen]
"""The text of the message that says how far it is."""


@dataclass(kw_only=True)
class Showing:
    """What the work uses: it tells how far it is, and at last shows what came of it in the place of that."""

    name: str
    put: Callable[[Screen], Awaitable[None]]
    page: Page
    said: str
    """The text of the message as it is."""
    how_far: HowFar = field(default_factory=HowFar)
    _is_over: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def on_step(self, doing: str, done: int, total: int) -> None:
        """This is being done now."""
        self.how_far = replace(self.how_far, doing=doing, done=done, total=total)

    async def show(self, screen: Screen) -> None:
        """It has come to this; nothing more is told of how far it is."""
        async with self._turn:
            self._is_over = True
            await self.put(screen)

    async def tell(self, seconds: int) -> None:
        """Say how far it is after so many *seconds*, if there is something new to say."""
        self.how_far = replace(self.how_far, seconds=seconds)
        screen = self.page(self.how_far)
        async with self._turn:
            if not self._is_over and screen.html != self.said:
                self.said = screen.html
                await self.put(screen)


Work = Callable[[Showing], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class LongWork:
    """Does what takes long."""

    desk: Desk
    curators: Curators
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the button does."""
        return {StopWork: self.on_stop}

    async def do(
        self, asker: Asker, language: str, page: Page, work: Work, *, begun_by: BegunBy, can_stop: bool = True
    ) -> None:
        """Begin *work* and go on; *page* says how far it is, *work* shows what came of it."""
        name = f"w{secrets.token_hex(6)}"
        stop = row(self.curators.label(language, "work_stop"), StopWork(language=language, work=name))
        keyboard = keyboard_of([stop] if can_stop else [])
        first = page(HowFar())
        sent = await self.desk.sender.send(asker.place, first.html, keyboard)
        if not isinstance(sent, Sent):
            return

        async def put(screen: Screen) -> None:
            if not await self.desk.sender.edit(asker.place, sent.message_ids[-1], screen.html, screen.keyboard):
                await self.desk.show(asker, screen)

        message = (asker.place.chat_id, sent.message_ids[-1])
        begin = self.desk.records.long_work.begin
        await self.desk.keep(begin, name, asker.asking.person, *message, language, begun_by=begun_by)
        showing = Showing(
            name=name, put=put, page=lambda how_far: replace(page(how_far), keyboard=keyboard), said=first.html
        )
        task = self.desk.background.begin(self._do(work, showing, language))
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name, None))

    async def on_stop(self, press: StopWork, pressed: Pressed) -> bool:
        """Somebody does not want to wait for it."""
        task = self._tasks.pop(press.work, None)
        if task is None or not task.cancel():
            return await self.tell_gone(press.work, pressed)
        await asyncio.wait({task})
        await self.desk.keep(self.desk.records.long_work.end, press.work)
        return await turn_to(self.desk, self.curators.screen("work_stopped", pressed.language), pressed)

    async def tell_gone(self, work: str, pressed: Pressed) -> bool:
        """Say why this *work* no longer goes on, and how to begin it again."""
        cut_off, language = await self.desk.keep(self.desk.records.long_work.told, work), pressed.language
        if cut_off is not None:
            return await turn_to(self.desk, cut_off_screen(self.curators, cut_off, language), pressed)
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, self.curators.screen("work_gone", language))
        return True

    async def _do(self, work: Work, showing: Showing, language: str) -> None:
        telling = asyncio.create_task(_told(showing))
        try:
            await work(showing)
        except TradebotError as error:
            await showing.show(self.curators.failed(error, language))
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            logger.error("what takes long has failed: %s", where(error))  # noqa: TRY400 - the place says all
            with suppress(Exception):
                reason = type(error).__name__
                await showing.show(self.curators.screen("edition_failed", language, reason=reason))
        finally:
            telling.cancel()
        # What is cancelled comes not here: it is stopped, or cut off.
        await self.desk.keep(self.desk.records.long_work.end, showing.name)


async def _told(showing: Showing) -> None:
    """Say every few seconds how far it is, until cancelled."""
    clock = asyncio.get_running_loop().time
    began = clock()
    while True:
        await asyncio.sleep(TELL_EVERY_S)
        try:
            await showing.tell(round(clock() - began))
        except Exception as error:  # noqa: BLE001 - how far it is matters less than what comes of it
            logger.warning("how far it is could not be told: %s", where(error))
