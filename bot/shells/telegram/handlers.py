"""Which handler hears which event; the first that fits takes it."""

from typing import Any

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.shells.telegram.browsing import Browsing
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.questions import Questions

TOPIC_COMMAND = r"^/topic_(?P<topic>[A-Za-z0-9_]{1,48})(?:@\w+)?\s*$"

_FROM_PEOPLE = filters.UpdateType.MESSAGES & ~filters.StatusUpdate.ALL
_WORDS = filters.TEXT | filters.CAPTION


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], desk: Desk) -> None:
    """Connect *application* to all that we do."""
    questions = Questions(desk=desk)
    browsing = Browsing(desk=desk, questions=questions)
    application.add_handlers(
        [
            CommandHandler("start", browsing.on_start),
            CommandHandler("help", browsing.on_help),
            CommandHandler("topics", browsing.on_topics),
            CommandHandler("sources", browsing.on_sources),
            CommandHandler("language", browsing.on_language),
            MessageHandler(_FROM_PEOPLE & filters.Regex(TOPIC_COMMAND), browsing.on_topic_command),
            MessageHandler(_FROM_PEOPLE & filters.COMMAND, browsing.on_unknown_command),
            CallbackQueryHandler(browsing.on_button),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & _WORDS, questions.on_edited_question),
            MessageHandler(filters.UpdateType.MESSAGE & _FROM_PEOPLE & _WORDS, questions.on_question),
            MessageHandler(filters.UpdateType.MESSAGE & _FROM_PEOPLE, browsing.on_other_content),
        ]
    )
