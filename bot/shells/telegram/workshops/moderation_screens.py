"""What trainers see of the questions of a room: those that wait, are shown, or are hidden; in the room's language."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from bot.paging import Page, page_of
from bot.shells.telegram.keyboards import Row, Screen, button
from bot.shells.telegram.workshops.room_buttons import RoomAction
from bot.shells.telegram.workshops.room_screens import RoomScreens
from bot.shells.telegram.workshops.wall_buttons import Decide, ShowPile, ShowThem
from bot.shells.telegram.workshops.wall_view import seen
from bot.workshops.rooms import Room
from bot.workshops.walls import Standing, WallQuestion, in_order

OTHERS: dict[Standing, tuple[Standing, ...]] = {
    "waiting": ("shown", "hidden"),
    "shown": ("waiting", "hidden"),
    "hidden": ("waiting", "shown"),
}


async def pile_screen(screens: RoomScreens, room: Room, pile: Standing, number: int) -> Screen:
    """A page of the questions with this standing: what waits with the oldest first, all else with the newest."""
    desk, language = screens.desk, screens.desk.parts.templates.spoken(room.language)
    counts = (await desk.keep(desk.records.room_questions.counts, room.id)).wall
    kept = await desk.keep(desk.records.wall_questions.of_room, room.id, pile)
    questions = [seen(question) for question in kept]
    page = page_of(questions if pile == "waiting" else in_order(questions, "newest"), number)
    has_nicknames = bool(await desk.keep(desk.records.quiz_names.in_room, room.id))
    rows = [] if room.is_ended else _rows(screens, room, pile, page, language)
    if has_nicknames:
        rows.append(_to_nicknames(screens, room, language))
    return screens.screen("room_pile", language, rows, room=room, pile=pile, page=page, counts=counts)


def _rows(screens: RoomScreens, room: Room, pile: Standing, page: Page[WallQuestion], language: str) -> list[Row]:
    def to(number: int, into: Standing = pile) -> ShowPile:
        return ShowPile(language=language, room=room.id, pile=into, page=number)

    others = tuple(screens.button(language, f"pile_{other}", to(1, other)) for other in OTHERS[pile])
    return [*_decisions(screens, room, pile, page, language), screens.turning(page, language, to), others]


def _to_nicknames(screens: RoomScreens, room: Room, language: str) -> Row:
    press = RoomAction(language=language, action="nicknames", room=room.id)
    return screens.row(language, "workshop_nicknames", press)


def _decisions(
    screens: RoomScreens, room: Room, pile: Standing, page: Page[WallQuestion], language: str
) -> Sequence[Row]:
    def decide(sign: str, number: int, question: int, decision: Standing) -> InlineKeyboardButton:
        press = Decide(
            language=language, room=room.id, pile=pile, page=page.number, question=question, decision=decision
        )
        return button(f"{sign} {number}", press)

    if pile == "shown":
        return [tuple(decide("✕", number, question.id, "hidden") for number, question in page.numbered)]
    if pile == "hidden":
        return [tuple(decide("✓", number, question.id, "shown") for number, question in page.numbered)]
    rows: list[Row] = [
        (decide("✓", number, question.id, "shown"), decide("✕", number, question.id, "hidden"))
        for number, question in page.numbered
    ]
    if len(page.items) > 1:
        first, last = page.items[0].id, page.items[-1].id
        them = ShowThem(language=language, room=room.id, first=first, last=last)
        rows.append(screens.row(language, "pile_show_them", them))
    return rows
