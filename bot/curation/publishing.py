"""``tradebot publish`` and ``tradebot rollback``: another version is put in force, after its effect was shown."""

import getpass
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from bot.curation.diffing import effect_between, measured_and_logged
from bot.curation.editions import draft_folder, kept_versions, put_in_force, running_folder
from bot.curation.effect_text import effect_text
from bot.curation.effects import Effect, Questions
from bot.errors import TradebotError
from bot.files.problems import shown_path
from bot.progress import progress_shown
from bot.records.knowledge_versions import Way
from bot.settings import Settings, read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = "What is published answers within seconds if the bot runs, and at each start from now on."
    add_consent_arguments(parser)


def add_consent_arguments(parser: ArgumentParser) -> None:
    """Declare how somebody agrees."""
    parser.add_argument("--note", default="", help="what changed and why, for the list of versions")
    parser.add_argument("--yes", action="store_true", help="do not ask, unless a floor falls")
    parser.add_argument("--even-if-lower", action="store_true", help="let a floor fall; how many must then be typed")
    parser.add_argument("--quick", action="store_true", help="try no questions; floors are not looked at")


def run(arguments: Namespace) -> int:
    """Publish the knowledge folder, and return the exit status."""
    settings = read_settings()
    return published(settings, draft_folder(settings), arguments, way="published")


def published(settings: Settings, folder: Path, arguments: Namespace, *, way: Way) -> int:
    """Put *folder* in force if whoever calls agrees to its effect, and return the exit status."""
    effect = effect_of_folder(settings, folder, quick=arguments.quick)
    print(effect_text(effect))
    if effect.is_broken:
        print("tradebot: not published, for it is broken; mend it first", file=sys.stderr)
        return 1
    if effect.new == _hash_in_force(settings):
        print("tradebot: there is nothing to publish; this is in force")
        return 0
    if not agrees(effect, yes=arguments.yes, even_if_lower=arguments.even_if_lower):
        print("tradebot: not published", file=sys.stderr)
        return 1
    publication = put_in_force(settings, folder, author=getpass.getuser(), note=arguments.note, way=way)
    print(f"version {publication.version} ({publication.hash}) is in force")
    return 0


def _hash_in_force(settings: Settings) -> str | None:
    with kept_versions(settings) as versions:
        last = versions.last_publication()
    return None if last is None else last.hash


def effect_of_folder(settings: Settings, folder: Path, *, quick: bool) -> Effect:
    """The effect of putting *folder* in the place of what runs; problems name the files that people edit."""
    with progress_shown("comparing") as progress:
        questions = Questions() if quick else measured_and_logged(settings)
        effect = effect_between(settings, running_folder(settings), folder, questions, progress=progress)
    return relocated(effect, folder, settings.knowledge)


def relocated(effect: Effect, laid: Path, edited: Path) -> Effect:
    """*effect* with problems at the places where people edit, not where the files are *laid* out to be read."""
    was, now = shown_path(laid), shown_path(edited)
    problems = (
        replace(problem, file=f"{now}{problem.file.removeprefix(was)}") if problem.file.startswith(was) else problem
        for problem in effect.problems
    )
    return replace(effect, problems=tuple(problems))


def agrees(effect: Effect, *, yes: bool, even_if_lower: bool) -> bool:
    """Whether whoever calls wants *effect*; a floor that falls must be agreed to twice."""
    if effect.lowers_floor:
        count = len(effect.below)
        falls = "1 floor falls" if count == 1 else f"{count} floors fall"
        if not even_if_lower:
            print(f"tradebot: {falls}; to publish all the same, add --even-if-lower", file=sys.stderr)
            return False
        question = f"{falls}. Type {count} to publish all the same: "
        return _answer(question, otherwise=f"write {count} to standard input") == str(count)
    return yes or _answer("Publish? [y/N] ", otherwise="add --yes, or answer on standard input").lower() in {"y", "yes"}


def _answer(question: str, *, otherwise: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise TradebotError(f"there is nobody to ask; {otherwise}")
    return line.strip()
