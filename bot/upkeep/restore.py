"""``tradebot restore``: a backup takes the place of the records, which are kept aside."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from bot.records.restoring import Restored, restore_backup
from bot.settings import read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the archive that tradebot backup wrote")


def run(arguments: Namespace) -> int:
    """Restore, say what was done, and return the exit status."""
    restored = restore_backup(arguments.file, read_settings().data, lambda: datetime.now(UTC))
    print("\n".join(_lines(restored)))
    return 0


def _lines(restored: Restored) -> list[str]:
    lines = [f"The records are as they were at {restored.made_at}."]
    if restored.erased_again:
        lines.append(f"Erasures made since then: {restored.erased_again}, made again.")
    if restored.aside is not None:
        lines.append(f"What they replaced is in {restored.aside}; delete it when all is well, for people are in it.")
    if restored.key_changed:
        lines.append(
            "The key of the names was another one: who comes back may be taken for new, and erasures made under the "
            "other key could not be made again."
        )
    return lines
