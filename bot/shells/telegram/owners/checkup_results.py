"""What comes of a finished check: the result, the picture and the page to print."""

from dataclasses import dataclass

from bot.advice.checkup_plan import Finished
from bot.pages.readiness import Readiness
from bot.records.checkups import Checkup
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.documents import Document, send_document, send_photo
from bot.shells.telegram.owners.checkup_buttons import SendFile, ViewCheck
from bot.shells.telegram.owners.checkup_screens import CheckupScreens, finished_of
from bot.shells.telegram.pressing import Pressed, turn_to


@dataclass(frozen=True, kw_only=True)
class CheckupResults:
    """Shows and sends results."""

    desk: Desk

    @property
    def readiness(self) -> Readiness:
        """The words for checks on the knowledge in force."""
        return Readiness(self.desk.parts.knowledge, self.desk.parts.templates)

    def screens(self, language: str) -> CheckupScreens:
        """The screens in *language*."""
        return CheckupScreens(self.readiness, language)

    async def show_plan(self, asker: Asker) -> None:
        """Send the plan of the last check that was finished."""
        last = await self.desk.keep(self.desk.records.checkups.finished, asker.asking.person)
        screens = self.screens(asker.language)
        if last is None:
            await self.desk.show(asker, screens.no_plan())
        else:
            await self.desk.show(asker, screens.plan(last.id, await self._with_before(last, asker)))

    async def hand_over(self, checkup: Checkup, pressed: Pressed) -> bool:
        """Put the result of a check that was finished just now in its place, and send what belongs to it."""
        finished = await self._with_before(checkup, pressed.asker)
        await turn_to(self.desk, self.screens(pressed.language).result(checkup.id, finished), pressed)
        picture = await self._picture(finished, pressed.language)
        await self._send_picture(finished, picture, pressed)
        await self._send_page(finished, picture, pressed)
        return True

    async def turn_to_result(self, checkup: Checkup, pressed: Pressed) -> bool:
        """Put the result in the place of what was pressed."""
        finished = await self._with_before(checkup, pressed.asker)
        return await turn_to(self.desk, self.screens(pressed.language).result(checkup.id, finished), pressed)

    async def on_view(self, press: ViewCheck, pressed: Pressed) -> bool:
        """Someone turns from the result to the plan, or back."""
        checkup = await self._own(press.check, pressed)
        if checkup is None:
            return await turn_to(self.desk, self.screens(pressed.language).gone(), pressed)
        if press.view == "result":
            return await self.turn_to_result(checkup, pressed)
        finished = await self._with_before(checkup, pressed.asker)
        return await turn_to(self.desk, self.screens(pressed.language).plan(checkup.id, finished), pressed)

    async def on_send_file(self, press: SendFile, pressed: Pressed) -> bool:
        """Someone wants the picture or the page once more."""
        checkup = await self._own(press.check, pressed)
        if checkup is None:
            return await turn_to(self.desk, self.screens(pressed.language).gone(), pressed)
        await self.desk.sender.answer_press(pressed.query.id)
        finished = await self._with_before(checkup, pressed.asker)
        send = self._send_picture if press.file == "picture" else self._send_page
        await send(finished, await self._picture(finished, pressed.language), pressed)
        return True

    async def _picture(self, finished: Finished, language: str) -> bytes:
        return await self.desk.draw(self.readiness.picture, finished, language)

    async def _send_picture(self, finished: Finished, picture: bytes, pressed: Pressed) -> None:
        caption = self.readiness.caption(finished, pressed.language)
        await send_photo(self.desk.sender, pressed.asker.place, picture, caption)

    async def _send_page(self, finished: Finished, picture: bytes, pressed: Pressed) -> None:
        language, username = pressed.language, self.desk.me.username or ""
        page = self.readiness.handout(finished, language, picture=picture, username=username)
        document = Document(
            name=f"{self.readiness.label(language, 'checkup_file')}-{finished.day.isoformat()}.html",
            content=page,
            html=self.readiness.templates.render(language, "checkup_handout_caption"),
        )
        await send_document(self.desk.sender, pressed.asker.place, document)

    async def _own(self, check: int, pressed: Pressed) -> Checkup | None:
        """The finished check of this number, if it is that of whoever pressed."""
        checkup = await self.desk.keep(self.desk.records.checkups.of_person, pressed.asker.asking.person, check)
        return checkup if checkup is not None and checkup.finished_at is not None else None

    async def _with_before(self, checkup: Checkup, asker: Asker) -> Finished:
        before = await self.desk.keep(self.desk.records.checkups.before, asker.asking.person, checkup.id)
        return finished_of(checkup, before)
