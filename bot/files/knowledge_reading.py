"""Read a knowledge folder into the core's values, or say file by file what is wrong with it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from rapidfuzz.process import extractOne

from bot.advice.cantonese import NO_CANTONESE
from bot.advice.knowledge import KnowledgeBase
from bot.advice.pinyin import NO_PINYIN
from bot.advice.shorthand import NO_SHORTHAND
from bot.errors import KnowledgeError
from bot.files.cue_schema import ConversationFile, PaperQuestionsFile, ShorthandFile
from bot.files.knowledge_schema import (
    CasesFile,
    CheckupFile,
    ElsewhereFile,
    PapersFile,
    SmalltalkFile,
    ThemesFile,
    TopicFile,
)
from bot.files.problems import Problem, shown_path, summary
from bot.files.yaml_reading import Document, Place, read_yaml

Form = TypeVar("Form", bound=BaseModel)
CASES_FILE = "cases.yaml"
"""May be missing: versions of the knowledge from before there were exercises have none."""
SHORTHAND_FILE = "shorthand.yaml"
"""May be missing, likewise."""
FILES = (
    "papers.yaml",
    "themes.yaml",
    "elsewhere.yaml",
    "smalltalk.yaml",
    "conversation.yaml",
    "paper_questions.yaml",
    SHORTHAND_FILE,
    "checkup.yaml",
    CASES_FILE,
)
"""The files of a knowledge folder, beside those of its topics."""


@dataclass(frozen=True, kw_only=True)
class ReadKnowledge:
    """What a folder holds, and the problems met so far. ``drafts`` are topics that are not answered with yet.

    ``readable`` has the topics of the right form, with all that surrounds them; None if any of that has another form.
    """

    folder: Path
    readable: KnowledgeBase | None
    documents: Mapping[str, Document]
    topic_documents: Mapping[str, Document]
    drafts: Mapping[str, Document]
    problems: tuple[Problem, ...]

    @property
    def base(self) -> KnowledgeBase | None:
        """The knowledge, if every file has the right form."""
        return None if self.problems else self.readable


def load_knowledge(folder: Path) -> KnowledgeBase:
    """The knowledge in *folder*; raises KnowledgeError with the first problem if a file has not the right form."""
    read = read_knowledge(folder)
    if read.base is None:
        raise KnowledgeError(summary(read.problems))
    return read.base


def read_knowledge(folder: Path) -> ReadKnowledge:
    """Read every file of *folder*; problems are returned, not raised, except that the folder must be there."""
    if not folder.is_dir():
        raise KnowledgeError(f"{shown_path(folder)}: there is no such knowledge folder; set TRADEBOT_KNOWLEDGE to one")
    reader = _FolderReader(folder)
    papers = reader.form("papers.yaml", PapersFile)
    themes = reader.form("themes.yaml", ThemesFile)
    elsewhere = reader.form("elsewhere.yaml", ElsewhereFile)
    smalltalk = reader.form("smalltalk.yaml", SmalltalkFile)
    conversation = reader.form("conversation.yaml", ConversationFile)
    paper_questions = reader.form("paper_questions.yaml", PaperQuestionsFile)
    shorthand = reader.form_if_there(SHORTHAND_FILE, ShorthandFile)
    checkup = reader.form("checkup.yaml", CheckupFile)
    cases = reader.form_if_there(CASES_FILE, CasesFile)
    topics: list[TopicFile] = []
    topic_documents: dict[str, Document] = {}
    names = sorted(f"topics/{path.name}" for path in (folder / "topics").glob("*.yaml"))
    if not names:
        reader.problems.append(
            Problem(
                file=shown_path(folder / "topics"),
                line=1,
                what="there is no topic",
                mend="add a file per topic",
            )
        )
    for name in names:
        topic = reader.form(name, TopicFile)
        if topic is not None:
            topics.append(topic)
            topic_documents.setdefault(topic.id, reader.documents[name])
    readable = None
    if papers and themes and elsewhere and smalltalk and conversation and paper_questions and checkup and topics:
        readable = KnowledgeBase(
            version=reader.version(),
            papers=tuple(paper.value() for paper in papers.papers),
            themes=tuple(theme.value() for theme in themes.themes),
            topics=tuple(topic.value() for topic in topics),
            elsewhere=tuple(kind.value() for kind in elsewhere.kinds),
            smalltalk=tuple(kind.value() for kind in smalltalk.kinds),
            cues=conversation.value(),
            need_cues=conversation.needs(),
            aside_cues=conversation.asides(),
            paper_cues=paper_questions.value(),
            shorthand=NO_SHORTHAND if shorthand is None else shorthand.value(),
            pinyin=NO_PINYIN if shorthand is None else shorthand.characters(),
            cantonese=NO_CANTONESE if shorthand is None else shorthand.written(),
            checkup=tuple(question.value() for question in checkup.questions),
            cases=() if cases is None else tuple(case.value() for case in cases.cases),
        )
    return ReadKnowledge(
        folder=folder,
        readable=readable,
        documents=reader.documents,
        topic_documents=topic_documents,
        drafts=reader.drafts,
        problems=tuple(reader.problems),
    )


class _FolderReader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digest = hashlib.sha256()
        self.documents: dict[str, Document] = {}
        self.drafts: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def form(self, name: str, form: type[Form]) -> Form | None:
        document, problems = read_yaml(self._folder / name)
        self.problems += problems
        if document is None or problems:
            return None
        if form is TopicFile and _is_draft(document):
            self.drafts[name] = document
            return None
        self.documents[name] = document
        self._digest.update(f"{name}\0{document.value!r}\0".encode())
        try:
            return form.model_validate(document.value)
        except ValidationError as error:
            self.problems += [
                _form_problem(document, form, tuple(found["loc"]), found["type"], found.get("ctx", {}))
                for found in error.errors(include_url=False, include_input=False)
            ]
            return None

    def form_if_there(self, name: str, form: type[Form]) -> Form | None:
        return self.form(name, form) if (self._folder / name).exists() else None

    def version(self) -> str:
        return self._digest.hexdigest()[:12]


def _is_draft(document: Document) -> bool:
    return isinstance(document.value, dict) and document.value.get("draft") == "yes"


def _form_problem(
    document: Document, form: type[BaseModel], place: Place, kind: str, context: Mapping[str, object]
) -> Problem:
    """What pydantic found, in a curator's words."""
    if place and place[-1] == "[key]":
        return document.problem(
            place[:-1],
            f'"{place[-2]}" is not a language code',
            "use a code such as en or zh, or correct the key",
        )
    place = _without_statement_wrapper(place)
    key = place[-1] if place else "the file"
    match kind:
        case "missing":
            return document.problem(place[:-1], f'"{key}" is missing', "add it")
        case "extra_forbidden":
            return document.problem(place, f'unknown key "{key}"', _key_mend(str(key), form))
        case "literal_error":
            expected = str(context.get("expected", "")).replace("'", "")
            return document.problem(place, f'"{key}" has a value we do not know', f"write {expected}")
        case "string_pattern_mismatch":
            what = f'"{_named(place)}" has a value of the wrong form'
            return document.problem(place, what, f"it must match {context.get('pattern')}")
        case "string_too_short":
            return document.problem(place, f'"{_named(place)}" is empty', "write its text")
        case "too_short" | "too_long":
            limit = context.get("min_length", context.get("max_length"))
            bound = "at least" if kind == "too_short" else "at most"
            return document.problem(
                place, f'"{key}" has {context.get("actual_length")} entries', f"give {bound} {limit}"
            )
        case "list_type":
            return document.problem(place, f'"{key}" must be a list', 'start each entry with "- "')
        case "string_type":
            return document.problem(place, f'"{_named(place)}" must be text', "write one text, not a list or a block")
        case _:
            return document.problem(place, f'"{_named(place)}" has not the expected form', "compare with another file")


def _without_statement_wrapper(place: Place) -> Place:
    """Statements keep their languages beside ``claims`` in the file; the model keeps them under ``text``."""
    for before in range(1, len(place)):
        stated_in = place[before - 1] if isinstance(place[before - 1], str) else place[before - 2]
        if place[before] == "text" and stated_in in {"observe", "recommend", "why"}:
            return (*place[:before], *place[before + 1 :])
    return place


def _named(place: Place) -> str:
    return ".".join(str(part) for part in place if isinstance(part, str)) or "the file"


def _key_mend(key: str, form: type[BaseModel]) -> str:
    known = sorted(_keys_of(form, set()))
    nearest = extractOne(key, known, score_cutoff=70)
    return f'did you mean "{nearest[0]}"?' if nearest else f"remove it (known: {', '.join(known)})"


def _keys_of(form: type[BaseModel], seen: set[type[BaseModel]]) -> set[str]:
    seen.add(form)
    keys = set(form.model_fields)
    for field in form.model_fields.values():
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
                keys |= _keys_of(part, seen)
    return keys


def missing_languages(text: Mapping[str, object], languages: Sequence[str]) -> list[str]:
    """The *languages* that *text* lacks, in their order."""
    return [language for language in languages if not text.get(language)]
