"""Pages that curators see in the chat, and those of news, and examples of the values that the code gives them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args

from bot.curation.clusters import Cluster, questions_of
from bot.curation.effects import Change, Effect, Given, Verdict
from bot.curation.figure_changes import FigureChange
from bot.curation.floors import Bound, FallenFloor, Floor
from bot.curation.import_refusals import WHY, Refused
from bot.curation.import_texts import KeptEntry
from bot.curation.importing import Imported
from bot.curation.knowledge_edits import Edits, PhrasingEdit, TextEdit
from bot.curation.log_figures import Counted, LogFigures, RoomFigures, Span
from bot.curation.overlapping import Overlap
from bot.curation.table_trials import TableTrial, Tried
from bot.files.problems import Problem
from bot.files.uploaded_text import Reason
from bot.files.uploads import Difference, Upload
from bot.records.audit import Entry
from bot.records.knowledge_versions import KnowledgeVersion, Publication, Way
from bot.records.log_counts import last_days
from bot.records.long_work import BegunBy, CutOff
from bot.records.news import BroadcastState, Progress
from bot.records.review import Asked
from bot.records.team import Member, Post

_MEMBERS = tuple(Member(user_id=12, post=post, name=name) for post in get_args(Post) for name in ("…", ""))
_ENTRIES = tuple(
    (Entry(id=1, at="2026-01-02T03:04:05+00:00", user_id=12, name=name, deed="paused", subject=subject), "…")
    for name, subject in (("…", "…"), ("", ""))
)

_ASKED = tuple(
    Asked(
        item=f"c{number}",
        text=f"… {number}",
        language="en",
        person=f"p{number}",
        asked_at="2026-01-02T03:04:05+00:00",
        doings=frozenset({"refused"}),
    )
    for number in range(3)
)
_CUT_OFF = tuple(
    CutOff(
        name="w1", chat_id=1, message_id=1, language="en", begun_by=begun_by, was_kept=bool(begun_by), is_kept=is_kept
    )
    for begun_by in (*get_args(BegunBy), None)
    for is_kept in (True, False)
)
_CLUSTERS = (Cluster(questions=questions_of(_ASKED[:1])), Cluster(questions=questions_of(_ASKED)))
_PROBLEM = Problem(file="…", line=1, what="…", mend="…")
_PHRASING = PhrasingEdit(text="…", language="en", kind="topic", id="…")
_CHANGES = tuple(
    Change(
        question="…",
        where="log",
        times=1,
        before=Given(decision="advice", ids=("…",), confidence=0.5),
        after=Given(decision="none", ids=(), confidence=0.1),
        verdict=verdict,
    )
    for verdict in get_args(Verdict)
)
_AT_LEAST, _AT_MOST = get_args(Bound)
_BELOW = tuple(
    FallenFloor(
        floor=Floor(group="en", figure=figure, bound=bound, limit=0.5, file="…", line=2),
        before=0.6,
        after=0.4,
        asked=asked,
        worse=("…",) * asked,
    )
    for figure, bound, asked in (("hit_at_1", _AT_LEAST, 1), ("false_advice", _AT_MOST, 5), ("ece", _AT_MOST, 0))
)
_EFFECT = Effect(
    old="a1b2c3",
    new="d4e5f6",
    edits=Edits(
        topics_added=("…",),
        topics_removed=("…",),
        phrasings_added=(_PHRASING,),
        phrasings_removed=(_PHRASING,),
        texts=(TextEdit(place="…", language="en", before=None, after="…"),),
    ),
    measured=1,
    logged=1,
    changes=_CHANGES,
    figures=(FigureChange(group="…", name="…", before=0.5, after=0.6),),
    below=_BELOW,
    overlaps=(Overlap(phrasing="…", language="en", of="…", claimed_by="…", nearest="…", confidence=0.5),),
)
_NO_EFFECT = Effect(
    old="a",
    new="a",
    edits=Edits(topics_added=(), topics_removed=(), phrasings_added=(), phrasings_removed=(), texts=()),
)
_EFFECTS = (_EFFECT, _NO_EFFECT, Effect(old="a", new="", problems=(_PROBLEM, _PROBLEM)))
_PUBLICATION = Publication(id=1, version=2, hash="a1b2c3")
_VERSIONS = tuple(
    KnowledgeVersion(
        number=number,
        hash="a1b2c3",
        kept_at="2026-01-02T03:04:05+00:00",
        size=1,
        published_at=at,
        author="…",
        note=note,
        way="published",
        in_force=number == 1,
    )
    for number, at, note in ((1, "2026-01-02T03:04:05+00:00", "…"), (2, None, None))
)
_DAY = date(2026, 1, 2)
_SPANS = tuple(
    (Span(days=last_days(days, _DAY), people=people, answered=questions, asked_back=0, refused=0), "…")
    for days, people, questions in ((1, None, 0), (7, 12, 20))
)
_COUNTED = tuple(Counted(name="…", people=people, share=1.0) for people in (12, None))
_ROOMS = tuple(
    RoomFigures(name="…", day=day, people=people, questions=people, answered=people, share=1.0)
    for day, people in ((_DAY, 12), (None, None))
)
_FIGURES = tuple(
    LogFigures(
        all_days=span,
        by_day=(span,),
        judged=9,
        helpful=helpful,
        topics=counted,
        unanswered=counted,
        languages=counted,
        rooms=rooms,
    )
    for (span, _), helpful, counted, rooms in zip(_SPANS, (None, 0.5), ((), _COUNTED), ((), _ROOMS), strict=True)
)
_REFUSED = tuple(Refused(row=2, text="…", reason=reason, about=("…",) * why.count("{")) for reason, why in WHY.items())
_KEPT = (KeptEntry(row=1, text="…", language="en", to="…"),)
_IMPORTED = (
    Imported(read=9, kept=_KEPT, refused=_REFUSED, files={"…": "…"}, notes=("…",)),
    Imported(read=0, kept=(), refused=(), files={}, notes=()),
)
_TRIALS = (
    *(TableTrial(what="phrasings", imported=imported) for imported in _IMPORTED),
    TableTrial(what="questions", imported=_IMPORTED[0], tried=Tried(right=1, wrong=1, others=1, below=_BELOW)),
    TableTrial(what="questions", imported=_IMPORTED[1]),
)
_DIFFERENCES = (
    Difference(changes={"…": b"", "….": None}, edited=("…",) * 2, added=("…",), removed=("…",) * 2, meant={"…": "…"}),
    Difference(changes={}, edited=(), added=(), removed=()),
)
_HOW_FAR = tuple(
    {"doing": doing, "done": 1, "total": total, "seconds": seconds}
    for doing, total, seconds in (("", 0, 0), ("", 0, 5), ("…", 0, 65), ("…", 2, 200))
)
CURATOR_VALUES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "answered": ({"told": 1, "waiting": 0}, {"told": 2, "waiting": 1}, {"told": 0, "waiting": 0}),
    "ask_answer": ({},),
    "audit": ({"lines": _ENTRIES}, {"lines": ()}),
    "audit_file": ({"count": 1}, {"count": 2}),
    "broadcast_discarded": ({},),
    "broadcast_draft": tuple({"readers": readers, "only": only} for readers in (0, 1, 2) for only in (None, "zh")),
    "broadcast_how": tuple({"readers": n, "too_long": n > 1, "longest": 3000} for n in (0, 1, 2)),
    "broadcast_progress": tuple(
        {"state": state, "progress": Progress(total=9, sent=n, blocked=n, failed=n)}
        for n, state in enumerate(get_args(BroadcastState))
    ),
    "curators_private": ({"username": "some_bot"},),
    "knowledge_file": tuple({"number": 3, "day": "2026-01-02", "count": 70, "drafts": drafts} for drafts in range(3)),
    "news": ({"agreed": True}, {"agreed": False}),
    "news_footer": ({},),
    "edition_broken": tuple(
        {"problems": (_PROBLEM,) * 2, "attached": attached, "most": most}
        for most in (1, 8)
        for attached in (True, False)
    ),
    "edition_failed": ({"reason": "…"},),
    "edition_in_force": tuple({"publication": _PUBLICATION, "way": way} for way in get_args(Way)),
    "edition_reloaded": ({"publication": _PUBLICATION}, {"publication": None}),
    "editions": ({"versions": _VERSIONS, "unknown": ""}, {"versions": (), "unknown": "7"}),
    "effect": tuple(
        {
            "effect": effect,
            "edits": effect.edits,
            "problems": effect.problems,
            "attached": True,
            "way": way,
            "files": ("…",) * (most - 1),
            "most": most,
        }
        for effect in _EFFECTS
        for way in get_args(Way)
        for most in (1, 8)
    ),
    "effect_comparing": tuple({"how_far": how_far} for how_far in _HOW_FAR),
    "effect_left": ({},),
    "effect_sure": tuple({"below": _BELOW, "most": most} for most in (1, 8)),
    "problems_file": ({"count": 12},),
    "proposal_stopped": tuple({"why": why, "file": "…"} for why in ("edited", "locked", "overtaken", "forgotten")),
    "pause_begun": ({"words": "…"}, {"words": ""}),
    "pause_ended": ({"was_paused": True}, {"was_paused": False}),
    "paused": ({"words": "…"}, {"words": ""}),
    "review": (
        {"state": "…", "questions": 0, "entries": (), "page": 1, "pages": 1, "old": (), "old_shown": 5},
        {
            "state": "…",
            "questions": 4,
            "entries": [(1, _CLUSTERS[0], [("…", 1)]), (2, _CLUSTERS[1], [("…", 3), ("…", 1)])],
            "page": 1,
            "pages": 2,
            "old": ("…",) * 7,
            "old_shown": 5,
        },
    ),
    "review_cluster": tuple(
        {
            "cluster": cluster,
            "state": "…",
            "doings": [("…", 2), ("…", 1)],
            "questions": [(one.text, count) for count, one in enumerate(cluster.questions, start=1)],
            "more": more,
            "left": more,
        }
        for more, cluster in enumerate(_CLUSTERS)
    ),
    "stats": tuple({"figures": figures, "spans": _SPANS} for figures in _FIGURES),
    "stats_caption": tuple(
        {"figures": figures, "shows": shows}
        for figures in _FIGURES
        for shows in ("days", "topics", "languages", "rooms")
    ),
    "stats_page": ({"days": 7},),
    "table_kept": tuple({"count": count, "files": ("…",) * count} for count in (1, 2)),
    "table_not_kept": ({"why": "edited"}, {"why": "forgotten"}, {"why": "file_gone"}),
    "table_read": tuple(
        {
            "name": "…",
            "trial": trial,
            "imported": trial.imported,
            "tried": trial.tried,
            "has_place": most > 1,
            "most": most,
        }
        for trial in _TRIALS
        for most in (1, 20)
    ),
    "table_reading": tuple({"name": "…", "how_far": how_far} for how_far in _HOW_FAR),
    "table_refused": ({"count": 12},),
    "table_sure": tuple({"below": _BELOW, "most": most} for most in (1, 8)),
    "team": (
        {"post": "admin", "fixed": (12,), "added": _MEMBERS},
        {"post": "trainer", "fixed": (), "added": ()},
    ),
    "team_added": tuple({"who": member} for member in _MEMBERS),
    "team_nobody": tuple({"why": why} for why in ("number", "fixed", "no_account", "bot", "hidden")),
    "team_removed": tuple({"who": member} for member in _MEMBERS),
    "team_who": tuple({"who": member} for member in _MEMBERS),
    "upload_gathering": ({},),
    "upload_read": tuple(
        {
            "name": "…",
            "upload": Upload(files={"…": b""}, is_whole=most > 1, left_out=("…", "…")),
            "found": found,
            "most": most,
        }
        for found in _DIFFERENCES
        for most in (1, 8)
    ),
    "work_cut_off": tuple({"work": work} for work in _CUT_OFF),
    "work_gone": ({},),
    "work_stopped": ({},),
    "upload_refused": tuple({"why": why, "file": "…", "line": 3, "megabytes": 5} for why in get_args(Reason)),
}
