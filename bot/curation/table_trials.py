"""What a table that was sent would add, and what that does, as one object: found out apart, before anything is written.

The bot that serves has this done by a process of its own, so that no table, however made, holds up anybody's answer.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from pydantic import TypeAdapter

from bot.assembly import Progress, assemble
from bot.curation.figure_changes import lowered
from bot.curation.floors import FLOORS_FILE, FallenFloor, read_floors
from bot.curation.import_columns import seem_questions
from bot.curation.importing import Imported, import_phrasings, import_questions
from bot.curation.outcomes import Outcome, is_known, outcomes_of
from bot.files.knowledge_reading import read_knowledge
from bot.files.problems import shown_path
from bot.files.question_files import MeasuredQuestion, questions_in
from bot.files.sheets import Sheet
from bot.settings import Settings

What = Literal["phrasings", "questions"]
"""What a table holds."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What becomes today of the questions that were kept: right advice, wrong advice, anything else.

    ``below`` are the floors that are not kept any more when these questions are counted, too.
    """

    right: int
    wrong: int
    others: int
    below: tuple[FallenFloor, ...]


@dataclass(frozen=True, kw_only=True)
class TableTrial:
    """What came of a table; only questions are ``tried`` here, phrasings are a change of the knowledge like others."""

    what: What
    imported: Imported
    tried: Tried | None = None


_FORM = TypeAdapter(TableTrial)


def trial_as_json(trial: TableTrial) -> Any:
    """*trial* as one object."""
    return _FORM.dump_python(trial, mode="json")


def trial_from_json(given: object) -> TableTrial:
    """The trial that ``trial_as_json`` told of."""
    return _FORM.validate_python(given)


def try_table(sheet: Sheet, settings: Settings, what: What | None, progress: Progress) -> TableTrial:
    """What *sheet* would add to the knowledge or to the questions; None: to what it seems to be meant for."""
    progress("reading", 0, 0)
    read, known = read_knowledge(settings.knowledge), questions_in(settings.evaluation)
    folders = (read.folder, settings.evaluation)
    if (what or ("questions" if seem_questions(sheet) else "phrasings")) == "phrasings":
        imported = import_phrasings(sheet, read, known, progress=progress)
        return TableTrial(what="phrasings", imported=_with_short_places(imported, folders))
    imported = import_questions(sheet, read, known, settings.evaluation, progress=progress)
    tried = _tried(settings, imported, known, progress) if imported.kept else None
    return TableTrial(what="questions", imported=_with_short_places(imported, folders), tried=tried)


def _tried(settings: Settings, imported: Imported, known: Sequence[MeasuredQuestion], progress: Progress) -> Tried:
    parts = assemble(settings, progress)
    there = {(question.group, question.text) for question in known}
    new = [one for one in _questions_with(settings.evaluation, imported) if (one.group, one.text) not in there]
    before = outcomes_of(parts.answerer, [one for one in known if is_known(one, parts.knowledge)], progress)
    outcomes = outcomes_of(parts.answerer, new, progress)
    right = sum(map(_is_right, outcomes))
    wrong = sum(outcome.wrong_advice for outcome in outcomes)
    floors = settings.evaluation / FLOORS_FILE
    below = lowered(before, (*before, *outcomes), read_floors(floors)) if floors.is_file() else ()
    return Tried(right=right, wrong=wrong, others=len(outcomes) - right - wrong, below=below)


def _is_right(outcome: Outcome) -> bool:
    """Whether the person would be served: advice that helps, and out of scope none at all."""
    return outcome.right_advice if outcome.question.in_scope else outcome.decision not in {"advice", "choice"}


def _questions_with(folder: Path, imported: Imported) -> list[MeasuredQuestion]:
    with TemporaryDirectory() as made:
        place = Path(made)
        for path in folder.glob("*.jsonl"):
            shutil.copy(path, place)
        for name, text in imported.files.items():
            (place / name).write_bytes(text.encode())
        return questions_in(place)


def _with_short_places(imported: Imported, folders: Sequence[Path]) -> Imported:
    """*imported* with files named as in their folders: where those lie on this machine is nothing to the reader."""

    def short(text: str) -> str:
        for folder in folders:
            text = text.replace(f"{shown_path(folder)}/", "")
        return text

    refused = tuple(replace(one, about=tuple(map(short, one.about))) for one in imported.refused)
    return replace(imported, refused=refused)
