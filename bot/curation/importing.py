"""Phrasings and questions taken over from a table: what is kept, and of the rest which row and why.

    a file  ->  rows             ->  entries            ->  judged one by one      ->  new texts of the files
                files/sheets.py      import_columns.py      import_refusals.py         import_texts.py

Nothing is written here. Terminal and chat both call this; what becomes of the new texts is theirs to decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.advice.knowledge import KnowledgeBase
from bot.advice.languages import language_of
from bot.advice.normalising import comparable
from bot.assembly import Progress
from bot.curation.import_columns import Entry, entries_of
from bot.curation.import_refusals import Refused, no_entry, no_owner, no_phrasing, no_question, refused_for
from bot.curation.import_texts import KeptEntry, phrased_files, question_files
from bot.curation.known_texts import LONGEST_PHRASING, KnownText, KnownTexts, Owner, kept_under
from bot.errors import KnowledgeError
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.language_data import common_english_words, detect_latin_language
from bot.files.question_files import OUTSIDE_LABELS, MeasuredQuestion
from bot.files.sheets import Sheet

LONGEST_QUESTION = 1_000


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came of a table: the number of entries ``read``, those kept and refused, and the ``files`` that change.

    Files are named as in the folder of the knowledge, or of the questions, and come with their whole new text.
    """

    read: int
    kept: tuple[KeptEntry, ...]
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
    owners: list[tuple[KeptEntry, Owner]] = []
    refused: list[Refused] = []
    entries = list(entries_of(sheet, label=topic))
    for number, entry in enumerate(entries):
        progress("rows", number, len(entries))
        owner = known.owner(entry.label)
        language = kept_under(entry.language or detected_language(entry.text), owner.languages if owner else ())
        why = no_entry(entry, LONGEST_PHRASING) or no_phrasing(entry, owner, language, known)
        if owner is None or why:
            refused.append(refused_for(entry, why or no_owner(entry, known)))
            continue
        owners.append((KeptEntry(row=entry.row, text=entry.text, language=language, to=owner.name), owner))
        known.add(entry.text, KnownText(owner=owner.name, where=f"row {entry.row}"))
    files = phrased_files(read, owners, progress)
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
    kept: list[KeptEntry] = []
    refused: list[Refused] = []
    entries = list(entries_of(sheet, label=topic))
    for number, entry in enumerate(entries):
        progress("rows", number, len(entries))
        to = _measured_as(entry, known)
        why = no_entry(entry, LONGEST_QUESTION) or no_question(entry, known)
        if to is None or why:
            refused.append(refused_for(entry, why or no_owner(entry, known)))
            continue
        kept.append(
            KeptEntry(row=entry.row, text=entry.text, language=entry.language or detected_language(entry.text), to=to)
        )
        known.add_question(entry.text, KnownText(owner="", where=f"row {entry.row}"))
    return _imported(sheet, entries, kept, refused, question_files(folder, kept, base))


def _base(read: ReadKnowledge) -> KnowledgeBase:
    if read.base is None:
        raise KnowledgeError("the knowledge has files of another form; mend them first: tradebot check")
    return read.base


def _imported(
    sheet: Sheet,
    entries: Sequence[Entry],
    kept: Sequence[KeptEntry],
    refused: Sequence[Refused],
    files: Mapping[str, str],
) -> Imported:
    return Imported(read=len(entries), kept=tuple(kept), refused=tuple(refused), files=dict(files), notes=sheet.notes)


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
