"""Versions of the knowledge from outside the bot: found by name, laid out as folders, put in force.

The bot that serves looks into the records every few seconds and takes over what was put in force there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import KnowledgeError, TradebotError
from bot.files.knowledge_files import laid_out, packed, read_files, unpacked
from bot.files.knowledge_reading import load_knowledge
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.records.heartbeat import read_heartbeat
from bot.records.knowledge_versions import KnowledgeVersions, Publication, Way
from bot.settings import Settings

RUNNING = "running"
FOLDER = "versions"
"""The folder, in the data folder, where versions are laid out to be read."""


@contextmanager
def kept_versions(settings: Settings) -> Iterator[KnowledgeVersions]:
    """The versions in the records, which are made if there are none yet."""
    database = open_database(settings.data, lambda: datetime.now(UTC))
    try:
        with errors_told(settings.data / FILE_NAME):
            yield KnowledgeVersions(database, lambda: datetime.now(UTC))
    finally:
        database.close()


def folder_named(settings: Settings, name: str) -> Path:
    """The knowledge folder that *name* means: a folder, the number of a version, or ``running``."""
    if Path(name).is_dir():
        return Path(name)
    if name == RUNNING:
        return running_folder(settings)
    if not name.isdecimal():
        raise TradebotError(f"{name}: there is no such folder; name one, a version's number, or {RUNNING}")
    return version_folder(settings, int(name))


def version_folder(settings: Settings, number: int) -> Path:
    """Version *number*, laid out as a folder."""
    with kept_versions(settings) as versions:
        archive = versions.archive(number)
    if archive is None:
        raise TradebotError(f"there is no version {number}; tradebot versions lists them")
    return laid_out(unpacked(archive), settings.data / FOLDER)


def running_folder(settings: Settings) -> Path:
    """What the bot answers with, or would if it were started now."""
    heartbeat = read_heartbeat(settings.data)
    with kept_versions(settings) as versions:
        serves = None if heartbeat is None else versions.numbered(heartbeat.knowledge_version)
        last = versions.last_publication()
    number = serves or (None if last is None else last.version)
    return settings.knowledge if number is None else version_folder(settings, number)


def in_force_folder(settings: Settings) -> Path | None:
    """The version to serve with, laid out as a folder; None where nothing was ever published."""
    if not (settings.data / FILE_NAME).is_file():
        return None
    with kept_versions(settings) as versions:
        last = versions.last_publication()
    return None if last is None else version_folder(settings, last.version)


def draft_folder(settings: Settings) -> Path:
    """The knowledge folder as it is now, laid out where nobody edits it."""
    return laid_out(read_files(settings.knowledge), settings.data / FOLDER)


def put_in_force(settings: Settings, folder: Path, *, author: str, note: str, way: Way) -> Publication:
    """Keep the knowledge in *folder* and let the bot answer with it; raises KnowledgeError where it is broken."""
    content_hash = load_knowledge(folder).version
    archive = packed(read_files(folder))
    if not archive:
        raise KnowledgeError(f"{folder}: there are no files; name a knowledge folder")
    with kept_versions(settings) as versions:
        number = versions.keep(content_hash, archive)
        return versions.put_in_force(number, author=author, note=note, way=way)
