"""Pages of exercises, and examples of the values that the code gives them."""

from collections.abc import Mapping, Sequence

from bot.advice.citing import Place, Source
from bot.curation.room_samples import OPEN_ROOM
from bot.pages.cases import CaseResult, Said
from bot.workshops.cases import STAGES
from bot.workshops.scores import Chosen

_SOURCE = Source(
    number=1, claim="p.m1", paper="p", title="…", at="3 p1", places=(Place(section="3", paragraph=1),), says="…"
)
_SAID = (Said(title="…", text="…", sources=(_SOURCE, _SOURCE)),)
_CHOSEN = (
    Chosen(text="…", is_right=True, people=12, share=1.0),
    Chosen(text="…", is_right=False, people=None, share=0.1),
)
_RESULTS = tuple(
    CaseResult(
        title="…",
        story="…",
        challenges=_CHOSEN,
        measures=_CHOSEN,
        observed=_SAID,
        recommended=_SAID,
        answered=answered,
    )
    for answered in (12, None)
)
_FITTING = {"challenges": ("…", "…"), "measures": ("…",)}

CASE_VALUES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "cases": ({"name": "…", "count": 12}, {"name": "…", "count": 0}),
    "case_preview": ({"name": "…", "title": "…", "story": "…", **_FITTING},),
    "case_control": tuple(
        {"name": "…", "title": "…", "reached": people, "answered": people, "is_open": is_open}
        for people, is_open in ((None, True), (12, False))
    ),
    "case_task": tuple({"title": "…", "story": "…", "stage": stage, **_FITTING} for stage in STAGES),
    "case_caption": tuple(
        {"result": result, "stage": stage} for result in _RESULTS for stage in ("challenges", "measures")
    ),
    "case_result": tuple({"result": result} for result in _RESULTS),
    "case_table": ({"room": OPEN_ROOM, "count": 1}, {"room": OPEN_ROOM, "count": 2}),
    "case_closed": ({},),
}
