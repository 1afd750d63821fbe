"""The promise kept: who left a question is told when a curator has answered it."""

import logging
from collections.abc import Collection

from telegram.error import TelegramError

from bot.records.left_questions import Promised, Told
from bot.shells.telegram.callbacks import OpenTopic
from bot.shells.telegram.delivery.deliveries import Blocked, Delivery, Place, Refused, Sent
from bot.shells.telegram.delivery.side_by_side import all_of
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen, keyboard_of, row

logger = logging.getLogger(__name__)


async def tell_answers(desk: Desk) -> int:
    """Tell everybody whose question has been answered since they left it; the number of those who now know.

    An answer that does not get through stays promised, and is told with the next call.
    """
    told = 0
    tried: set[int] = set()
    while (promised := await _next(desk, tried)) is not None:
        tried.add(promised.id)
        desk.telling.add(promised.id)
        try:
            told += sum(await all_of([_tell_and_note(desk, promised)]))
        except TelegramError as error:
            logger.warning("an answer to a left question could not be told (%s)", type(error).__name__)
        finally:
            desk.telling.discard(promised.id)
    return told


async def _next(desk: Desk, tried: Collection[int]) -> Promised | None:
    """The next answer that is neither *tried* nor just being told by somebody else."""
    there = await desk.keep(desk.records.left_questions.promised)
    return next((one for one in there if one.id not in tried and one.id not in desk.telling), None)


async def _tell_and_note(desk: Desk, promised: Promised) -> bool:
    """Whether the person now knows."""
    outcome = await _tell(desk, promised)
    await desk.surely(desk.records.left_questions.mark_told, promised.id, _name(outcome))
    return isinstance(outcome, Sent)


async def _tell(desk: Desk, promised: Promised) -> Delivery:
    screen = answered_screen(desk, promised)
    address = promised.address
    place = Place(chat_id=address.chat_id, thread_id=address.thread_id, reply_to=address.reply_to)
    return await desk.sender.send(place, screen.html, screen.keyboard)


def answered_screen(desk: Desk, promised: Promised) -> Screen:
    """What the person who left the question is told."""
    language = desk.parts.templates.spoken(promised.language)
    topic = desk.parts.knowledge.topic_by_id.get(promised.topic or "")
    html = desk.parts.answerer.replies.page(
        "question_answered",
        language,
        question=promised.question,
        words=promised.words,
        title=None if topic is None else topic.title[language],
        answer=None if topic is None else topic.answer[language],
    )
    rows = [] if topic is None else [row(topic.title[language], OpenTopic(language=language, topic=topic.id))]
    return Screen(html=html, keyboard=keyboard_of(rows))


def _name(outcome: Delivery) -> Told:
    match outcome:
        case Sent():
            return "sent"
        case Blocked():
            return "blocked"
        case Refused():
            return "failed"
