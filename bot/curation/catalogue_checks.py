"""What is wrong in the catalogues of what curators are told of files, see ``files.translating``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.files.problems import Problem
from bot.files.translating import CATALOGUE, HOLE, misused_holes
from bot.files.yaml_reading import Document, read_yaml


def catalogue_problems(folder: Path, languages: Sequence[str]) -> Iterator[Problem]:
    """All problems of the catalogues that *languages* have in the templates' *folder*."""
    for language in languages:
        path = folder / language / CATALOGUE
        if path.is_file():
            document, problems = read_yaml(path)
            yield from problems
            if document is not None:
                yield from _entry_problems(document)


def _entry_problems(document: Document) -> Iterator[Problem]:
    for english, translation in document.value.items() if isinstance(document.value, dict) else ():
        if not isinstance(translation, str):
            yield document.problem((english,), f'"{english}" must be text', "write one text, not a list or a block")
        elif not translation.strip():
            yield document.problem((english,), f'"{english}" is empty', "write its text")
        elif not english.replace(HOLE, "").strip():
            yield document.problem(
                (english,), f'"{english}" has no words of its own', "write the text as the program says it"
            )
        elif misused_holes(english, translation):
            what = f'the translation of "{english}" has other holes'
            yield document.problem((english,), what, "number the holes of the English text from 0")
