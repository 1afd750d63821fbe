"""The new texts of the files that take over entries of a table."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.advice.knowledge import KnowledgeBase
from bot.assembly import Progress
from bot.curation.known_texts import Owner
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.yaml_editing import with_phrasings, with_phrasings_of_kind

OUTSIDE_FILE = "out_of_scope.jsonl"
OTHER_LANGUAGES_FILE = "languages.jsonl"


@dataclass(frozen=True, kw_only=True)
class KeptEntry:
    """An entry that is taken over, and where it goes: to a topic, to a kind of question, or ``oos``."""

    row: int
    text: str
    language: str
    to: str


def phrased_files(read: ReadKnowledge, kept: Sequence[tuple[KeptEntry, Owner]], progress: Progress) -> dict[str, str]:
    """The files of topics and kinds with the phrasings *kept*, by name."""
    by_owner: dict[Owner, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one, owner in kept:
        by_owner[owner][one.language].append(one.text)
    texts: dict[str, str] = {}
    for number, (owner, phrasings) in enumerate(by_owner.items()):
        progress("writing", number, len(by_owner))
        # As bytes, so that line ends stay as they are.
        text = texts.get(owner.file) or (read.folder / owner.file).read_bytes().decode()
        for language, new in phrasings.items():
            text = phrased(text, owner, language, new)
        texts[owner.file] = text
    return texts


def phrased(text: str, owner: Owner, language: str, phrasings: Sequence[str]) -> str:
    """The file of *owner*, which is *text*, with these *phrasings* in *language*."""
    if owner.kind == "topic":
        return with_phrasings(text, language, phrasings)
    return with_phrasings_of_kind(text, owner.id, language, phrasings)


def question_files(folder: Path, kept: Sequence[KeptEntry], base: KnowledgeBase) -> dict[str, str]:
    """The files of questions in *folder* with those *kept*, by name."""
    lines: dict[str, list[str]] = defaultdict(list)
    for one in kept:
        lines[_question_file(folder, one)].append(_question_line(one, base))
    found = {}
    for name, new in lines.items():
        path = folder / name
        before = path.read_bytes().decode() if path.is_file() else ""
        break_ = "\n" if before and not before.endswith("\n") else ""
        found[name] = before + break_ + "".join(f"{line}\n" for line in new)
    return found


def _question_file(folder: Path, kept: KeptEntry) -> str:
    if kept.to == "oos":
        return OUTSIDE_FILE
    own = f"{kept.language}.jsonl"
    return own if (folder / own).is_file() or not (folder / OTHER_LANGUAGES_FILE).is_file() else OTHER_LANGUAGES_FILE


def _question_line(kept: KeptEntry, base: KnowledgeBase) -> str:
    question: dict[str, object] = {"q": kept.text, "lang": kept.language, "kind": "imported"}
    if kept.to != "oos":
        question["accept"] = list(base.topic_by_id[kept.to].covers)
    return json.dumps(question, ensure_ascii=False)
