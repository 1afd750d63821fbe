"""``tradebot replay``: messages that could not be handled are tried again."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from bot.errors import RecordsError, TradebotError
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.records.set_aside import SetAside, all_set_aside, put_back
from bot.settings import read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("reference", nargs="*", help="what to try again, by the reference that people were given")
    parser.add_argument("--all", action="store_true", help="try everything again that is set aside")
    parser.add_argument("--list", action="store_true", help="show what is set aside; so does the command alone")


def run(arguments: Namespace) -> int:
    """Put back what is asked for, or list what there is, and return the exit status."""
    path = read_settings().data / FILE_NAME
    if not path.is_file():
        raise RecordsError(f"{path}: there is no database yet; it is made when the bot first serves Telegram")
    with errors_told(path):
        database = open_database(path.parent, lambda: datetime.now(UTC))
        try:
            there = all_set_aside(database)
            if arguments.list or not (arguments.all or arguments.reference):
                print(_as_text(there))
                return 0
            _check(arguments.reference, there)
            count = put_back(database, None if arguments.all else arguments.reference)
        finally:
            database.close()
    print(f"{count} put back in line; a running bot tries them within seconds, another at its next start.")
    return 0


def _check(references: list[str], there: tuple[SetAside, ...]) -> None:
    unknown = sorted(set(references) - {one.reference for one in there})
    if unknown:
        raise TradebotError(f"nothing is set aside under {', '.join(unknown)}; see: tradebot replay --list")


def _as_text(there: tuple[SetAside, ...]) -> str:
    if not there:
        return "Nothing is set aside."
    lines = (
        f"{one.reference:11}{one.received_at.astimezone(UTC):%Y-%m-%d %H:%M}  {one.error:24}{one.updates}"
        for one in there
    )
    return "\n".join([f"{'reference':11}{'received (UTC)':18}{'error':24}updates", *lines])
