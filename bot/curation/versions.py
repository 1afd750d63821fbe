"""``tradebot versions``: which versions of the knowledge are kept, and which one is in force."""

from argparse import ArgumentParser, Namespace

from bot.curation.editions import kept_versions
from bot.curation.lists import Listing, add_list_arguments, write_lists
from bot.records.knowledge_versions import KnowledgeVersion
from bot.settings import read_settings

_COLUMNS = ("version", "hash", "kept", "in force", "published", "way", "by", "note")
_SHORT = 8
"""Characters of a keyed hash that tell one admin from another."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = "A version that was never published is one that the bot has served from the knowledge folder."
    add_list_arguments(parser)


def run(arguments: Namespace) -> int:
    """List the versions, and return the exit status."""
    with kept_versions(read_settings()) as versions:
        rows = [_row(version) for version in versions.listed()]
    listing = Listing(
        name="versions",
        about="versions of the knowledge, newest first",
        empty="none is kept yet; tradebot publish makes the first",
        columns=_COLUMNS,
        rows=rows,
    )
    write_lists([listing], arguments)
    return 0


def _row(version: KnowledgeVersion) -> tuple[str | int | None, ...]:
    return (
        version.number,
        version.hash,
        version.kept_at,
        "yes" if version.in_force else "",
        version.published_at,
        version.way and version.way.replace("_", " "),
        version.author and version.author[:_SHORT],
        version.note,
    )
