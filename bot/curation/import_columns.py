"""What the columns of a table mean, in the words that people head them with, and its rows as entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.files.sheets import Sheet, SheetError, SheetRow

TEXT = ("text", "phrasing", "phrasings", "question", "questions", "q", "问法", "问题", "文本")
LABEL = ("topic", "label", "id", "话题", "标签", "主题")
LANGUAGE = ("language", "lang", "语言")
LANGUAGE_NAMES = {
    "en": ("en", "english", "英文", "英语"),
    "zh": ("zh", "chinese", "中文", "汉语"),
}
"""What a language is called in the column of languages, or over a column of its own."""
QUESTIONS = frozenset({"question", "questions", "q", "问题"})
"""Columns that rather hold questions to measure with than phrasings."""

Why: TypeAlias = tuple[str, ...]
"""A reason, see ``importing.WHY``, and what it is about."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A text of a table, with the label and the language that stand beside it; ``fault`` if it cannot be read."""

    row: int
    text: str
    label: str = ""
    language: str = ""
    fault: Why | None = None


def entries_of(sheet: Sheet, *, label: str = "") -> Iterator[Entry]:
    """The entries of *sheet*, row by row; those that name no topic are for *label*.

    The texts stand in one column, or in one for each language. Raises SheetError where there is no such column, or
    no column of topics and no *label*.
    """
    text_columns = [column for column in TEXT if column in sheet.columns][:1]
    by_language = {column: _language_named(column) for column in sheet.columns if _language_named(column)}
    columns = dict.fromkeys(text_columns, "") or by_language
    label_column = _first(LABEL, sheet.columns)
    if not columns:
        mend = "head the column of texts with text, phrasing or question, or two columns with en and zh"
        raise SheetError(sheet.name, 1, f"no column has texts (there are: {', '.join(sheet.columns)})", mend)
    if not label_column and not label:
        raise SheetError(sheet.name, 1, "no column says which topic", "head it with topic, or name one topic for all")
    language_column = _first(LANGUAGE, sheet.columns)
    for row in sheet.rows:
        for column, language in columns.items():
            if len(columns) == 1 or row.cells.get(column) or column in row.problems:
                yield _entry(row, column, label_column, language_column, language=language, label=label)


def seem_questions(sheet: Sheet) -> bool:
    """Whether *sheet* rather holds questions to measure with than phrasings, by what its texts are headed with."""
    texts = [column for column in TEXT if column in sheet.columns][:1]
    return bool(QUESTIONS.intersection(texts))


def _entry(row: SheetRow, column: str, label_column: str, language_column: str, *, language: str, label: str) -> Entry:
    given = row.cells.get(language_column, "")
    problem = next((row.problems[one] for one in (column, label_column, language_column) if one in row.problems), None)
    fault: Why | None = None if problem is None else (problem,)
    if problem is None and given and not _language_named(given):
        fault = ("no_language", given)
    return Entry(
        row=row.number,
        text=row.cells.get(column, ""),
        label=row.cells.get(label_column, "") or label,
        language=language or _language_named(given),
        fault=fault,
    )


def _language_named(name: str) -> str:
    return next((code for code, names in LANGUAGE_NAMES.items() if name.casefold() in names), "")


def _first(names: Sequence[str], columns: Sequence[str]) -> str:
    return next((name for name in names if name in columns), "")
