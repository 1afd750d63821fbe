"""All that curators can do here, put together: their commands, their buttons, and what they send."""

from dataclasses import dataclass
from typing import Any

from telegram.ext import BaseHandler, MessageHandler, filters

from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.curators.auditing import Auditing
from bot.shells.telegram.curators.broadcasting import Broadcasting
from bot.shells.telegram.curators.claims import Claims
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.long_work import LongWork
from bot.shells.telegram.curators.open_proposals import OpenProposals
from bot.shells.telegram.curators.pausing import Pausing
from bot.shells.telegram.curators.prompting import AnswersCuratorsPrompt, Prompting, WordsHandler
from bot.shells.telegram.curators.proposing import Proposing
from bot.shells.telegram.curators.publishing import Publishing
from bot.shells.telegram.curators.review_queue import Queue
from bot.shells.telegram.curators.reviewing import Reviewing
from bot.shells.telegram.curators.settling import Settling
from bot.shells.telegram.curators.stats import Stats
from bot.shells.telegram.curators.table_uploads import TableUploads
from bot.shells.telegram.curators.teach_screens import TeachScreens
from bot.shells.telegram.curators.teaching import Teaching
from bot.shells.telegram.curators.team import Teamwork
from bot.shells.telegram.curators.undoing import Undoing
from bot.shells.telegram.curators.uploading import Uploading
from bot.shells.telegram.desk import Context, Desk, Handler
from bot.shells.telegram.pressing import PressHandler

_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE


@dataclass(frozen=True, kw_only=True)
class Curating:
    """What the table of handlers needs for curators."""

    on_command: dict[str, Handler]
    on_press: dict[type[Press], PressHandler]
    handlers: tuple[BaseHandler[Any, Context, Any], ...]


def curating(desk: Desk, editions: Editions, *, on_question: Handler, on_other: Handler) -> Curating:
    """All for curators at *desk*; what turns out not to be theirs goes *on_question* or *on_other*."""
    curators = Curators(desk=desk)
    team = Teamwork(desk=desk, curators=curators)
    auditing = Auditing(desk=desk, curators=curators)
    pausing = Pausing(desk=desk, curators=curators)
    queue = Queue(desk=desk)
    on_words: dict[str, WordsHandler] = {}
    prompting = Prompting(desk=desk, curators=curators, on_words=on_words)
    settling, screens, claims = Settling(desk=desk), TeachScreens(curators=curators), Claims()
    reviewing = Reviewing(
        desk=desk,
        curators=curators,
        queue=queue,
        settling=settling,
        prompting=prompting,
        teach_screens=screens,
        claims=claims,
    )
    broadcasting = Broadcasting(desk=desk, curators=curators)
    stats = Stats(desk=desk, curators=curators)
    long_work = LongWork(desk=desk, curators=curators)
    proposing = Proposing(
        desk=desk,
        curators=curators,
        editions=editions,
        long_work=long_work,
        claims=claims,
        waiting=OpenProposals(desk=desk, editions=editions),
    )
    publishing = Publishing(desk=desk, curators=curators, editions=editions, proposing=proposing)
    tables = TableUploads(desk=desk, curators=curators, editions=editions, proposing=proposing)
    uploading = Uploading(desk=desk, curators=curators, editions=editions, proposing=proposing, tables=tables)
    teaching = Teaching(
        desk=desk,
        curators=curators,
        editions=editions,
        proposing=proposing,
        queue=queue,
        settling=settling,
        prompting=prompting,
        screens=screens,
        claims=claims,
    )
    undoing = Undoing(desk=desk, curators=curators, editions=editions, queue=queue, settling=settling)
    proposing.on_done.update(teaching.on_done)
    on_words |= {"answer": reviewing.on_answer, **teaching.on_words}
    on_command = {
        "broadcast": broadcasting.on_broadcast,
        "review": reviewing.on_review,
        "stats": stats.on_stats,
        "admin": team.on_admin,
        "trainer": team.on_trainer,
        "audit": auditing.on_audit,
        "pause": pausing.on_pause,
        "resume": pausing.on_resume,
        "knowledge": uploading.on_knowledge,
        **publishing.on_command,
    }
    return Curating(
        on_command={name: curators.in_private(handler) for name, handler in on_command.items()},
        on_press={
            **long_work.on_press,
            **proposing.on_press,
            **tables.on_press,
            **reviewing.on_press,
            **stats.on_press,
            **teaching.on_press,
            **undoing.on_press,
            **broadcasting.on_press,
            **team.on_press,
            **auditing.on_press,
        },
        handlers=(
            MessageHandler(
                _PRIVATE & filters.TEXT & ~filters.COMMAND & AnswersCuratorsPrompt(), prompting.on_reply(on_question)
            ),
            MessageHandler(
                _PRIVATE & filters.Document.ALL & filters.CAPTION, uploading.on_document(otherwise=on_question)
            ),
            MessageHandler(_PRIVATE & filters.Document.ALL, uploading.on_document(otherwise=on_other)),
            MessageHandler(_PRIVATE & filters.CONTACT, team.on_named(on_other)),
            MessageHandler(_PRIVATE & filters.FORWARDED & ~filters.COMMAND, team.on_named(on_question)),
        ),
    )
