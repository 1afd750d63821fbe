"""Phrasings and questions taken over from a table: what is kept, and of the rest which row and why.

    a file -> rows (files/sheets.py) -> entries (import_columns.py) -> judged one by one -> new texts of the files

Nothing is written here. Terminal and chat both call this; what becomes of the new texts is theirs to decide.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.advice.knowledge import KnowledgeBase
from bot.advice.languages import language_of
from bot.advice.normalising import comparable
from bot.assembly import Progress
from bot.curation.import_columns import Entry, entries_of
from bot.curation.known_texts import KnownText, KnownTexts, Owner
from bot.errors import KnowledgeError
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.language_data import common_english_words, detect_latin_language
from bot.files.question_files import OUTSIDE_LABELS, MeasuredQuestion
from bot.files.sheets import Sheet
from bot.files.yaml_editing import with_phrasings, with_phrasings_of_kind

LONGEST_PHRASING = 300
LONGEST_QUESTION = 1_000
OUTSIDE_FILE = "out_of_scope.jsonl"
OTHER_LANGUAGES_FILE = "languages.jsonl"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An entry that is taken over, and where it goes: to a topic, to a kind of question, or ``oos``."""

    row: int
    text: str
    language: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An entry that is not taken over, and why, with the mend."""

    row: int
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came of a table: the number of entries ``read``, those kept and refused, and the ``files`` that change.

    Files are named as in the folder of the knowledge, or of the questions, and come with their whole new text.
    """

    read: int
    kept: tuple[Kept, ...]
    refused: tuple[Refused, ...]
    files: Mapping[str, str]
    notes: tuple[str, ...]


def import_phrasings(
    sheet: Sheet,
    read: ReadKnowledge,
    questions: Iterable[MeasuredQuestion] = (),
    *,
    topic: str = "",
    progress: Progress = lambda *_: None,
) -> Imported:
    """The phrasings of *sheet* that the knowledge *read* can take; those that name no topic are for *topic*.

    One of the *questions* that understanding is measured with is no phrasing. Raises SheetError where the table has not
    the columns, KnowledgeError where the knowledge cannot be edited.
    """
    known = KnownTexts(read, _base(read), questions)
    owners: list[tuple[Kept, Owner]] = []
    refused: list[Refused] = []
    entries = list(entries_of(sheet, label=topic))
    for number, entry in enumerate(entries):
        progress("rows", number, len(entries))
        owner = known.owner(entry.label)
        language = _language(entry, owner.languages if owner else frozenset())
        why = _no_entry(entry, LONGEST_PHRASING) or _no_phrasing(entry, owner, language, known)
        if owner is None or why:
            refused.append(Refused(row=entry.row, text=entry.text, why=why or _no_owner(entry, known)))
            continue
        owners.append((Kept(row=entry.row, text=entry.text, language=language, to=owner.name), owner))
        known.add(entry.text, KnownText(owner=owner.name, where=f"row {entry.row}"))
    files = dict(_phrased_files(read, owners, progress))
    return _imported(sheet, entries, [kept for kept, _ in owners], refused, files)


def import_questions(
    sheet: Sheet,
    read: ReadKnowledge,
    questions: Iterable[MeasuredQuestion],
    folder: Path,
    *,
    topic: str = "",
    progress: Progress = lambda *_: None,
) -> Imported:
    """The questions of *sheet* to measure with, for the files of *folder*, where *questions* are already.

    A label is a topic, or ``oos`` where no topic answers. A question that is a phrasing would measure nothing.
    """
    base = _base(read)
    known = KnownTexts(read, base, questions)
    kept: list[Kept] = []
    refused: list[Refused] = []
    entries = list(entries_of(sheet, label=topic))
    for number, entry in enumerate(entries):
        progress("rows", number, len(entries))
        to = _measured_as(entry, known)
        why = _no_entry(entry, LONGEST_QUESTION) or _no_question(entry, known)
        if to is None or why:
            refused.append(Refused(row=entry.row, text=entry.text, why=why or _no_owner(entry, known)))
            continue
        kept.append(
            Kept(row=entry.row, text=entry.text, language=entry.language or detected_language(entry.text), to=to)
        )
        known.add_question(entry.text, KnownText(owner="", where=f"row {entry.row}"))
    return _imported(sheet, entries, kept, refused, _question_files(folder, kept, base))


def _base(read: ReadKnowledge) -> KnowledgeBase:
    if read.base is None:
        raise KnowledgeError("the knowledge has files of another form; mend them first: tradebot check")
    return read.base


def _imported(
    sheet: Sheet, entries: Sequence[Entry], kept: Sequence[Kept], refused: Sequence[Refused], files: Mapping[str, str]
) -> Imported:
    return Imported(read=len(entries), kept=tuple(kept), refused=tuple(refused), files=dict(files), notes=sheet.notes)


# Judging


def _no_entry(entry: Entry, longest: int) -> str | None:
    if entry.fault:
        return entry.fault
    if not comparable(entry.text):
        return "there are no words; write how people ask"
    if len(entry.text) > longest:
        return f"it has {len(entry.text):,} characters; shorten it to {longest:,}"
    if not entry.label:
        return "no topic is named; write its id"
    return None


def _no_owner(entry: Entry, known: KnownTexts) -> str:
    meant = known.meant(entry.label)
    return f'there is no topic "{entry.label}"; ' + (f'did you mean "{meant}"?' if meant else "write its id or title")


def _no_phrasing(entry: Entry, owner: Owner | None, language: str, known: KnownTexts) -> str | None:
    if owner is None:
        return None
    if language not in owner.languages:
        given = ", ".join(sorted(owner.languages))
        return f'it seems to be in "{language}", and {owner.name} has phrasings in {given}; say in which it is'
    same = known.phrasing(entry.text)
    if same and same.owner == owner.name:
        return f"it is there already ({same.where}); leave it out"
    if same:
        return f"it belongs to {same.owner} ({same.where}); keep it in one place"
    near = known.nearly(entry.text, not_of=owner.name)
    if near:
        return f"it is nearly a phrasing of {near.owner} ({near.where}); say it in other words"
    measured = known.question(entry.text)
    if measured:
        return f"understanding is measured with it ({measured.where}); say it in other words"
    return None


def _no_question(entry: Entry, known: KnownTexts) -> str | None:
    same = known.question(entry.text)
    if same:
        return f"it is there already ({same.where}); leave it out"
    phrasing = known.phrasing(entry.text)
    if phrasing:
        return f"it is a phrasing of {phrasing.owner} ({phrasing.where}) and would measure nothing; say it differently"
    return None


def _measured_as(entry: Entry, known: KnownTexts) -> str | None:
    """The topic that answers, or ``oos``; None if the label is neither."""
    owner = known.owner(entry.label)
    if entry.label.casefold() in OUTSIDE_LABELS or (owner and owner.kind != "topic"):
        return "oos"
    return owner.id if owner else None


def _language(entry: Entry, there: frozenset[str]) -> str:
    """The language given or detected, or ``other`` where phrasings in further languages are kept together."""
    language = entry.language or detected_language(entry.text)
    return "other" if language not in there and "other" in there else language


def detected_language(text: str) -> str:
    """The language that *text* seems to be in; English where nothing can be told."""
    words = frozenset(common_english_words())
    return language_of(comparable(text), common_words=words, detect_latin=detect_latin_language) or "en"


# New texts


def _phrased_files(
    read: ReadKnowledge, kept: Sequence[tuple[Kept, Owner]], progress: Progress
) -> Iterator[tuple[str, str]]:
    by_owner: dict[Owner, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one, owner in kept:
        by_owner[owner][one.language].append(one.text)
    texts: dict[str, str] = {}
    for number, (owner, phrasings) in enumerate(by_owner.items()):
        progress("writing", number, len(by_owner))
        name = f"topics/{owner.id}.yaml" if owner.kind == "topic" else f"{owner.kind}.yaml"
        # As bytes, so that line ends stay as they are.
        text = texts.get(name) or (read.folder / name).read_bytes().decode()
        for language, new in phrasings.items():
            if owner.kind == "topic":
                text = with_phrasings(text, language, new)
            else:
                text = with_phrasings_of_kind(text, owner.id, language, new)
        texts[name] = text
    yield from texts.items()


def _question_files(folder: Path, kept: Sequence[Kept], base: KnowledgeBase) -> dict[str, str]:
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


def _question_file(folder: Path, kept: Kept) -> str:
    if kept.to == "oos":
        return OUTSIDE_FILE
    own = f"{kept.language}.jsonl"
    return own if (folder / own).is_file() or not (folder / OTHER_LANGUAGES_FILE).is_file() else OTHER_LANGUAGES_FILE


def _question_line(kept: Kept, base: KnowledgeBase) -> str:
    question: dict[str, object] = {"q": kept.text, "lang": kept.language, "kind": "imported"}
    if kept.to != "oos":
        question["accept"] = list(base.topic_by_id[kept.to].covers)
    return json.dumps(question, ensure_ascii=False)
