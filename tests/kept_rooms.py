"""A room, its quiz and its exercise on the shipped knowledge, and what is said and drawn of them, word for word."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.pages.cases import CasePages, CaseResult
from bot.pages.quizzes import QuizPages, Round
from bot.pages.rooms import RoomPages
from bot.pictures.choices import ChoicePicture
from bot.records.quizzes import Quiz
from bot.records.room_cases import CaseCounts
from bot.workshops.counts import OnWall, RoomCounts, TopicCount
from bot.workshops.quizzes import QuizQuestion
from bot.workshops.rooms import Room
from bot.workshops.scores import Score, leaderboard
from tests.conftest import CHECKOUT

KNOWLEDGE, TEMPLATES = load_knowledge(CHECKOUT / "knowledge"), Templates(CHECKOUT / "templates")
ROOMS, QUIZZES, CASES = (
    RoomPages(KNOWLEDGE, TEMPLATES),
    QuizPages(KNOWLEDGE, TEMPLATES),
    CasePages(KNOWLEDGE, TEMPLATES),
)
CASE = KNOWLEDGE.cases[0]
COUNTS = RoomCounts(
    people=30,
    questions=41,
    answered=38,
    topics=(
        TopicCount(topic="logistics_cost", people=15),
        TopicCount(topic="hiring", people=9),
        TopicCount(topic="online_fraud", people=2),
    ),
    wall=OnWall(shown=15, waiting=24, hidden=1),
)
CHOSEN = CaseCounts(
    reached=30,
    answered=28,
    challenges={CASE.challenges[0]: 22, CASE.other_challenges[0]: 7, CASE.other_challenges[1]: 2},
    measures={CASE.measures[0]: 18, CASE.other_measures[0]: 9},
)
SCORES = (
    Score(person="a", name="Kiwi", right=2),
    Score(person="b", name="<b>蓝鲸</b>", right=2),
    Score(person="c", name="Zoë", right=1),
    Score(person="d", name=None, right=2),
)


def kept_room(language: str) -> Room:
    name = {"en": "Export for beginners", "zh": "外贸入门班"}[language]
    return Room(
        id=1, code="KM7PQ4", name=name, language=language, themes=(), day=None, seats=30, key="", is_ended=False
    )


def _quiz(language: str) -> Quiz:
    """A question about hiring and one that only seems to be about freight, in the words in which quizzes ask."""
    words, topic = QUIZZES.words(language), KNOWLEDGE.topic_by_id["hiring"]
    claim = KNOWLEDGE.claim_by_id[topic.recommend[0].claims[0]]
    paper = KNOWLEDGE.paper_by_id[claim.paper].short[language]
    asked = {"paper": paper, "title": topic.title[language]}
    titles = [
        KNOWLEDGE.topic_by_id[name].title[language] for name in ("train_own_staff", "logistics_cost", "negotiation")
    ]
    questions = (
        QuizQuestion(
            key="measure:hiring",
            ask=words.measure.format(**asked),
            options=tuple(titles),
            right=0,
            explanation=words.cited(claim),
        ),
        QuizQuestion(
            key="truth:logistics_cost",
            ask=words.truth.format(says=topic.recommend[0].text[language], paper=paper, title=titles[1]),
            options=(words.is_true, words.is_false),
            right=1,
            explanation=words.said_elsewhere.format(title=topic.title[language], cited=words.cited(claim)),
        ),
    )
    return Quiz(
        id=1,
        workshop=1,
        language=language,
        questions=questions,
        shows_names=True,
        state="running",
        number=2,
        is_open=True,
        chat_id=1,
        control_id=1,
    )


def _rounds(language: str) -> tuple[Round, Round]:
    quiz = _quiz(language)
    return QUIZZES.round(quiz, 1, (19, 6, 2)), QUIZZES.round(quiz, 2, (0, 2))


def _result(language: str) -> CaseResult:
    return CASES.result(CASE, CHOSEN, language)


def _page(name: str, language: str, **values: object) -> str:
    return TEMPLATES.render(language, name, **values)


def _over(language: str, *, shows_names: bool) -> str:
    standings = leaderboard(SCORES) if shows_names else ()
    values = {"rounds": _rounds(language), "people": 27, "standings": standings, "shows_names": shows_names}
    return _page("quiz_over", language, room=kept_room(language), **values)


def _drawn(title: str, lines: Sequence[str]) -> str:
    return escape("\n".join((title, *lines)))


def _choices(picture: ChoicePicture) -> str:
    """What a picture says: right options are ticked there, too."""
    bars = [f"{'✓ ' if bar.is_right else ''}{bar.text}: {bar.words}" for bar in picture.bars]
    return _drawn(picture.title, [*bars, picture.note])


def _board(language: str) -> str:
    board = ROOMS.board_chart(kept_room(language), COUNTS, language)
    bars = [f"{bar.name}: {bar.words}" for bar in board.bars]
    return _drawn(f"{board.title} {board.badge}", [f"{what}: {number}" for number, what in board.numbers] + bars)


def _leaders(language: str) -> str:
    return _choices(QUIZZES.leaders_chart(kept_room(language), _quiz(language), leaderboard(SCORES)))


def _table(content: bytes) -> str:
    return escape(content.decode("utf-8-sig").replace("\r\n", "\n").strip())


KEPT_ROOMS: Mapping[str, Callable[[str], str]] = {
    "quiz_draft": lambda language: _page(
        "quiz_draft", language, room=kept_room(language), number=1, count=2, question=_quiz(language).question
    ),
    "quiz_intro": lambda language: TEMPLATES.render(language, "quiz_intro", name="X", count=2, shows_names=True),
    "quiz_round": lambda language: _page(
        "quiz_round", language, room=kept_room(language), quiz=_quiz(language), count=2, reached=30, answered=None
    ),
    "quiz_results": lambda language: _page("quiz_results", language, round=_rounds(language)[0], count=2),
    "quiz_results_of_few": lambda language: _page("quiz_results", language, round=_rounds(language)[1], count=2),
    "quiz_over": lambda language: _over(language, shows_names=True),
    "quiz_over_unnamed": lambda language: _over(language, shows_names=False),
    "quiz_done": lambda language: _page("quiz_done", language, right=1, count=2, standings=leaderboard(SCORES)),
    "quiz_picture": lambda language: _choices(
        QUIZZES.chart(kept_room(language), _quiz(language), _rounds(language)[0])
    ),
    "quiz_leaders": lambda language: _page(
        "quiz_leaders", language, room=kept_room(language), standings=leaderboard(SCORES)
    ),
    "quiz_leaders_picture": _leaders,
    "quiz_table_file": lambda language: _table(QUIZZES.table([_rounds(language)], language)),
    "case_caption": lambda language: _page("case_caption", language, result=_result(language), stage="challenges"),
    "case_result": lambda language: _page("case_result", language, result=_result(language)),
    "case_picture_challenges": lambda language: _choices(
        CASES.chart(kept_room(language), _result(language), "challenges", language)
    ),
    "case_picture_measures": lambda language: _choices(
        CASES.chart(kept_room(language), _result(language), "measures", language)
    ),
    "case_table_file": lambda language: _table(CASES.table([_result(language)], language)),
    "board": lambda language: ROOMS.live_board(kept_room(language), COUNTS, language),
    "board_caption": lambda language: ROOMS.caption(kept_room(language), COUNTS, language),
    "board_picture": _board,
}
