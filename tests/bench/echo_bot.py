"""A bare python-telegram-bot bot that says what it hears, to compare with: ``python -m tests.bench.echo_bot [N]``.

It answers N updates at once (default one, as the library does by itself). It keeps nothing.
"""

import logging
import os
import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it again."""
    if update.message is not None and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Serve until stopped."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    application = (
        Application.builder()
        .token(os.environ["TRADEBOT_TOKEN"])
        .base_url(f"{os.environ['TRADEBOT_API_URL']}/bot")
        .concurrent_updates(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
