"""What is said of files, in the reader's language: a catalogue whose keys are the English texts, as gettext has it.

    "{}" is not given in {}   ->   “{0}”没有写 {1} 的文字      holes take what stands there, as it is
    {} in {} has <{}>, …      ->   {1} 的{0:words}里有 …       or, if it is one of the texts itself, its translation

A text that no entry fits stays as it is.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from bot.files.yaml_reading import parse_yaml

CATALOGUE = "problems.yaml"
"""The file in a language's folder of templates. A language may do without."""
HOLE = "{}"
FILLED = re.compile(r"\{(\d+)(:words)?\}")
"""Where a translation has what stood in a hole, counted from 0."""
_DEEPEST = 3
"""Texts within texts; a file and its line are around a problem, and a reason may be in it."""


class Catalogue:
    """The *texts* of one language by their English, in which each hole stands for anything."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        exactest = sorted(texts, key=lambda english: -len(english.replace(HOLE, "")))
        self._entries = [(english.split(HOLE), texts[english]) for english in exactest]

    def translated(self, text: str) -> str:
        """*text* by the entry that fits and has the most words of its own; as it is, if none fits."""
        return self._translated(text, _DEEPEST)

    def _translated(self, text: str, deep: int) -> str:
        for pieces, translation in self._entries if deep else ():
            found = _in_holes(pieces, text)
            if found is not None:
                return self._filled(translation, found, deep)
        return text

    def _filled(self, translation: str, found: Sequence[str], deep: int) -> str:
        def value(hole: re.Match[str]) -> str:
            text = found[int(hole[1])]
            return self._translated(text, deep - 1) if hole[2] else text

        return FILLED.sub(value, translation)


def catalogue_in(folder: Path) -> Catalogue:
    """The catalogue of the language whose templates are in *folder*; without entries, if it has none that can be read.

    ``tradebot check`` says what is wrong in one.
    """
    path = folder / CATALOGUE
    return _parsed(path.read_bytes()) if path.is_file() else Catalogue({})


def misused_holes(english: str, translation: str) -> bool:
    """Whether *translation* lacks something that stands in a hole of *english*, or wants something that does not."""
    return {int(hole[1]) for hole in FILLED.finditer(translation)} != set(range(english.count(HOLE)))


@lru_cache(maxsize=8)
def _parsed(content: bytes) -> Catalogue:
    document, _ = parse_yaml(content, Path(CATALOGUE))
    texts = document.value if document is not None and isinstance(document.value, dict) else {}
    return Catalogue(
        {
            english: translation
            for english, translation in texts.items()
            if isinstance(translation, str) and translation and not misused_holes(english, translation)
        }
    )


def _in_holes(pieces: Sequence[str], text: str) -> list[str] | None:
    """What of *text* stands between the *pieces*; None where they do not fit. Time grows with the text's length alone.

    What people wrote is mostly in the first holes, so the last piece but one is looked for from the end.
    """
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return [] if text == first else None
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return None
    found, start, end = [], len(first), len(text) - len(last)
    for number, piece in enumerate(pieces[1:-1], start=2):
        find = text.rfind if number == len(pieces) - 1 else text.find
        at = find(piece, start, end)
        if at < 0:
            return None
        found.append(text[start:at])
        start = at + len(piece)
    return [*found, text[start:end]]
