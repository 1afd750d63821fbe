"""What a room leaves in people's hands: the QR code, the join sheet, the report of trainers, the hand-out of all."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram import Update

from bot.curation.masking import masked
from bot.pages.cases import CasePages
from bot.pictures.qr import qr_png
from bot.records.room_questions import RoomQuestion
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.documents import Document, send_document, send_photo
from bot.shells.telegram.pressing import Pressed
from bot.shells.telegram.workshops.board import room_pages
from bot.shells.telegram.workshops.case_run import results_in
from bot.shells.telegram.workshops.own_rooms import all_rooms_of
from bot.shells.telegram.workshops.quiz_run import played_in, quiz_pages
from bot.shells.telegram.workshops.workshop_screens import WorkshopScreens
from bot.workshops.rooms import Room


@dataclass(frozen=True, kw_only=True)
class Reports:
    """Sends the files of rooms, each in the room's language."""

    desk: Desk
    screens: WorkshopScreens

    async def on_report(self, update: Update, _context: Context) -> None:
        """A trainer wants to know what the room asked."""
        asker = await self.desk.asker(update)
        mine = await all_rooms_of(self.desk, asker)
        if len(mine) == 1:
            await self._send_report(mine[0], asker)
        else:
            await self.desk.show(asker, self.screens.choice(mine, "report", asker.language))

    async def on_handout(self, update: Update, _context: Context) -> None:
        """Someone wants to take home what their room asked, and what they saved."""
        asker = await self.desk.asker(update)
        person = asker.asking.person
        room = await self.desk.keep(self.desk.records.room_members.last_room_of, person)
        if room is None:
            await self.screens.show(asker, "room_none")
            return
        saved = await self.desk.keep(self.desk.records.saved.topics, person)
        questions = await self._questions(room, with_hidden=False)
        language = self.desk.parts.templates.spoken(room.language)
        given: dict[str, Any] = {
            "saved": saved,
            "quizzes": await played_in(self.desk, room),
            "cases": await results_in(self.desk, room),
            "day": self._day(room, language),
        }
        page = await asyncio.to_thread(partial(room_pages(self.desk).hand_out, room, questions, language, **given))
        await self._send(asker, room, "handout", page, "room_handout")

    async def qr(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants the QR code to show."""
        await self.desk.sender.answer_press(pressed.query.id)
        link = self.screens.link(room)
        caption = self._page("room_qr", room, link=link)
        await send_photo(self.desk.sender, pressed.asker.place, await asyncio.to_thread(qr_png, link), caption)
        return True

    async def sheet(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants a page to hang up."""
        await self.desk.sender.answer_press(pressed.query.id)
        language = self.desk.parts.templates.spoken(room.language)
        page = room_pages(self.desk).join_sheet(room, self.screens.link(room), self._day(room, language), language)
        await self._send(pressed.asker, room, "sheet", page, "room_sheet")
        return True

    async def report(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants the report of *room*."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self._send_report(room, pressed.asker)
        return True

    async def _send_report(self, room: Room, asker: Asker) -> None:
        questions = await self._questions(room, with_hidden=True)
        counts = await self.desk.keep(self.desk.records.room_questions.counts, room.id)
        pages, language = room_pages(self.desk), self.desk.parts.templates.spoken(room.language)
        played, chosen = await played_in(self.desk, room), await results_in(self.desk, room)
        given: dict[str, Any] = {
            "counts": counts,
            "quizzes": played,
            "cases": chosen,
            "day": self._day(room, language),
        }
        page = await asyncio.to_thread(partial(pages.hand_out, room, questions, language, **given))
        await self._send(asker, room, "report", page, "room_report")
        await self._send_table(asker, room, "report", pages.table(questions, language), "room_table", len(questions))
        if played:
            table = quiz_pages(self.desk).table(played, language)
            await self._send_table(asker, room, "quiz", table, "quiz_table", len(played))
        if chosen:
            table = CasePages(pages.knowledge, pages.templates).table(chosen, language)
            await self._send_table(asker, room, "case", table, "case_table", len(chosen))

    async def _questions(self, room: Room, *, with_hidden: bool) -> tuple[RoomQuestion, ...]:
        """What the room asked, without personal data: these files go from hand to hand."""
        there = await self.desk.keep(self.desk.records.room_questions.of_room, room.id, with_hidden=with_hidden)
        return tuple(replace(question, question=masked(question.question)) for question in there)

    async def _send(self, asker: Asker, room: Room, kind: str, page: bytes, caption: str) -> None:
        name = self.screens.label(self.desk.parts.templates.spoken(room.language), f"room_file_{kind}")
        document = Document(name=f"{name}-{room.code}.html", content=page, html=self._page(caption, room))
        await send_document(self.desk.sender, asker.place, document)

    async def _send_table(self, asker: Asker, room: Room, kind: str, table: bytes, caption: str, count: int) -> None:
        name = self.screens.label(self.desk.parts.templates.spoken(room.language), f"room_file_{kind}")
        document = Document(name=f"{name}-{room.code}.csv", content=table, html=self._page(caption, room, count=count))
        await send_document(self.desk.sender, asker.place, document)

    def _page(self, name: str, room: Room, **values: object) -> str:
        language = self.desk.parts.templates.spoken(room.language)
        return self.desk.parts.answerer.replies.page(name, language, room=room, **values)

    def _day(self, room: Room, language: str) -> str | None:
        return None if room.day is None else self.screens.day(room.day, language)
