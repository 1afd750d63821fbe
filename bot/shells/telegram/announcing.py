"""What Telegram shows of the bot before anybody writes to it: name, descriptions, menu, in each language."""

import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.files.templates import Templates
from bot.shells.telegram.commands import MENU

logger = logging.getLogger(__name__)


async def announce(bot: Bot, templates: Templates) -> None:
    """Set what differs from the labels; Telegram lets these be changed only rarely, so it is asked first.

    The first language is for everybody whose own we do not have. A refusal is logged and does no other harm.
    """
    for place, language in enumerate(templates.languages):
        code = language if place else None
        try:
            await _announce_in(bot, templates, language, code)
        except TelegramError as error:
            logger.warning("menu and descriptions (%s) stay as they are: %s", language, error.message)


async def _announce_in(bot: Bot, templates: Templates, language: str, code: str | None) -> None:
    commands = tuple(BotCommand(name, templates.label(language, f"command_{name}")) for name in MENU)
    if await bot.get_my_commands(language_code=code) != commands:
        await bot.set_my_commands(commands, language_code=code)

    async def settle(label: str, ask: Callable[[], Awaitable[str]], change: Callable[[str], Awaitable[bool]]) -> None:
        text = templates.label(language, label)
        if await ask() != text:
            await change(text)

    async def name() -> str:
        return (await bot.get_my_name(language_code=code)).name

    async def description() -> str:
        return (await bot.get_my_description(language_code=code)).description

    async def short_description() -> str:
        return (await bot.get_my_short_description(language_code=code)).short_description

    await settle("bot_name", name, lambda text: bot.set_my_name(text, language_code=code))
    await settle("description", description, lambda text: bot.set_my_description(text, language_code=code))
    await settle(
        "short_description",
        short_description,
        lambda text: bot.set_my_short_description(text, language_code=code),
    )
