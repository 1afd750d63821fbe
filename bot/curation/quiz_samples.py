"""Pages of quizzes, and examples of the values that the code gives them."""

from collections.abc import Mapping, Sequence

from bot.advice.citing import Place, Source
from bot.curation.room_samples import OPEN_ROOM
from bot.pages.quizzes import Round
from bot.paging import page_of
from bot.records.quiz_names import Nickname
from bot.records.quizzes import Quiz
from bot.workshops.quizzes import QuizQuestion
from bot.workshops.scores import Chosen, Rank

_CLAIM = Source(
    number=1, claim="p.m1", paper="p", title="…", at="3 p1", places=(Place(section="3", paragraph=1),), says="…"
)
_QUESTION = QuizQuestion(key="measure:…", ask="…?", options=("…", "…"), right=0, explanation="…")
_ROUNDS = tuple(
    Round(
        number=number,
        question=_QUESTION,
        options=(
            Chosen(text="…", is_right=True, people=people, share=1.0),
            Chosen(text="…", is_right=False, people=None, share=0.1),
        ),
        answered=people,
    )
    for number, people in enumerate((12, None), start=1)
)
_NICKNAMES = (
    Nickname(shown="…", struck=None),
    Nickname(shown="…", struck="…"),
    Nickname(shown=None, struck="…"),
)
_STANDINGS = (Rank(place=1, name="…", right=5), Rank(place=1, name="…", right=5))


def _quiz(*, is_open: bool) -> Quiz:
    return Quiz(
        id=1,
        workshop=1,
        language="en",
        questions=(_QUESTION,) * 5,
        shows_names=True,
        state="running",
        number=2,
        is_open=is_open,
        chat_id=1,
        control_id=1,
    )


QUIZ_VALUES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "quiz_draft": ({"room": OPEN_ROOM, "number": 1, "count": 5, "question": _QUESTION},),
    "quiz_cited": ({"short": "…", "claim": _CLAIM},),
    "quiz_discarded": ({"name": "…"},),
    "quiz_none": ({"name": "…"},),
    "quiz_round": tuple(
        {"room": OPEN_ROOM, "quiz": _quiz(is_open=is_open), "count": 5, "reached": people, "answered": people}
        for is_open, people in ((True, None), (False, 12))
    ),
    "quiz_results": tuple({"round": round_, "count": 5} for round_ in _ROUNDS),
    "quiz_over": (
        {"room": OPEN_ROOM, "rounds": _ROUNDS, "people": 12, "standings": _STANDINGS, "shows_names": True},
        {"room": OPEN_ROOM, "rounds": _ROUNDS, "people": None, "standings": (), "shows_names": True},
        {"room": OPEN_ROOM, "rounds": (), "people": None, "standings": (), "shows_names": False},
    ),
    "quiz_leaders": ({"room": OPEN_ROOM, "standings": _STANDINGS},),
    "quiz_table": ({"room": OPEN_ROOM, "count": 1}, {"room": OPEN_ROOM, "count": 2}),
    "quiz_done": (
        {"right": 4, "count": 5, "standings": _STANDINGS},
        {"right": 0, "count": 1, "standings": ()},
    ),
    "quiz_intro": (
        {"name": "…", "count": 1, "shows_names": True},
        {"name": "…", "count": 5, "shows_names": False},
    ),
    "quiz_name": tuple(
        {"outcome": outcome, "name": "…"} for outcome in ("named", "taken", "empty", "unnamed", "struck")
    ),
    "quiz_nicknames": tuple(
        {"room": OPEN_ROOM, "page": page_of(names, 1), "mask": "…"} for names in ((), _NICKNAMES, _NICKNAMES * 3)
    ),
}
