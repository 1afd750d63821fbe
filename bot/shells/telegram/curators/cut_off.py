"""After a restart: who had begun what takes minutes is told that it was cut off, and how to begin it again.

It does not begin again by itself: what was killed for want of memory would be killed again and again.
"""

import logging
from collections.abc import Sequence

from bot.logs import where
from bot.records.long_work import CutOff
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.proposal_buttons import TryAgain
from bot.shells.telegram.delivery.deliveries import Place
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen, row

logger = logging.getLogger(__name__)


async def tell_cut_off(desk: Desk, left: Sequence[CutOff]) -> None:
    """Tell of what is *left*; what cannot be told now is told after the next start."""
    for cut_off in left:
        try:
            await _tell(desk, cut_off)
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            logger.warning("that work was cut off could not be told: %s", where(error))
        else:
            await desk.surely(desk.records.long_work.mark_told, cut_off.name)


async def _tell(desk: Desk, cut_off: CutOff) -> None:
    """Say so in a new message, so that the phone tells of it, in the place of the one that said how far it was."""
    language = desk.parts.templates.spoken(cut_off.language)
    screen = cut_off_screen(Curators(desk=desk), cut_off, language)
    place = Place(chat_id=cut_off.chat_id)
    await desk.sender.send(place, screen.html, screen.keyboard)
    await desk.sender.delete(place, cut_off.message_id)


def cut_off_screen(curators: Curators, cut_off: CutOff, language: str) -> Screen:
    """That work was *cut_off*, with the button that tries it again where what was tried is still kept."""
    again = row(curators.label(language, "work_again"), TryAgain(language=language, work=cut_off.name))
    return curators.screen("work_cut_off", language, [again] if cut_off.is_kept else [], work=cut_off)
