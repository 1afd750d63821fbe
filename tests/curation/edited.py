"""A copy of the small knowledge to be edited, and edits that change what it answers."""

import shutil
from pathlib import Path

from bot.files.yaml_editing import with_phrasings
from tests.conftest import SMALL_KNOWLEDGE

STOLEN = "customs broker lost our papers"
"""What no topic of the small knowledge answers."""


def copy_of_knowledge(place: Path) -> Path:
    """The small knowledge in a folder of its own."""
    return Path(shutil.copytree(SMALL_KNOWLEDGE, place))


def add_phrasings(folder: Path, topic: str, *phrasings: str, language: str = "en") -> None:
    """Teach *topic* some *phrasings*."""
    path = folder / "topics" / f"{topic}.yaml"
    path.write_text(with_phrasings(path.read_text(encoding="utf-8"), language, phrasings), encoding="utf-8")


def replace_words(folder: Path, file: str, before: str, after: str) -> None:
    """Put *after* in the place of *before*, which stands in *file* once."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
