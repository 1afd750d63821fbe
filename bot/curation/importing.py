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
from bot.curation.import_columns import Entry, Why, entries_of
from bot.curation.known_texts import LONGEST_PHRASING, KnownText, KnownTexts, Owner, kept_under
from bot.errors import KnowledgeError
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.language_data import common_english_words, detect_latin_language
from bot.files.question_files import OUTSIDE_LABELS, MeasuredQuestion
from bot.files.sheets import Sheet
from bot.files.yaml_editing import with_phrasings, with_phrasings_of_kind

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


WHY: Mapping[str, str] = {
    "formula": "it is a formula, or begins like one; write the words themselves, not a sign first",
    "error": "the cell shows an error; write the words themselves",
    "no_language": '"{0}" is no language we know; write en or zh, or leave it empty',
    "no_words": "there are no words; write how people ask",
    "too_long": "it has {0} characters; shorten it to {1}",
    "no_label": "no topic is named; write its id in every row, merged cells or not",
    "no_topic": 'there is no topic "{0}"; write its id or title',
    "other_topic": 'there is no topic "{0}"; did you mean "{1}"?',
    "language": 'it seems to be in "{0}", and {1} has phrasings in {2}; say in which it is',
    "there": "it is there already ({0}); leave it out",
    "taken": "it belongs to {0} ({1}); keep it in one place",
    "near": "it is nearly a phrasing of {0} ({1}); say it in other words",
    "measured": "understanding is measured with it ({0}); say it in other words",
    "a_phrasing": "it is a phrasing of {0} ({1}) and would measure nothing; say it differently",
}
"""Why an entry is not taken over, with the mend. In another language, as its catalogue ``problems.yaml`` has it."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An entry that is not taken over, the reason, one of ``WHY``, and what that is about."""

    row: int
    text: str
    reason: str
    about: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reason, with the mend."""
        return WHY[self.reason].format(*self.about)


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
        language = kept_under(entry.language or detected_language(entry.text), owner.languages if owner else ())
        why = _no_entry(entry, LONGEST_PHRASING) or _no_phrasing(entry, owner, language, known)
        if owner is None or why:
            refused.append(_refused(entry, why or _no_owner(entry, known)))
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
            refused.append(_refused(entry, why or _no_owner(entry, known)))
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


def _refused(entry: Entry, why: Why) -> Refused:
    reason, *about = why
    return Refused(row=entry.row, text=entry.text, reason=reason, about=tuple(about))


def _no_entry(entry: Entry, longest: int) -> Why | None:
    if entry.fault:
        return entry.fault
    if not comparable(entry.text):
        return ("no_words",)
    if len(entry.text) > longest:
        return ("too_long", f"{len(entry.text):,}", f"{longest:,}")
    if not entry.label:
        return ("no_label",)
    return None


def _no_owner(entry: Entry, known: KnownTexts) -> Why:
    meant = known.meant(entry.label)
    return ("other_topic", entry.label, meant) if meant else ("no_topic", entry.label)


def _no_phrasing(entry: Entry, owner: Owner | None, language: str, known: KnownTexts) -> Why | None:
    if owner is None:
        return None
    objection = known.objection(entry.text, language, owner.name, owner.languages)
    if objection is None:
        return None
    there = objection.known or KnownText(owner="", where="")
    match objection.why:
        case "no_words":
            return ("no_words",)
        case "language":
            return ("language", language, owner.name, ", ".join(sorted(owner.languages)))
        case "there" | "measured":
            return (objection.why, there.where)
    return (objection.why, there.owner, there.where)


def _no_question(entry: Entry, known: KnownTexts) -> Why | None:
    same = known.question(entry.text)
    if same:
        return ("there", same.where)
    phrasing = known.phrasing(entry.text)
    return ("a_phrasing", phrasing.owner, phrasing.where) if phrasing else None


def _measured_as(entry: Entry, known: KnownTexts) -> str | None:
    """The topic that answers, or ``oos``; None if the label is neither."""
    owner = known.owner(entry.label)
    if entry.label.casefold() in OUTSIDE_LABELS or (owner and owner.kind != "topic"):
        return "oos"
    return owner.id if owner else None


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
        # As bytes, so that line ends stay as they are.
        text = texts.get(owner.file) or (read.folder / owner.file).read_bytes().decode()
        for language, new in phrasings.items():
            text = phrased(text, owner, language, new)
        texts[owner.file] = text
    yield from texts.items()


def phrased(text: str, owner: Owner, language: str, phrasings: Sequence[str]) -> str:
    """The file of *owner*, which is *text*, with these *phrasings* in *language*."""
    if owner.kind == "topic":
        return with_phrasings(text, language, phrasings)
    return with_phrasings_of_kind(text, owner.id, language, phrasings)


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
