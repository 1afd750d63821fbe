"""``tradebot missing``: texts that changed in one language and not in the others since the last published version."""

from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.advice.knowledge import KnowledgeBase
from bot.curation.editions import folder_named, in_force_folder
from bot.curation.knowledge_edits import TextEdit, text_edits, texts_of
from bot.curation.lists import Listing, add_list_arguments, write_lists
from bot.errors import TradebotError
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.settings import read_settings

_COLUMNS = ("text", "changed in", "to be looked at in", "now", "before")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = "Exit status 1 if there is any. A text that lacks a language is told by tradebot check, too."
    parser.add_argument("--since", metavar="VERSION", help="a version's number or a folder (default: what is in force)")
    add_list_arguments(parser)


def run(arguments: Namespace) -> int:
    """List them, and return the exit status."""
    settings = read_settings()
    languages = Templates(settings.templates).languages
    before = _earlier(arguments.since)
    rows = list(missing_translations(load_knowledge(before), load_knowledge(settings.knowledge), languages))
    listing = Listing(
        name="missing",
        about="texts that changed in one language and not in the others",
        empty="none: every text that changed did so in all languages",
        columns=_COLUMNS,
        rows=rows,
    )
    write_lists([listing], arguments)
    return 1 if rows else 0


def missing_translations(
    old: KnowledgeBase, new: KnowledgeBase, languages: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], str | None, str | None]]:
    """Place by place: the languages that a text changed in, those it did not, and its first change."""
    changed: dict[str, dict[str, TextEdit]] = defaultdict(dict)
    for edit in text_edits(old, new):
        changed[edit.place][edit.language] = edit
    there = {place for place, _ in dict(texts_of(new))}
    for place, edits in changed.items():
        left = tuple(language for language in languages if language not in edits)
        if place in there and left:
            first = next(iter(edits.values()))
            yield place, tuple(edits), left, first.after, first.before


def _earlier(since: str | None) -> Path:
    settings = read_settings()
    found = in_force_folder(settings) if since is None else folder_named(settings, since)
    if found is None:
        raise TradebotError("nothing was published yet to compare with; name a folder: --since FOLDER")
    return found
