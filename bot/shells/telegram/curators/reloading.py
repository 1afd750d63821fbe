"""Taking over what changed outside: what was published at a terminal, and, if wanted, files that were edited."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Never

from bot.errors import TradebotError
from bot.files.problems import Problem
from bot.logs import where
from bot.shells.telegram.curators.editions import Editions, OvertakenError
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.housekeeping import DAY_S
from bot.shells.telegram.telling_admins import tell_admins

LOOKS_EVERY_S = 2.0
TIDIES_AFTER_S = 60.0
WATCHER = "watch"
"""The author of what the watcher takes over."""
MOST_TOLD = 8

logger = logging.getLogger(__name__)

Signature = tuple[tuple[str, int, int], ...]


@asynccontextmanager
async def kept_current(desk: Desk, editions: Editions) -> AsyncIterator[None]:
    """While this lasts, what is published elsewhere is taken over, and edited files are, if the settings say so."""
    # Before anybody can ask for more: what is edited from now on is not what we serve.
    await editions.begin()
    tasks = [asyncio.create_task(take_over_news(desk, editions)), asyncio.create_task(tidy_daily(editions))]
    if desk.settings.watch:
        tasks.append(asyncio.create_task(watch_folders(desk, editions, every_s=desk.settings.watch)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def take_over_news(desk: Desk, editions: Editions) -> Never:
    """Look every few seconds for what was put in force elsewhere, until cancelled."""
    while True:
        await asyncio.sleep(LOOKS_EVERY_S)
        try:
            publication = await editions.take_over_news()
        except (TradebotError, OSError) as error:
            logger.warning("a version that was published cannot answer: %s", where(error))
            await tell_admins(desk, "edition_failed", reason=str(error))
        except sqlite3.Error as error:
            logger.warning("the records cannot be read (%s); next look in %.0f s", error, LOOKS_EVERY_S)
        else:
            if publication is not None:
                await tell_admins(desk, "edition_in_force", publication=publication, way="published")


async def tidy_daily(editions: Editions) -> Never:
    """Clear old versions away every day, until cancelled; the first time when what we serve is surely kept."""
    while True:
        await asyncio.sleep(TIDIES_AFTER_S)
        await editions.tidy()
        await asyncio.sleep(DAY_S)


async def watch_folders(desk: Desk, editions: Editions, *, every_s: float) -> Never:
    """Read the knowledge and the templates anew whenever their files were edited, until cancelled.

    A change is taken over when nothing changed between two looks: nobody wants half an edit.
    """

    def look() -> tuple[Signature, Signature]:
        return signature_of((desk.settings.knowledge,)), signature_of((desk.settings.templates,))

    done = seen = await asyncio.to_thread(look)
    while True:
        await asyncio.sleep(every_s)
        now = await asyncio.to_thread(look)
        if now == seen and now != done:
            try:
                await reload_edited(desk, editions, has_new_words=now[1] != done[1])
                done = now
            except sqlite3.Error as error:
                logger.warning("what was edited cannot be kept (%s); next try in %.1f s", error, every_s)
        seen = now


async def reload_edited(desk: Desk, editions: Editions, *, has_new_words: bool) -> None:
    """Read the folders with all care; what is broken is told to the admins, and what answers goes on.

    Without new words in the templates there may be nothing to do: what was changed from the chat answers already.
    """
    try:
        draft = await editions.draft()
        effect = await editions.effect_of(draft, quick=True)
        if effect.is_broken:
            await _tell_broken(desk, effect.problems)
            return
        if not has_new_words and effect.new == desk.served.newest.knowledge.version:
            return
        publication = await editions.reload(draft, effect, author=WATCHER)
    except OvertakenError:
        await reload_edited(desk, editions, has_new_words=has_new_words)
        return
    except (TradebotError, OSError) as error:
        logger.warning("what was edited cannot answer: %s", where(error))
        await tell_admins(desk, "edition_failed", reason=str(error))
        return
    await tell_admins(desk, "edition_reloaded", publication=publication)


def signature_of(folders: Sequence[Path]) -> Signature:
    """What tells the files of *folders* from what they were: names, moments and sizes."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.*")):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # An editor puts a new file in place of the old one.
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


async def _tell_broken(desk: Desk, problems: Sequence[Problem]) -> None:
    logger.warning("what was edited is broken: %d problems", len(problems))
    await tell_admins(desk, "edition_broken", problems=problems, attached=False, most=MOST_TOLD)
