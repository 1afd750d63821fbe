"""``tradebot rollback``: an earlier version is put in force again; the knowledge folder stays as it is."""

from argparse import ArgumentParser, Namespace

from bot.curation.editions import version_folder
from bot.curation.publishing import add_consent_arguments, published
from bot.settings import read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = "The files in the knowledge folder are left alone; tradebot publish would publish them again."
    parser.add_argument("version", type=int, metavar="N", help="the number in the list of versions")
    add_consent_arguments(parser)


def run(arguments: Namespace) -> int:
    """Put the version in force, and return the exit status."""
    settings = read_settings()
    return published(settings, version_folder(settings, arguments.version), arguments, way="rolled_back")
