"""``tradebot check``: everything that is wrong in the knowledge and the templates, and how to mend it."""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.advice.knowledge import KnowledgeBase
from bot.curation.ageing import ageing_problems, draft_notes
from bot.curation.catalogue_checks import catalogue_problems
from bot.curation.checkup_replies import checkup_reply_problems
from bot.curation.lists import Listing, add_list_arguments, opened, write_lists
from bot.curation.reply_checks import reply_problems
from bot.curation.template_checks import language_folders, template_problems
from bot.files.encoders import load_encoders
from bot.files.knowledge_checks import knowledge_problems
from bot.files.knowledge_reading import ReadKnowledge, read_knowledge
from bot.files.problems import Problem
from bot.files.templates import Templates, utc_today
from bot.pages.readiness import Readiness
from bot.progress import progress_shown
from bot.replies import Replies
from bot.settings import read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes; the folders are those of the settings."""
    parser.epilog = "Prints one problem a line, as file:line: what; mend. Exit status 1 if there is any."
    parser.add_argument(
        "--strict", action="store_true", help="name also what nobody has looked at for a year, and unfinished drafts"
    )
    add_list_arguments(parser, default="lines")


def run(arguments: Namespace) -> int:
    """Check, and return the exit status."""
    settings = read_settings()
    with progress_shown("checking") as progress:
        progress("knowledge and templates", 0, 0)
        read, problems = problems_of(settings.knowledge, settings.templates)
    if arguments.strict:
        problems = sorted({*problems, *ageing_problems(read, utc_today())})
    if arguments.format != "lines":
        write_lists([_listing(problems)], arguments)
        return 1 if problems else 0
    with opened(arguments.output) as file:
        file.writelines(f"{problem}\n" for problem in problems)
    if problems or read.base is None:
        files = len({problem.file for problem in problems})
        print(f"{len(problems)} to mend in {files} file{'s' * (files != 1)}", file=sys.stderr)
        return 1
    print(counts(read.base, Templates(settings.templates).languages))
    for note in draft_notes(read):
        print(note)
    print(_encoder_note())
    return 0


def problems_of(knowledge: Path, templates: Path) -> tuple[ReadKnowledge, list[Problem]]:
    """What was read in the folder *knowledge*, and all problems of it and of *templates*, sorted by file and line.

    Raises KnowledgeError or TemplateError if a folder is not there at all.
    """
    made = Templates(templates)
    read = read_knowledge(knowledge)
    languages = language_folders(templates)
    problems = {*knowledge_problems(read, languages), *template_problems(templates)}
    problems.update(catalogue_problems(templates, languages))
    if read.base is not None:
        problems.update(reply_problems(read, read.base, Replies(read.base, made)))
        problems.update(checkup_reply_problems(read, Readiness(read.base, made)))
    return read, sorted(problems)


def _listing(problems: Sequence[Problem]) -> Listing:
    return Listing(
        name="problems",
        about="To mend",
        empty="nothing to mend",
        columns=("file", "line", "what", "mend"),
        rows=[(problem.file, problem.line, problem.what, problem.mend) for problem in problems],
    )


def counts(base: KnowledgeBase, languages: tuple[str, ...]) -> str:
    """What is there, in one line."""
    phrasings: Counter[str] = Counter()
    for topic in base.topics:
        phrasings.update({language: len(texts) for language, texts in topic.phrasings.items()})
    covered = {claim for topic in base.topics for claim in topic.covers}
    listed = ", ".join(f"{number:,} in {language}" for language, number in sorted(phrasings.items()))
    return (
        f"nothing to mend: {len(base.topics)} topics with {phrasings.total():,} phrasings ({listed}), "
        f"{len(covered)} of {len(base.claim_by_id)} claims covered, {len(base.elsewhere)} kinds of question for "
        f"others, replies in {' and '.join(languages)}"
    )


def _encoder_note() -> str:
    encoders, warnings = load_encoders()
    return "\n".join(
        [
            f"questions are compared by wording{''.join(f', {encoder.name}' for encoder in encoders.values())}",
            *(f"note: {warning}" for warning in warnings),
        ]
    )
