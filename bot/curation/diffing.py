"""``tradebot diff``: what a change of the knowledge does, before anybody is answered by it."""

import json
import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.advice.normalising import comparable
from bot.assembly import Parts, Progress, assemble
from bot.curation.checking import problems_of
from bot.curation.editions import folder_named
from bot.curation.effect_lists import NAMES, effect_lists
from bot.curation.effect_text import effect_as_json, effect_text
from bot.curation.effects import Effect, Questions, effect_of
from bot.curation.floors import FLOORS_FILE, read_floors
from bot.curation.lists import add_list_arguments, opened, write_lists
from bot.errors import TradebotError
from bot.files.question_files import questions_in, read_questions
from bot.progress import progress_shown
from bot.records.asked_questions import AskedQuestion, asked_questions
from bot.records.database import FILE_NAME, errors_told, open_database
from bot.settings import Settings, read_settings

LAST_QUESTIONS = 500
TEXT = "text"
CONSIDERATE = 10
"""How far we stand back behind the bot that answers people while it has us compare."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = (
        "Exit status 1 if NEW is broken or lowers a floor. A version that was never used first takes a minute or two."
    )
    parser.add_argument("old", metavar="OLD", help="a knowledge folder, the number of a version, or running")
    parser.add_argument("new", metavar="NEW", help="the same, after the change")
    parser.add_argument(
        "--last", type=int, default=LAST_QUESTIONS, metavar="N", help=f"logged questions to ask ({LAST_QUESTIONS})"
    )
    parser.add_argument("--questions", nargs="*", type=Path, metavar="FILE", help="evaluation files to ask instead")
    parser.add_argument("--floors", type=Path, metavar="FILE", help="floors to compare with instead")
    parser.add_argument("--quick", action="store_true", help="ask nothing: only what was edited and what check says")
    parser.add_argument("--json", action="store_true", help="print everything as one JSON object")
    add_list_arguments(parser, NAMES, default=TEXT)
    # For the bot, which calls this command to show an effect in the chat.
    parser.add_argument("--steps", action="store_true", help=SUPPRESS)


def run(arguments: Namespace) -> int:
    """Compare, print, and return the exit status."""
    if arguments.format == TEXT and arguments.list:
        raise TradebotError("--list goes with --format table, csv or json; the text has all of it")
    settings = read_settings()
    old, new = (folder_named(settings, name) for name in (arguments.old, arguments.new))
    with told_as(as_steps=arguments.steps) as progress:
        questions = Questions() if arguments.quick else _questions(arguments, settings)
        effect = effect_between(settings, old, new, questions, progress=progress)
    _write(effect, arguments)
    return 1 if effect.is_broken or effect.lowers_floor else 0


def _write(effect: Effect, arguments: Namespace) -> None:
    if arguments.format != TEXT:
        write_lists(effect_lists(effect), arguments)
        return
    with opened(arguments.output) as file:
        said = json.dumps(effect_as_json(effect), ensure_ascii=False) if arguments.json else effect_text(effect)
        file.write(f"{said}\n")


def effect_between(
    settings: Settings, old: Path, new: Path, questions: Questions, *, progress: Progress = lambda *_: None
) -> Effect:
    """The effect of putting the knowledge folder *new* in the place of *old*, both with the templates in force."""
    progress("checking", 0, 0)
    read, problems = problems_of(new, settings.templates)
    if problems or read.base is None:
        return Effect(old="", new="", problems=tuple(problems))
    before = _parts(settings, old, progress)
    return effect_of(before, _parts(settings, new, progress, like=before), questions, progress)


def measured_and_logged(settings: Settings, *, last: int = LAST_QUESTIONS) -> Questions:
    """The evaluation questions with their floors, where there are any, and the *last* questions that people asked."""
    floors = settings.evaluation / FLOORS_FILE
    return Questions(
        measured=questions_in(settings.evaluation),
        logged=logged_questions(settings.data, most=last),
        floors=read_floors(floors) if floors.is_file() else (),
    )


def logged_questions(folder: Path, *, most: int) -> tuple[AskedQuestion, ...]:
    """The last *most* distinct questions in the records of *folder*; none where there are no records yet."""
    path = folder / FILE_NAME
    if not path.is_file() or most <= 0:
        return ()
    database = open_database(folder, lambda: datetime.now(UTC))
    try:
        with errors_told(path):
            return asked_questions(database, comparable, most=most)
    finally:
        database.close()


def _questions(arguments: Namespace, settings: Settings) -> Questions:
    if arguments.questions is None:
        found = measured_and_logged(settings, last=arguments.last)
    else:
        measured = [question for file in arguments.questions for question in read_questions(file)]
        found = Questions(measured=measured, logged=logged_questions(settings.data, most=arguments.last))
    return found if arguments.floors is None else replace(found, floors=read_floors(arguments.floors))


def _parts(settings: Settings, folder: Path, progress: Progress, like: Parts | None = None) -> Parts:
    return assemble(settings.model_copy(update={"knowledge": folder}), progress, like=like)


@contextmanager
def told_as(*, as_steps: bool) -> Iterator[Progress]:
    """Progress as a bar for people, or line by line for the program that called us."""
    if as_steps:
        with suppress(OSError):  # A service may be forbidden even to be considerate.
            os.nice(CONSIDERATE)
        yield _print_step
        return
    with progress_shown("comparing") as progress:
        yield progress


def _print_step(what: str, done: int, total: int) -> None:
    print(json.dumps({"doing": what, "done": done, "of": total}), file=sys.stderr, flush=True)
