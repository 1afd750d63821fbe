"""Questions typed in a hurry, in imperfect English or Chinese, are understood; those for others are left to them."""

import pytest

from bot.assembly import Parts
from bot.curation.measuring import figures_of
from bot.curation.outcomes import outcomes_of
from bot.files.question_files import read_questions
from tests.conftest import CHECKOUT


@pytest.mark.parametrize("name", ["tuned", "held"])
def test_people_in_a_hurry_are_understood(shipped_parts: Parts, name: str) -> None:
    asked = read_questions(CHECKOUT / "tests" / "evaluation" / "hurried" / f"{name}.jsonl")
    figures = figures_of(outcomes_of(shipped_parts.answerer, asked))
    inside, outside = figures.in_scope, figures.out_of_scope
    assert inside is not None
    assert outside is not None
    assert (inside.n, outside.n) == (60, 15)
    assert inside.hit_at_1 >= 0.78
    assert inside.hit_at_3 >= 0.86
    assert inside.right_advice >= 0.4
    assert inside.wrong_advice <= 0.02
    assert inside.refused <= 0.1
    assert outside.false_advice <= 0.07
    assert outside.recognised >= 0.8


def test_people_who_shorten_are_understood(shipped_parts: Parts) -> None:
    asked = read_questions(CHECKOUT / "tests" / "evaluation" / "hurried" / "shorthand.jsonl")
    figures = figures_of(outcomes_of(shipped_parts.answerer, asked))
    inside, outside = figures.in_scope, figures.out_of_scope
    assert inside is not None
    assert outside is not None
    assert (inside.n, outside.n) == (24, 6)
    assert inside.hit_at_1 >= 0.95
    assert inside.right_advice >= 0.62
    assert inside.wrong_advice == 0
    assert inside.refused <= 0.09
    assert outside.false_advice == 0
