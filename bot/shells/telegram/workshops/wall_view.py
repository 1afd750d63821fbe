"""What of a room its wall may show: counts that point at nobody, and questions without personal data."""

from bot.curation.masking import masked
from bot.records.wall_questions import KeptQuestion
from bot.settings import pages_url
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.payloads import ROOM, link_to
from bot.shells.telegram.workshops.board import room_pages
from bot.workshops.rooms import Room
from bot.workshops.walls import WallQuestion, wall_question


def seen(kept: KeptQuestion) -> WallQuestion:
    """The question as others see it: whatever looks like personal data is masked, always."""
    return wall_question(
        number=kept.conversation,
        words=masked(kept.question),
        votes=kept.votes,
        is_own=kept.is_own,
        has_vote=kept.has_vote,
    )


def wall_address(desk: Desk, room: Room) -> str | None:
    """The secret link to the wall of *room*; None where there is none or no page is served."""
    root = pages_url(desk.settings)
    return None if root is None or room.wall_key is None else f"{root}/wall/{room.code}/{room.wall_key}"


async def wall_now(desk: Desk, room: Room, ending: str | None = None) -> str:
    """What is on the wall of *room* now; *ending* is the label of what is said for the last time."""
    records, language = desk.records, desk.parts.templates.spoken(room.language)
    counts = await desk.keep(records.room_questions.counts, room.id)
    kept = await desk.keep(records.wall_questions.of_room, room.id, "shown")
    words = None if ending is None else desk.parts.templates.label(language, ending)
    return room_pages(desk).wall_now(room, counts, [seen(question) for question in kept], language, ending=words)


def wall_page(desk: Desk, room: Room, now: str, nonce: str | None = None) -> bytes:
    """The whole page around what is on the wall *now*."""
    link, language = link_to(desk.me, ROOM, room.code), desk.parts.templates.spoken(room.language)
    return room_pages(desk).wall(room, link, desk.me.username or "", now, language, nonce=nonce)
