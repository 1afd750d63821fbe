"""What is wrong with labels and with the notes for other languages: missing, empty, or too long for Telegram."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.advice.checkup import GIVEN
from bot.advice.markup import utf16_length
from bot.files.problems import Problem
from bot.files.templates import LABELS
from bot.files.yaml_reading import Document, read_yaml
from bot.records.review import STATES

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


def label_problems(folder: Path, languages: Sequence[str]) -> Iterator[Problem]:
    """The problems of the labels of *languages* in *folder*."""
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


def foreign_problems(path: Path, languages: Sequence[str]) -> Iterator[Problem]:
    """The problems of the notes at *path* for those who read none of *languages*."""
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
