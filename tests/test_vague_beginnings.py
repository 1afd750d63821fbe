"""Conversations that begin vaguely, with a story, misspelt, or with two needs: what follows is understood still."""

import pytest

from bot.assembly import Parts
from bot.curation.measuring import figures_of
from bot.curation.outcomes import outcomes_of
from bot.files.question_files import read_questions
from tests.conftest import CHECKOUT


@pytest.mark.parametrize("name", ["tuned", "held"])
def test_follow_ups_of_vague_questions_are_understood(shipped_parts: Parts, name: str) -> None:
    asked = read_questions(CHECKOUT / "tests" / "evaluation" / "vague" / f"{name}.jsonl")
    outcomes = outcomes_of(shipped_parts.answerer, asked)
    later = figures_of([outcome for outcome in outcomes if outcome.question.after]).in_scope
    assert later is not None
    assert later.n == 26
    assert later.hit_at_1 >= 0.8
    assert later.wrong_advice <= 0.04
    assert later.refused <= 0.25
