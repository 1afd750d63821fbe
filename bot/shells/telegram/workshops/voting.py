"""``/questions``: what stands on the wall, on the phones of who is in the room, and their votes for it.

Nobody learns who asked or voted; who asked a question sees that it is their own.
"""

from dataclasses import dataclass

from telegram import Update

from bot.paging import Page, page_of
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.keyboards import Row, Screen, button
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.workshops.room_screens import RoomScreens
from bot.shells.telegram.workshops.wall_buttons import ShowQuestions, VoteFor
from bot.shells.telegram.workshops.wall_view import seen
from bot.workshops.walls import Order, WallQuestion, in_order


@dataclass(frozen=True, kw_only=True)
class Voting:
    """Shows the wall's questions and counts votes."""

    desk: Desk
    screens: RoomScreens

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {ShowQuestions: self.on_show, VoteFor: self.on_vote}

    async def on_questions(self, update: Update, _context: Context) -> None:
        """Someone wants to see what their room asks."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, await self._screen(asker, asker.language, "newest", 1))

    async def on_show(self, press: ShowQuestions, pressed: Pressed) -> bool:
        """Someone turns a page, or wants another order."""
        order: Order = "votes" if press.order == "votes" else "newest"
        return await turn_to(self.desk, await self._screen(pressed.asker, pressed.language, order, press.page), pressed)

    async def on_vote(self, press: VoteFor, pressed: Pressed) -> bool:
        """Someone votes, or takes their vote back; one of a room they are not in, or of what was hidden, is none."""
        walls = self.desk.records.wall_questions
        change = walls.vote if press.vote == "give" else walls.take_back
        await self.desk.keep(change, pressed.asker.asking.person, press.question)
        again = ShowQuestions(language=press.language, order=press.order, page=press.page)
        return await self.on_show(again, pressed)

    async def _screen(self, asker: Asker, language: str, order: Order, number: int) -> Screen:
        person = asker.asking.person
        room = await self.desk.keep(self.desk.records.room_members.room_of, person)
        if room is None:
            return self.screens.screen("room_none", language)
        kept = await self.desk.keep(self.desk.records.wall_questions.of_room, room.id, "shown", person)
        page = page_of(in_order([seen(question) for question in kept], order), number)
        return self.screens.screen(
            "room_questions", language, self._rows(page, order, language), room=room, page=page, order=order
        )

    def _rows(self, page: Page[WallQuestion], order: Order, language: str) -> list[Row]:
        def to(number: int, into: Order = order) -> ShowQuestions:
            return ShowQuestions(language=language, order=into, page=number)

        other: Order = "newest" if order == "votes" else "votes"
        turning = self.screens.turning(page, language, to)
        sorting = (self.screens.button(language, f"questions_{other}", to(1, other)),) if page.count > 1 else ()
        again = self.screens.row(language, "questions_again", to(page.number))
        return [self._votes(page, order, language), turning, (*sorting, *again)]

    def _votes(self, page: Page[WallQuestion], order: Order, language: str) -> Row:
        return tuple(
            button(
                f"{'✓' if question.has_vote else '▲'} {number}",
                VoteFor(
                    language=language,
                    order=order,
                    page=page.number,
                    question=question.id,
                    vote="take" if question.has_vote else "give",
                ),
            )
            for number, question in page.numbered
        )
