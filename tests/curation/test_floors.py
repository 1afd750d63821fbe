"""The shipped knowledge understands the project's own questions as well as it ever did."""

import pytest

from bot.assembly import Parts
from bot.curation.evaluating import own_questions
from bot.curation.floors import figures_by_name, floor_problems, read_floors
from bot.curation.measuring import Evaluation, evaluation_of
from bot.curation.outcomes import outcomes_of
from bot.errors import KnowledgeError
from bot.files.question_files import read_questions
from tests.chinese import left_in_english
from tests.conftest import CHECKOUT

FLOORS = CHECKOUT / "tests" / "evaluation" / "floors.yaml"


@pytest.fixture(scope="module")
def evaluation(shipped_parts: Parts) -> Evaluation:
    """The project's own questions, asked of the shipped knowledge."""
    questions = [
        question for file in own_questions(CHECKOUT / "tests" / "evaluation") for question in read_questions(file)
    ]
    return evaluation_of(outcomes_of(shipped_parts.answerer, questions))


def test_no_figure_falls_below_its_floor(evaluation: Evaluation) -> None:
    assert [str(problem) for problem in floor_problems(evaluation, read_floors(FLOORS))] == []


def test_every_question_file_has_a_floor(evaluation: Evaluation) -> None:
    guarded = {floor.group.partition("/")[0] for floor in read_floors(FLOORS)}
    assert set(evaluation.by_group) <= guarded


def test_floors_lie_close_below_what_is_reached(evaluation: Evaluation) -> None:
    """A floor that is far below guards nothing; raise it."""
    named = figures_by_name(evaluation)
    loose = [
        f"{floor.figure} of {floor.group} is {named[floor.group][floor.figure]:.3f}, its floor {floor.limit:g}"
        for floor in read_floors(FLOORS)
        if abs(named[floor.group][floor.figure] - floor.limit) > 0.2
    ]
    assert loose == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("at_leats:\n  en: {n: 1}\n", '1: unknown key "at_leats"; write at_least or at_most'),
        ("at_least:\n  en: {n: many}\n", '2: "n" is not a number; write a share such as 0.85'),
        ("- en\n", "1: floors are not given by name; write at_least: and at_most:"),
        ("at_least:\n  en: {n: 1, n: 2}\n", '2: the key "n" stands twice; keep one of them'),
    ],
)
def test_floors_that_cannot_be_read_are_told(text: str, says: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("floors") / "floors.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_floors(path)
    assert str(raised.value) == f"{path.as_posix()}:{says}"
    assert left_in_english([str(raised.value)]) == []
