"""What the code gives to each template, with examples: they are filled with these when they are checked."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import get_args

from bot.advice.repeating import Manner
from bot.advice.wordless import Wordless
from bot.curation.case_samples import CASE_VALUES
from bot.curation.curator_samples import CURATOR_VALUES
from bot.curation.quiz_samples import QUIZ_VALUES
from bot.curation.room_samples import ROOM_VALUES
from bot.curation.teaching_samples import TEACHING_VALUES
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
    "no_subject": (
        {"note": None, "offers": (), "only_named": False},
        {"note": "…", "offers": ({"title": "…"},), "only_named": False},
        {"note": "…", "offers": (), "only_named": True},
    ),
    "no_words": tuple(
        {"manner": manner, "instead": instead} for manner in get_args(Manner) for instead in get_args(Wordless)
    ),
    "none_fits": ({},),
    "not_text": ({},),
    "not_yours": ({},),
    "only_private": ({"username": "some_bot"},),
    "privacy": tuple({"stored": [("…", "…", "…")], "number": number} for number in (None, 1)),
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
    "choice": frozenset({"offers", "certainty", "several_needs", "ask", "note"}),
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
    "none": frozenset({"line", "title", "readable", "manner", "offers", "note"}),
    "origin": frozenset({"papers", "language", "note"}),
    "section": frozenset({"asked", "more", "papers", "language", "note"}),
    "paper": frozenset({"ask", "groups", "more", "silent", "others", "sources", "note"}),
    "smalltalk": frozenset({"text"}),
    "sources": frozenset({"papers", "language"}),
    "macros": frozenset(),
}
"""The names of the values that the other templates get. ``reply_checks`` fills them with the real knowledge."""
