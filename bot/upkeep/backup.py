"""``tradebot backup``: everything that cannot be made anew, in one archive."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path

from bot.records.archives import write_backup
from bot.settings import read_settings

_NAME = "tradebot-%Y%m%dT%H%M%SZ.tar.gz"
_OURS = re.compile(r"tradebot-\d{8}T\d{6}Z\.tar\.gz")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the archive to write, or a folder to write one into")
    parser.add_argument("--keep", metavar="N", type=_number, help="in a folder: keep the N newest, delete older ones")


def run(arguments: Namespace) -> int:
    """Write the backup, say what is in it, and return the exit status."""
    target: Path = arguments.file
    folder = target if target.is_dir() else None
    if folder is not None:
        target = folder / _now().strftime(_NAME)
    backup = write_backup(read_settings().data, target, _now)
    print(f"{backup.path}: {backup.questions} questions, {-(-backup.size // 1024):,} kB; read again and found whole.")
    print("It has the database and the key of people's names: keep it as secret as the bot's token.")
    if folder is not None and arguments.keep is not None:
        for old in sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name))[: -arguments.keep]:
            old.unlink()
            print(f"{old}: deleted, for {arguments.keep} newer ones are there.")
    return 0


def _number(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise ArgumentTypeError("give a number from 1")
    return int(given)


def _now() -> datetime:
    return datetime.now(UTC)
