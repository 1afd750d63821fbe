"""The rooms that somebody leads, as trainer or co-trainer; nobody does anything with others."""

from bot.shells.telegram.desk import Asker, Desk
from bot.workshops.rooms import Room


async def all_rooms_of(desk: Desk, asker: Asker) -> tuple[Room, ...]:
    """All that *asker* leads, those that have ended included."""
    return await desk.keep(desk.records.workshops.of_trainer, asker.asking.person)


async def rooms_of(desk: Desk, asker: Asker) -> tuple[Room, ...]:
    """Those that *asker* leads and that have not ended."""
    return tuple(room for room in await all_rooms_of(desk, asker) if not room.is_ended)


async def own_room(desk: Desk, asker: Asker, number: int) -> Room | None:
    """The room of this *number*, if *asker* leads it."""
    return await desk.keep(desk.records.workshops.of_trainer_by_number, asker.asking.person, number)
