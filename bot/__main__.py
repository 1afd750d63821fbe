"""The command ``tradebot``: one table of commands, each in a module of its own that is loaded when called."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# A question is one thread's work; more threads only fight over the same cores. Must be set before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot import __version__
from bot.errors import TradebotError

COMMANDS = {
    "run": ("bot.shells.running", "serve Telegram, or open the terminal conversation where no token is set"),
    "console": ("bot.shells.console", "a conversation in the terminal"),
    "ask": ("bot.shells.asking", "answer one question, or many from standard input as JSON"),
    "check": ("bot.curation.checking", "say what is wrong in the knowledge and the templates"),
    "new-topic": ("bot.curation.new_topic", "start the file of a new topic, with what is known filled in"),
    "import": ("bot.curation.import_command", "take phrasings or questions over from a CSV or Excel file"),
    "evaluate": ("bot.curation.evaluating", "measure how well questions are understood"),
    "diff": ("bot.curation.diffing", "say what a change of the knowledge does to the answers"),
    "overlaps": ("bot.curation.overlaps", "list topics and phrasings that get in each other's way"),
    "gaps": ("bot.curation.gaps", "list what is thinly covered, never asked for or never answered"),
    "report": ("bot.curation.reporting", "say how much the bot is used and how well it serves"),
    "publish": ("bot.curation.publishing", "let the bot answer with the knowledge folder as it is now"),
    "versions": ("bot.curation.versions", "list the versions of the knowledge"),
    "rollback": ("bot.curation.rolling_back", "let the bot answer with an earlier version"),
    "missing": ("bot.curation.missing", "list texts that changed in one language and not in the others"),
    "preview": ("bot.preview.command", "write a page that shows every screen and topic as people see them"),
    "export": ("bot.curation.exporting", "write the knowledge as a book, an evaluation or the log to a file"),
    "conversations": ("bot.curation.conversations", "list or export what was asked and answered"),
    "health": ("bot.upkeep.health", "say whether the bot is well"),
    "backup": ("bot.upkeep.backup", "write the records to one archive, while the bot runs or not"),
    "restore": ("bot.upkeep.restore", "put a backup in the place of the records"),
    "replay": ("bot.upkeep.replay", "try messages again that could not be handled"),
    "rehearse": ("bot.upkeep.rehearse", "let simulated people play a workshop, to try it the evening before"),
    "recover": ("bot.upkeep.recover", "put a damaged database aside and save what can be read of it"),
}
"""Name of each command, the module with its ``add_arguments`` and ``run``, and what it does."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that *arguments* (default: the command line's) name, and leave with its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parsed = _parser(given).parse_args(given)
    try:
        sys.exit(parsed.run(parsed))
    except TradebotError as error:
        print(f"tradebot: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output is gone, as with `| head`; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        print(f"tradebot: {error.filename or 'the disk'}: {error.strerror}; make room on the disk", file=sys.stderr)
        sys.exit(2)


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """A parser that knows all commands, and the arguments of the one that is called."""
    parser = argparse.ArgumentParser(
        prog="tradebot", description="A bot that gives trade advice and cites the papers it rests on."
    )
    parser.add_argument("--version", action="version", version=f"tradebot {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    called = next((word for word in given if not word.startswith("-")), None)
    for name, (module_name, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == called:
            module = import_module(module_name)
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    main()
