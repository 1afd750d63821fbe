"""Question files: what people ask, and which answers help. JSON Lines, or CSV with the columns text and label."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from bot.errors import KnowledgeError
from bot.files.problems import Problem, shown_path

OUTSIDE_LABELS = frozenset({"elsewhere", "oos"})
"""Labels of questions that no topic answers."""

FIRST_TURN, LATER_TURN = "first turn", "later turn"
_LANGUAGE_IN_NAME = re.compile(r"^([a-z]{2})(?:_|$)")


@dataclass(frozen=True, kw_only=True)
class MeasuredQuestion:
    """A question and which answers help: a topic that covers a claim of ``accept``, or one of ``topics``.

    None helps if both are empty: the question is out of scope. ``best`` are the most direct claims; ``after`` the
    earlier questions of the same conversation; ``papers`` what a question about the papers themselves is about.
    """

    group: str
    where: str
    text: str
    kind: str
    language: str | None
    accept: frozenset[str] = frozenset()
    best: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()

    @property
    def in_scope(self) -> bool:
        """Whether there is an answer that helps."""
        return bool(self.accept or self.topics)


@dataclass(frozen=True, kw_only=True)
class LabelledText:
    """A row of a CSV file: a text, its label, and where it stands."""

    text: str
    label: str
    where: str


class QuestionFileError(KnowledgeError):
    """A question file cannot be used; names the file, the line and the mend."""


def read_questions(path: Path) -> tuple[MeasuredQuestion, ...]:
    """The questions in the file at *path*, in its order; raises QuestionFileError with the first line that is wrong."""
    if path.suffix.lower() == ".csv":
        return tuple(_labelled_question(path, row) for row in read_labelled(path))
    found: list[MeasuredQuestion] = []
    # Not splitlines, here and below: it also cuts at signs that stand within a text.
    for number, line in enumerate(_text_of(path).split("\n"), start=1):
        if line.strip():
            found += _questions_of_line(path, number, line)
    if not found:
        raise _error(path, 1, "there is no question", "write one JSON object a line")
    return tuple(found)


def questions_in(folder: Path) -> list[MeasuredQuestion]:
    """All questions to measure with in *folder*; none where there is no such folder."""
    return [question for path in sorted(folder.glob("*.jsonl")) for question in read_questions(path)]


def read_labelled(path: Path) -> tuple[LabelledText, ...]:
    """The rows of the CSV file at *path*, which has the columns ``text`` and ``label``."""
    reader = csv.DictReader(StringIO(_text_of(path), newline=""), strict=True)
    rows = []
    try:
        if not {"text", "label"} <= set(reader.fieldnames or ()):
            raise _error(path, 1, "the columns text and label are not both there", 'start the file with "text,label"')
        for row in reader:
            text, label = (row["text"] or "").strip(), (row["label"] or "").strip()
            if not text or not label:
                raise _error(path, reader.line_num, "a text or its label is missing", "write both, or quote commas")
            rows.append(LabelledText(text=text, label=label, where=f"{shown_path(path)}:{reader.line_num}"))
    except csv.Error as error:
        line = reader.reader.line_num  # that of the reader within counts the broken line, too
        raise _error(path, line, f"this is not CSV ({error})", "check quotes and commas") from error
    if not rows:
        raise _error(path, 1, "there is no question", "write one a line under text,label")
    return tuple(rows)


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _error(path, 1, f"the file cannot be read ({error.strerror})", "check its name and rights") from error
    except UnicodeDecodeError as error:
        raise _error(path, 1, "the file is not UTF-8 text", "save it as UTF-8") from error


def _labelled_question(path: Path, row: LabelledText) -> MeasuredQuestion:
    outside = row.label in OUTSIDE_LABELS
    return MeasuredQuestion(
        group=path.stem,
        where=row.where,
        text=row.text,
        kind=row.label if outside else "",
        language=_language_in_name(path),
        topics=frozenset() if outside else frozenset({row.label}),
    )


def _questions_of_line(path: Path, number: int, line: str) -> Iterator[MeasuredQuestion]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _error(path, number, f"this is not JSON ({error})", "write one JSON object a line") from error
    if not isinstance(given, dict):
        raise _error(path, number, "this is not a JSON object", 'write {"q": "the question", ...}')
    language = given.get("lang") or _language_in_name(path)
    if "turns" not in given:
        yield _question(path, number, given, language=language, kind=given.get("kind") or "", after=())
        return
    turns = given["turns"]
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise _error(path, number, '"turns" is not a list of objects', 'write {"turns": [{"q": ...}, ...]}')
    earlier: list[str] = []
    for turn in turns:
        kind = LATER_TURN if earlier else FIRST_TURN
        question = _question(path, number, turn, language=language, kind=kind, after=tuple(earlier))
        yield question
        earlier.append(question.text)


def _question(
    path: Path, number: int, given: dict[str, Any], *, language: object, kind: object, after: tuple[str, ...]
) -> MeasuredQuestion:
    text = given.get("q")
    if not isinstance(text, str):
        raise _error(path, number, 'there is no "q"', 'write {"q": "the question", ...}')
    return MeasuredQuestion(
        group=path.stem,
        where=f"{shown_path(path)}:{number}",
        text=text,
        kind=str(kind),
        language=language if isinstance(language, str) else None,
        accept=_ids(path, number, given, "accept") | _ids(path, number, given, "claims"),
        best=_ids(path, number, given, "best"),
        papers=_ids(path, number, given, "papers"),
        after=after,
    )


def _ids(path: Path, number: int, given: dict[str, Any], key: str) -> frozenset[str]:
    ids: Sequence[object] = given.get(key) or []
    if not isinstance(ids, list) or not all(isinstance(entry, str) for entry in ids):
        raise _error(path, number, f'"{key}" is not a list of ids', f'write "{key}": ["...", "..."]')
    return frozenset(str(entry) for entry in ids)


def _language_in_name(path: Path) -> str | None:
    found = _LANGUAGE_IN_NAME.match(path.stem)
    return found[1] if found else None


def _error(path: Path, line: int, what: str, mend: str) -> QuestionFileError:
    return QuestionFileError(str(Problem(file=shown_path(path), line=line, what=what, mend=mend)))
