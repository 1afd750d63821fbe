"""Pages of teaching and of taking back, and examples of the values that the code gives them."""

from collections.abc import Mapping, Sequence
from typing import get_args

from bot.curation.known_texts import KnownText, Objection, Phrasing, Why
from bot.records.knowledge_versions import Publication

_OBJECTIONS = (None, *(Objection(why=why, known=KnownText(owner="…", where="…")) for why in get_args(Why)))
_OFFERED = tuple(
    (number, Phrasing(text="…", language="en", objection=objection), number, bool(number % 2))
    for number, objection in enumerate((None, *_OBJECTIONS), start=1)
)
_PUBLICATION = Publication(id=1, version=2, hash="a1b2c3")
_KINDS = ("topic", "elsewhere", "new")

TEACHING_VALUES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "ask_kind": ({},),
    "ask_topic": ({},),
    "change_kept": ({"files": ("…",)}, {"files": ("…", "…")}),
    "draft_file": ({},),
    "not_taken_back": tuple({"why": why, "version": 3, "file": "…"} for why in ("already", "after", "edited", "gone")),
    "taken_back": ({"note": "…", "publication": _PUBLICATION}, {"note": "…", "publication": None}),
    "taught": tuple(
        {"kind": kind, "title": title, "phrasings": ("…", "…"), "version": version, "told": told, "waiting": told}
        for kind in _KINDS
        for title, version, told in (("…", 2, 0), ("", None, 1), ("…", 2, 2))
    ),
    "teach_busy": ({"name": "…"},),
    "teach_found": ({"words": "…", "count": 0}, {"words": "…", "count": 1}),
    "teach_kinds": ({"text": "…", "page": 1, "pages": 1}, {"text": "…", "page": 1, "pages": 2}),
    "teach_settled": ({},),
    "teach_words": tuple(
        {
            "kind": kind,
            "title": "…",
            "offered": _OFFERED,
            "count": 9 * pages,
            "chosen": 3,
            "page": pages,
            "pages": pages,
        }
        for kind in _KINDS
        for pages in (1, 2)
    ),
}
