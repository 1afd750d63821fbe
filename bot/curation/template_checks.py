"""What is wrong in the templates folder: files, variables, labels, and the notes for other languages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.advice.checkup import GIVEN
from bot.advice.markup import utf16_length
from bot.curation.case_samples import CASE_VALUES
from bot.curation.curator_pages import CURATOR_VALUES
from bot.curation.quiz_samples import QUIZ_VALUES
from bot.curation.room_samples import ROOM_VALUES
from bot.curation.teaching_pages import TEACHING_VALUES
from bot.files.problems import Problem, shown_path
from bot.files.templates import FOREIGN, FRAMES, LABELS, OWN_FILTERS, REPORTS, environment, template_problem
from bot.files.yaml_reading import Document, read_yaml
from bot.records.review import STATES
from bot.records.set_aside import SetAside

_SET_ASIDE = tuple(
    SetAside(reference="a1b2c3", updates=updates, received_at=datetime(2026, 1, 2, tzinfo=UTC), error="TimedOut")
    for updates in (1, 3)
)

VALUES: Mapping[str, Sequence[Mapping[str, object]]] = {
    **CURATOR_VALUES,
    **ROOM_VALUES,
    **QUIZ_VALUES,
    **TEACHING_VALUES,
    **CASE_VALUES,
    "added": ({"name": "some_bot", "hears_all": False}, {"name": "some_bot", "hears_all": True}),
    "apology": ({"reference": "a1b2c3"},),
    "ask": ({"name": "…"},),
    "checkup_gone": ({},),
    "checkup_handout_caption": ({},),
    "checkup_intro": ({"count": 12, "day": None}, {"count": 12, "day": "…"}),
    "checkup_none": ({"count": 12},),
    "checkup_paused": ({"number": 3, "count": 12},),
    "checkup_private": ({},),
    "checkup_question": (
        {"number": 3, "count": 12, "area": "…", "ask": "…", "given": None, "resumed": False},
        {"number": 3, "count": 12, "area": "…", "ask": "…", "given": "…", "resumed": True},
    ),
    "cooldown": ({"seconds": 40},),
    "day": tuple({"day": date(2026, month, 21)} for month in range(1, 13)),
    "forget": ({"counts": [("…", 3)]}, {"counts": []}),
    "forget_not": ({},),
    "found": ({"words": "…", "offers": ()}, {"words": "…", "offers": ({"title": "…"},)}),
    "forgotten": ({"counts": [("…", 3)], "left": 0}, {"counts": [], "left": 1}),
    "away": ({},),
    "gone": ({},),
    "help": ({"commands": [("start", "…")]},),
    "leave": ({"question": "…"},),
    "left": ({"question": "…"},),
    "language": ({},),
    "language_auto": ({},),
    "language_set": ({},),
    "link_gone": ({},),
    "mydata": ({},),
    "late": tuple(
        {"minutes": minutes, "hours": round(minutes / 60), "days": round(minutes / 1440)}
        for minutes in (10, 70, 300, 1500, 5000)
    ),
    "no_words": ({},),
    "none_fits": ({},),
    "not_text": ({},),
    "not_yours": ({},),
    "only_private": ({"username": "some_bot"},),
    "privacy": ({"stored": [("…", "…", "…")]},),
    "replay": (
        {"count": None, "there": ()},
        {"count": 0, "there": _SET_ASIDE[:1]},
        {"count": 2, "there": _SET_ASIDE},
    ),
    "others": ({"reason": "…", "offers": ()}, {"reason": "…", "offers": ({"title": "…"},)}),
    "question_answered": (
        {"question": "…", "words": "…", "title": None, "answer": None},
        {"question": "…", "words": None, "title": "…", "answer": "…"},
    ),
    "related": ({"title": "…"},),
    "saved": tuple(
        {"count": count, "page": 1, "pages": pages, "tidying": tidying}
        for count, pages, tidying in ((0, 1, False), (1, 1, False), (2, 1, True), (20, 3, False))
    ),
    "saved_file": ({"count": 1}, {"count": 2}),
    "set_aside": ({"error": "TimedOut", "reference": "a1b2c3"},),
    "slow_down": ({},),
    "start": ({},),
    "themes": ({},),
    "topics": ({"theme": "…", "page": 1, "pages": 1}, {"theme": "…", "page": 1, "pages": 2}),
    "unknown_command": ({},),
    "which_part": ({"parts": [("…", "…")], "note": None}, {"parts": [("…", "…")] * 2, "note": "…"}),
    "why": ({"question": "…"},),
    "unreadable": ({"reference": "a1b2c3"},),
    "webhook_lost": ({"to": "elsewhere.example"},),
}
"""Pages and examples of the values that the code gives them; each is filled with these."""

_CHECKUP = frozenset({"card", "day", "day_before", "given"})
REPLIES: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"card", "certainty", "note"}),
    "whole": frozenset({"card", "certainty", "note"}),
    "more": frozenset({"card", "certainty", "note", "section"}),
    "steps": frozenset({"card"}),
    "papers": frozenset({"card"}),
    "cited": frozenset({"card"}),
    "handout_saved": frozenset({"cards", "papers", "language"}),
    "citation": frozenset({"title", "places"}),
    "choice": frozenset({"offers", "certainty", "two_needs", "note"}),
    "checkup_caption": _CHECKUP,
    "checkup_plan": _CHECKUP,
    "checkup_result": _CHECKUP,
    "handout_checkup": _CHECKUP | {"picture", "alt", "username"},
    "handout_page": frozenset(),
    "handout_stats": frozenset({"figures", "spans", "pictures"}),
    "handout_room": frozenset(
        {"room", "day", "board", "asked", "open", "quizzes", "cases", "saved", "papers", "language"}
    ),
    "join_sheet": frozenset({"room", "link", "day", "qr"}),
    "none": frozenset({"line", "title", "readable", "note"}),
    "origin": frozenset({"papers", "language", "note"}),
    "paper": frozenset({"ask", "groups", "more", "silent", "others", "sources", "note"}),
    "smalltalk": frozenset({"text"}),
    "sources": frozenset({"papers", "language"}),
    "macros": frozenset(),
}
"""The names of the values that the other templates get. ``reply_checks`` fills them with the real knowledge."""

BUTTON_LIMIT = 64
BUTTONS = (
    *("language_name", "language_follow", "back", "themes", "next_page", "previous_page"),
    *("forget_yes", "forget_no"),
    *("ask_privately", "inline_ask", "inline_ask_privately", "inline_nothing"),
    *("section_steps", "section_papers", "section_cited", "part_a", "part_r"),
    *("helpful", "helpful_given", "not_helpful", "not_helpful_given"),
    *("reason_wrong_topic", "reason_too_general", "reason_out_of_date", "reason_unclear"),
    *("save", "saved", "share", "copy_citation"),
    *("example_1", "example_2", "example_3", "choose_language", "search", "search_hint"),
    *("news_yes", "news_no", "broadcast_send", "broadcast_discard", "broadcast_stop", "broadcast_look"),
    *("broadcast_go_on", "answer_in_words", *(f"set_{state}" for state in STATES)),
    *("room_leave", "workshop_new", "workshop_list", "workshop_back", "workshop_name", "workshop_day"),
    *("workshop_themes", "workshop_co", "workshop_co_new", "workshop_end", "workshop_end_yes"),
    *("workshop_qr", "workshop_sheet", "workshop_live", "workshop_board", "workshop_report"),
    *("workshop_wall", "workshop_queue", "workshop_wall_new", "workshop_wall_file"),
    *("workshop_wall_rule_approve", "workshop_wall_rule_off", "room_to_questions", "questions_again"),
    *("questions_newest", "questions_votes", "pile_waiting", "pile_shown", "pile_hidden", "pile_show_them"),
    *("workshop_copy", "workshop_copy_code", "workshop_name_hint", "workshop_day_hint"),
    *("workshop_quiz", "workshop_nickname_hint", "quiz_before", "quiz_after", "quiz_change", "quiz_names_shown"),
    *("quiz_names_hidden", "quiz_send", "quiz_discard", "quiz_results", "quiz_next", "quiz_finish", "quiz_end"),
    *("quiz_name_yes", "quiz_name_no", "quiz_ask_instead", "quiz_leaders_again", "workshop_nicknames"),
    *("workshop_case", "case_give", "case_list", "case_close", "case_send"),
    *("team_add_admin", "team_add_trainer", "team_add_again", "audit_file"),
    *("effect_publish", "effect_publish_lower", "effect_keep", "effect_sure", "effect_leave", "work_again"),
    *("stats_last", "stats_pictures", "stats_as_page"),
    *("table_as_phrasings", "table_as_questions", "table_keep", "table_keep_lower"),
    *("teach_this", "teach_other", "teach_not_ours", "teach_new", "teach_go", "teach_only_tell", "take_back"),
    *("saved_tidy", "saved_done", "saved_export"),
    *("none_of_these", "by_theme", "leave_question", "leave_yes", "leave_no"),
    *("checkup_title", "checkup_start", "checkup_go_on", "checkup_anew", "checkup_again", "checkup_pause"),
    *("checkup_back", "checkup_in_private", "checkup_to_plan", "checkup_to_result", "checkup_last_plan"),
    *("checkup_picture", "checkup_handout", *(f"given_{given}" for given in GIVEN)),
)
"""Labels that stand on buttons."""
LABEL_LIMITS: Mapping[str, int] = {
    "bot_name": 64,
    "short_description": 120,
    "description": 512,
} | dict.fromkeys(BUTTONS, BUTTON_LIMIT)
"""Labels that Telegram shows, and the most UTF-16 units it takes. Commands' descriptions may have 256."""
_COMMAND_LIMIT = 256
_NOTE_LIMIT = 300
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def language_folders(folder: Path) -> tuple[str, ...]:
    """The languages that *folder* has templates in, English first, complete or not."""
    found = {path.parent.name for pattern in ("*/*.html", f"*/{LABELS}") for path in folder.glob(pattern)} - {
        REPORTS,
        FRAMES,
    }
    return tuple(sorted(found, key=lambda language: (language != "en", language)))


def template_problems(folder: Path) -> list[Problem]:
    """All problems of the templates in *folder* that can be seen without the knowledge."""
    languages = language_folders(folder)
    problems = list(_file_problems(folder, languages))
    for place in sorted({path.parent for path in folder.glob("*/*.html")}):
        templates = environment(place)
        for path in sorted(place.glob("*.html")):
            problems += _source_problems(path, templates)
    for language in languages:
        problems += _page_problems(folder / language)
    problems += _label_problems(folder, languages)
    problems += _foreign_problems(folder / FOREIGN, languages)
    return sorted(set(problems))


def _file_problems(folder: Path, languages: Sequence[str]) -> Iterator[Problem]:
    needed = {f"{name}.html" for name in (*VALUES, *REPLIES)} | {LABELS}
    for language in languages:
        there = {path.name for path in (folder / language).iterdir()}
        for name in sorted(needed - there):
            yield _problem(folder / language / name, "the file is missing", "add it")
        for name in sorted(there - needed):
            if name.endswith(".html"):
                yield _problem(folder / language / name, "nothing shows this template", "fix its name, or take it away")


def _source_problems(path: Path, templates: Environment) -> Iterator[Problem]:
    """Broken syntax, and variables that nobody gives."""
    try:
        text = path.read_text(encoding="utf-8")
        templates.get_template(path.name)
    except UnicodeDecodeError:
        yield _problem(path, "the file is not UTF-8 text", "save it as UTF-8")
        return
    except OSError as error:
        yield _problem(path, f"the file cannot be read ({error.strerror})", "check its rights")
        return
    except TemplateSyntaxError as error:
        yield template_problem(path.parent, path.stem, error)
        return
    given = _given(path.stem)
    if path.parent.name in {REPORTS, FRAMES} or given is None:
        return
    for name, line in _wanted(text):
        if name not in given:
            mend = f"fix the name (given: {', '.join(sorted(given)) or 'nothing'})"
            yield _problem(path, f'"{name}" is not given to this template', mend, line=line)


def _given(name: str) -> frozenset[str] | None:
    if name in VALUES:
        return frozenset(VALUES[name][0])
    return REPLIES.get(name)


@lru_cache(maxsize=1_000)
def _wanted(text: str) -> tuple[tuple[str, int], ...]:
    """The variables that a template of this *text* is to be given, each with the first line that names it."""
    reading = ImmutableSandboxedEnvironment()
    reading.filters |= dict.fromkeys(OWN_FILTERS, str)
    tree = reading.parse(text)
    return tuple((name, _line_of(tree, name)) for name in sorted(find_undeclared_variables(tree)))


def _line_of(tree: nodes.Template, name: str) -> int:
    return min((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), default=1)


def _page_problems(folder: Path) -> Iterator[Problem]:
    templates = environment(folder)
    for name, samples in VALUES.items():
        path = folder / f"{name}.html"
        for values in samples if path.is_file() else ():
            try:
                templates.get_template(path.name).render(**values)
            except Exception as error:  # noqa: BLE001 - an expression in a template can raise anything
                yield template_problem(folder, name, error)


def _label_problems(folder: Path, languages: Sequence[str]) -> Iterator[Problem]:
    documents: dict[str, Document] = {}
    for language in languages:
        path = folder / language / LABELS
        if path.is_file():
            document, problems = read_yaml(path)
            yield from problems
            if document is not None:
                documents[language] = document
    labels = {language: _mapping(document) for language, document in documents.items()}
    needed = {key for mapping in labels.values() for key in mapping} | set(LABEL_LIMITS)
    for language, document in documents.items():
        for key in sorted(needed - labels[language].keys()):
            yield document.problem((), f'the label "{key}" is missing', "add it")
        for key, value in labels[language].items():
            limit = LABEL_LIMITS.get(key, _COMMAND_LIMIT if key.startswith("command_") else None)
            yield from _text_problems(document, key, value, limit)


def _foreign_problems(path: Path, languages: Sequence[str]) -> Iterator[Problem]:
    document, problems = read_yaml(path)
    yield from problems
    if document is None:
        return
    for key, value in _mapping(document).items():
        if not _LANGUAGE.fullmatch(key):
            yield document.problem((key,), f'"{key}" is not a language code', "use a code such as es or fr")
        elif key in languages:
            yield document.problem((key,), f'"{key}" has templates of its own', "take this line out")
        yield from _text_problems(document, key, value, _NOTE_LIMIT)


def _mapping(document: Document) -> Mapping[str, object]:
    return document.value if isinstance(document.value, dict) else {}


def _text_problems(document: Document, key: str, value: object, limit: int | None) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield document.problem((key,), f'"{key}" must be text', "write one text, not a list or a block")
    elif not value.strip():
        yield document.problem((key,), f'"{key}" is empty', "write its text")
    elif limit is not None and utf16_length(value) > limit:
        what = f'"{key}" has {utf16_length(value)} characters'
        yield document.problem((key,), what, f"shorten it to {limit}")


def _problem(path: Path, what: str, mend: str, *, line: int = 1) -> Problem:
    return Problem(file=shown_path(path), line=line, what=what, mend=mend)
