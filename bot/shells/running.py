"""``tradebot run``: serves Telegram where there is a token, else opens the terminal conversation."""

import logging
from argparse import ArgumentParser, Namespace

from bot.assembly import Parts, assemble
from bot.curation.editions import in_force_folder
from bot.errors import TradebotError
from bot.logs import set_up_logging
from bot.progress import progress_shown
from bot.settings import Settings, read_settings

logger = logging.getLogger(__name__)

HOW_TO_SERVE = "No TRADEBOT_TOKEN is set, so this is the terminal; put BotFather's token into .env to serve Telegram."


def add_arguments(_parser: ArgumentParser) -> None:
    """There are none: the settings say it all."""


def run(_arguments: Namespace) -> int:
    """Serve or converse until stopped, and return the exit status."""
    settings = read_settings()
    _log_as(settings)
    if settings.token is None:
        return _converse(settings)
    # Loaded only here, for the terminal needs nothing of it.
    from bot.shells.telegram.serving import serve_until_stopped  # noqa: PLC0415 - see above

    return serve_until_stopped(settings, lambda: _in_force(settings))


def _log_as(settings: Settings) -> None:
    token, secret = settings.token, settings.webhook_secret
    set_up_logging(
        settings.log_level,
        settings.log_format,
        token=None if token is None else token.get_secret_value(),
        secrets=() if secret is None else (secret.get_secret_value(),),
    )


def _in_force(settings: Settings) -> Parts:
    """What was published last; the knowledge folder where nothing was, or where that cannot be read any more."""
    folder = in_force_folder(settings)
    if folder is not None:
        try:
            return _assembled(settings.model_copy(update={"knowledge": folder}))
        except TradebotError as error:
            logger.warning("what was published last cannot serve (%s); the knowledge folder does", error)
    return _assembled(settings)


def _converse(settings: Settings) -> int:
    from bot.shells.console import converse  # noqa: PLC0415 - not needed to serve Telegram

    print(HOW_TO_SERVE)
    return converse(_assembled(settings), settings)


def _assembled(settings: Settings) -> Parts:
    with progress_shown() as progress:
        return assemble(settings, progress)
