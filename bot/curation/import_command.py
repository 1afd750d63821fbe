"""``tradebot import``: take phrasings or questions over from a CSV or Excel file."""

import json
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path

from bot.curation.diffing import told_as
from bot.curation.importing import Imported, import_phrasings, import_questions
from bot.curation.lists import Listing, add_list_arguments, write_lists
from bot.curation.table_trials import trial_as_json, try_table
from bot.errors import TradebotError
from bot.files.knowledge_changes import there, write_changes
from bot.files.knowledge_reading import read_knowledge
from bot.files.question_files import questions_in
from bot.files.sheets import Sheet, read_sheet
from bot.progress import progress_shown
from bot.settings import Settings, read_settings

SHOWN = 20
EPILOG = """
The first row names the columns: "topic" (an id or a title) and "phrasing", or one column "en" and one "zh"; "language"
if a text is in another language than it seems. Chinese headings work, too. Of an Excel file the first sheet is read.
Rows that cannot be taken are listed with the reason; the others are added to the files of the topics. Exit status 1 if
nothing could be taken.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = EPILOG
    parser.add_argument("file", type=Path, metavar="FILE", help="a .csv or .xlsx file")
    parser.add_argument("--questions", action="store_true", help="questions to measure with, instead of phrasings")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="folder of the question files")
    parser.add_argument("--topic", default="", metavar="ID", help="the topic of all rows that name none")
    parser.add_argument("--dry-run", action="store_true", help="say what would be taken, and write nothing")
    parser.add_argument("--all", action="store_true", help=f"list more than {SHOWN} of the rows that are taken")
    add_list_arguments(parser, ("refused", "kept"))
    # For the bot, which calls this command for tables that are sent to it.
    parser.add_argument("--try", choices=("phrasings", "questions", "either"), dest="trial", help=SUPPRESS)


def run(arguments: Namespace) -> int:
    """Import, and return the exit status."""
    settings = read_settings()
    if arguments.trial:
        return _tried(arguments, settings)
    questions = arguments.to or settings.evaluation
    folder = questions if arguments.questions else settings.knowledge
    imported = _imported(arguments, settings, questions)
    if not arguments.dry_run:
        after = {name: text.encode() for name, text in imported.files.items()}
        write_changes(folder, there(folder, after), after)
    write_lists(_lists(imported, shown=SHOWN if _is_read(arguments) else None), arguments)
    print(_summary(imported, dry_run=arguments.dry_run), file=sys.stderr)
    return 0 if imported.kept or not imported.read else 1


def _tried(arguments: Namespace, settings: Settings) -> int:
    what = None if arguments.trial == "either" else arguments.trial
    with told_as(as_steps=True) as progress:
        trial = try_table(_sheet(arguments.file), settings, what, progress)
    print(json.dumps(trial_as_json(trial), ensure_ascii=False))
    return 0


def _sheet(path: Path) -> Sheet:
    try:
        return read_sheet(path.read_bytes(), path.name)
    except OSError as error:
        raise TradebotError(f"{path}: {error.strerror}; name a file that can be read") from error


def _imported(arguments: Namespace, settings: Settings, questions: Path) -> Imported:
    with progress_shown("importing") as progress:
        progress("table", 0, 0)
        sheet = _sheet(arguments.file)
        progress("knowledge", 0, 0)
        read = read_knowledge(settings.knowledge)
        if arguments.questions:
            return import_questions(
                sheet, read, questions_in(questions), questions, topic=arguments.topic, progress=progress
            )
        return import_phrasings(sheet, read, questions_in(questions), topic=arguments.topic, progress=progress)


def _is_read(arguments: Namespace) -> bool:
    """Whether somebody reads the lists at once, and not a program."""
    return arguments.format == "table" and not arguments.all


def _lists(imported: Imported, *, shown: int | None) -> list[Listing]:
    kept = imported.kept[:shown]
    return [
        Listing(
            name="refused",
            about="Not taken",
            empty="nothing: every row could be taken",
            columns=("row", "text", "why"),
            rows=[(one.row, one.text, one.why) for one in imported.refused],
        ),
        Listing(
            name="kept",
            about="Taken",
            empty="nothing",
            columns=("row", "language", "topic", "text"),
            rows=[(one.row, one.language, one.to, one.text) for one in kept],
            left_out=len(imported.kept) - len(kept),
        ),
    ]


def _summary(imported: Imported, *, dry_run: bool) -> str:
    files = ", ".join(sorted(imported.files))
    done = "nothing was written" if dry_run or not imported.files else f"written: {files}; now: tradebot check"
    counts = f"{imported.read} read, {len(imported.kept)} kept, {len(imported.refused)} refused; {done}"
    return "\n".join([*(f"note: {note}" for note in imported.notes), counts])
