"""``tradebot run``: serves Telegram where there is a token, else opens the terminal conversation."""

from argparse import ArgumentParser, Namespace

from bot.assembly import Parts, assemble
from bot.progress import progress_shown
from bot.settings import Settings, read_settings

HOW_TO_SERVE = "No TRADEBOT_TOKEN is set, so this is the terminal; put BotFather's token into .env to serve Telegram."


def add_arguments(_parser: ArgumentParser) -> None:
    """There are none: the settings say it all."""


def run(_arguments: Namespace) -> int:
    """Serve or converse until stopped, and return the exit status."""
    settings = read_settings()
    if settings.token is None:
        return _converse(settings)
    # Loaded only here, for the terminal needs nothing of it.
    from bot.shells.telegram.serving import serve_until_stopped  # noqa: PLC0415 - see above

    return serve_until_stopped(settings, lambda: _assembled(settings))


def _converse(settings: Settings) -> int:
    from bot.shells.console import converse  # noqa: PLC0415 - not needed to serve Telegram

    print(HOW_TO_SERVE)
    return converse(_assembled(settings), settings)


def _assembled(settings: Settings) -> Parts:
    with progress_shown() as progress:
        return assemble(settings, progress)
