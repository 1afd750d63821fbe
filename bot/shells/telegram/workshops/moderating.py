"""Questions on their way to the wall: trainers show and hide them, and look at what they showed and hid."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

from bot.advice.normalising import comparable
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.workshops.moderation_screens import pile_screen
from bot.shells.telegram.workshops.own_rooms import own_room
from bot.shells.telegram.workshops.queue_keeping import send_queue
from bot.shells.telegram.workshops.room_screens import RoomScreens
from bot.shells.telegram.workshops.wall_buttons import Decide, ShowPile, ShowThem
from bot.workshops.rooms import Room
from bot.workshops.walls import Standing


@dataclass(frozen=True, kw_only=True)
class Moderating:
    """Lets trainers decide what the wall shows."""

    desk: Desk
    screens: RoomScreens

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {ShowPile: self.on_pile, Decide: self.on_decide, ShowThem: self.on_show_them}

    async def queue(self, room: Room, pressed: Pressed) -> bool:
        """A trainer wants the questions of *room* that wait, in a message of their own."""
        await self.desk.sender.answer_press(pressed.query.id)
        screen = await pile_screen(self.screens, room, "waiting", 1)
        await send_queue(self.desk, room, pressed.asker.asking.person, pressed.asker.place, screen)
        return True

    async def on_pile(self, press: ShowPile, pressed: Pressed) -> bool:
        """A trainer looks at what waits, is shown, or is hidden."""
        room = await own_room(self.desk, pressed.asker, press.room)
        return room is not None and await self._show(room, cast("Standing", press.pile), press.page, pressed)

    async def on_decide(self, press: Decide, pressed: Pressed) -> bool:
        """A trainer shows or hides a question, and with it all of the pile that say the same."""
        walls = self.desk.records.wall_questions
        pile, decision = cast("Standing", press.pile), cast("Standing", press.decision)

        async def decide(room: Room) -> None:
            there = await self.desk.keep(walls.of_room, room.id, pile)
            forms = {kept.conversation: comparable(kept.question) for kept in there}
            same = [number for number, form in forms.items() if form == forms.get(press.question)]
            await self.desk.keep(walls.decide, room.id, same or [press.question], decision)

        return await self._after(decide, press.room, pile, press.page, pressed)

    async def on_show_them(self, press: ShowThem, pressed: Pressed) -> bool:
        """A trainer shows all questions of the message at once, and no others that came meanwhile."""
        walls = self.desk.records.wall_questions

        async def decide(room: Room) -> None:
            waiting = await self.desk.keep(walls.of_room, room.id, "waiting")
            those = [kept.conversation for kept in waiting if press.first <= kept.conversation <= press.last]
            await self.desk.keep(walls.decide, room.id, those, "shown")

        return await self._after(decide, press.room, "waiting", 1, pressed)

    async def _after(
        self, decide: Callable[[Room], Awaitable[None]], number: int, pile: Standing, page: int, pressed: Pressed
    ) -> bool:
        room = await own_room(self.desk, pressed.asker, number)
        if room is None:
            return False
        await decide(room)
        return await self._show(room, pile, page, pressed)

    async def _show(self, room: Room, pile: Standing, page: int, pressed: Pressed) -> bool:
        """Show a pile in the message at hand; but the queue stays the queue, and other piles come under it."""
        screen = await pile_screen(self.screens, room, pile, page)
        message, person = pressed.query.message, pressed.asker.asking.person
        queue = await self.desk.keep(self.desk.records.moderators.queue_of, room.id, person)
        if pile == "waiting" or message is None or message.message_id != queue:
            return await turn_to(self.desk, screen, pressed)
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, screen)
        return True
