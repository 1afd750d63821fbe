"""``tradebot export``: the knowledge as one book, an evaluation question by question, or the log, to take along."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from bot.assembly import Progress, assemble
from bot.curation.book import book_json, book_page, book_rows
from bot.curation.evaluating import own_questions
from bot.curation.evaluation_page import evaluation_page
from bot.curation.lists import opened, write_csv
from bot.curation.logged import SAME_PERSON, log_rows, masked_row
from bot.curation.masked_log import MASKED_COLUMNS, Title, masked_rows, write_masked_log
from bot.curation.measuring import evaluation_of
from bot.curation.outcomes import Outcome, outcomes_of
from bot.errors import RecordsError, TradebotError
from bot.files.knowledge_reading import load_knowledge
from bot.files.question_files import read_questions
from bot.files.templates import Templates
from bot.progress import progress_shown
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.records.judged_log import judged_count, judged_rows
from bot.records.logged_rows import COLUMNS
from bot.settings import Settings, read_settings

FORMATS = ("json", "csv", "html", "sqlite")
WHAT = ("knowledge", "evaluation", "log")
EPILOG = """
"knowledge": all that the bot knows, as a book to read or print (html), as a table with a row for each text (csv), or as
one object (json). "evaluation": what became of each question that understanding is measured with. "log": what was asked
and answered on Telegram, without names. Telephone numbers and the like are masked, people are numbered anew each day,
and there is no time of day: nobody can be followed from one day to the next. As sqlite it is a database to browse with
Datasette; see deploy/README.md.
"""

Row = Mapping[str, Any]


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = EPILOG
    parser.add_argument("what", choices=WHAT, help="what to export")
    parser.add_argument("--format", choices=FORMATS, default="html", help="default: html")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to FILE instead of the screen")
    parser.add_argument("--language", metavar="CODE", help="of the book: only this language (default: all)")
    parser.add_argument(
        "--same-person", action="store_true", help=f"of the log as csv or json: the time, and {SAME_PERSON}"
    )
    parser.add_argument("--since", metavar="DAYS", type=int, help="of the log: only the last DAYS days")


def run(arguments: Namespace) -> int:
    """Export, and return the exit status."""
    settings = read_settings()
    if arguments.format == "sqlite":
        _database(settings, arguments)
        return 0
    export = {"knowledge": _knowledge, "evaluation": _evaluation, "log": _log}[arguments.what]
    export(settings, arguments)
    return 0


def _knowledge(settings: Settings, arguments: Namespace) -> None:
    base, templates = load_knowledge(settings.knowledge), Templates(settings.templates)
    languages = (arguments.language,) if arguments.language else templates.languages
    with opened(arguments.output) as file:
        if arguments.format == "html":
            file.write(book_page(base, templates, languages) + "\n")
        elif arguments.format == "csv":
            write_csv(book_rows(base, languages), ("part", "id", "field", "claims", *languages), file)
        else:
            _write_json(book_json(base), file)


def _evaluation(settings: Settings, arguments: Namespace) -> None:
    questions = [question for path in own_questions(settings.evaluation) for question in read_questions(path)]
    with progress_shown() as progress:
        parts = assemble(settings, progress)
    with progress_shown("asking") as progress:
        outcomes = outcomes_of(parts.answerer, questions, progress)
    with opened(arguments.output) as file:
        if arguments.format == "html":
            file.write(evaluation_page(evaluation_of(outcomes), outcomes, parts) + "\n")
        else:
            _write(arguments.format, [outcome_row(outcome) for outcome in outcomes], file)


def _log(settings: Settings, arguments: Namespace) -> None:
    rows = _followed(settings, arguments) if arguments.same_person else _unfollowed(settings, arguments)
    with opened(arguments.output) as file:
        if arguments.format == "html":
            file.write(Templates(settings.templates).report("log", rows=rows) + "\n")
        else:
            _write(arguments.format, rows, file, columns=COLUMNS if arguments.same_person else MASKED_COLUMNS)


def _unfollowed(settings: Settings, arguments: Namespace) -> list[Row]:
    """The rows without anything by which one day could be tied to another."""
    if not (settings.data / FILE_NAME).is_file():
        return []
    with _judged(settings, arguments) as (rows, count, title_of, progress):
        return list(masked_rows(rows, count, title_of, progress))


def _followed(settings: Settings, arguments: Namespace) -> list[Row]:
    """The rows with the lasting names of people."""
    if arguments.format == "html":
        raise TradebotError("the page names nobody for good; add --format csv or --format json to --same-person")
    since = None if arguments.since is None else datetime.now(UTC) - timedelta(days=arguments.since)
    with progress_shown("exporting") as progress, log_rows(settings.data, progress, since=since) as rows:
        return [masked_row(row) for row in rows]


def _database(settings: Settings, arguments: Namespace) -> None:
    if arguments.what != "log" or arguments.output is None:
        raise TradebotError("only the log can be a database, and only in a file; name it: export log --output FILE")
    path = settings.data / FILE_NAME
    if not path.is_file():
        raise RecordsError(f"{path}: there is no database yet; it is made when the bot first serves Telegram")
    if arguments.same_person:
        raise TradebotError("the database names nobody for good; add --format csv or --format json to --same-person")
    with _judged(settings, arguments) as (rows, count, title_of, progress):
        write_masked_log(rows, count, arguments.output, title_of, progress)


@contextmanager
def _judged(settings: Settings, arguments: Namespace) -> Iterator[tuple[Iterator[Row], int, Title, Progress]]:
    """The rows of the log that are wanted, how many there are, titles of topics, and a progress bar."""
    titles = {name: topic.title["en"] for name, topic in load_knowledge(settings.knowledge).topic_by_id.items()}
    since = "" if arguments.since is None else (datetime.now(UTC) - timedelta(days=arguments.since)).isoformat()
    with (
        errors_told(settings.data / FILE_NAME),
        progress_shown("exporting") as progress,
        closing(open_database(settings.data, lambda: datetime.now(UTC))) as log,
    ):
        yield judged_rows(log, since), judged_count(log, since), titles.get, progress


def outcome_row(outcome: Outcome) -> dict[str, Any]:
    """What became of a question, in a row."""
    return {
        "group": outcome.question.group,
        "where": outcome.question.where,
        "question": outcome.question.text,
        "kind": outcome.question.kind,
        "language": outcome.language,
        "decision": outcome.decision,
        "confidence": round(outcome.confidence, 4),
        "meant": outcome.meant,
        "first": outcome.topics[0] if outcome.topics else None,
        "first_helps": outcome.hit(1),
        "among_three": outcome.hit(3),
        "wrong_advice": outcome.wrong_advice,
    }


def _write(form: str, rows: Iterable[Row], file: TextIO, columns: Sequence[str] = ()) -> None:
    listed = list(rows)
    if form == "json":
        _write_json(listed, file)
    else:
        write_csv(listed, columns or tuple(listed[0]), file)


def _write_json(found: object, file: TextIO) -> None:
    file.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
