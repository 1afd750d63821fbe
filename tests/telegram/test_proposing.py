"""What is shown of a proposal fits into a message, however much there is to show."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.advice.markup import MESSAGE_LIMIT, visible_length
from bot.assembly import Parts
from bot.curation.effects import Change, Effect, Given
from bot.curation.knowledge_edits import Edits, PhrasingEdit
from bot.files.problems import Problem
from bot.shells.telegram.curators.claims import Claims
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Draft
from bot.shells.telegram.curators.proposals import Proposal
from bot.shells.telegram.curators.proposing import Proposing

LONG = "很" * 300
MANY = 30
CHANGES = tuple(
    Change(
        question=f"{number} {LONG}",
        where="log",
        times=1,
        before=Given(decision="none", ids=(), confidence=0.1),
        after=Given(decision="advice", ids=("logistics_cost",), confidence=0.9),
        verdict="different",
    )
    for number in range(MANY)
)
EDITS = Edits(
    topics_added=(),
    topics_removed=(),
    phrasings_added=tuple(
        PhrasingEdit(text=f"{number} {LONG}", language="zh", kind="topic", id="logistics_cost")
        for number in range(MANY)
    ),
    phrasings_removed=(),
    texts=(),
)
FEW_EDITS = replace(EDITS, phrasings_added=EDITS.phrasings_added[:2])
PROBLEM = Problem(file=f"topics/{LONG}.yaml", line=1, what=LONG, mend=LONG)
PROPOSAL = Proposal(draft=Draft(files={}, folder=Path()), note="")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("effect", "is_cut"),
    [
        (Effect(old="a", new="b", edits=EDITS, changes=CHANGES), True),
        (Effect(old="a", new="b", edits=FEW_EDITS, changes=CHANGES[:2]), False),
        (Effect(old="a", new="b", edits=EDITS), True),
        (Effect(old="", new="", problems=(PROBLEM,) * MANY), True),
    ],
    ids=["much", "little", "many phrasings", "broken"],
)
def test_an_effect_fits_into_a_message(small_parts: Parts, language: str, effect: Effect, *, is_cut: bool) -> None:
    desk = cast("Any", SimpleNamespace(parts=small_parts))
    unused = cast("Any", None)
    proposing = Proposing(
        desk=desk,
        curators=Curators(desk=desk),
        editions=unused,
        long_work=unused,
        claims=Claims(),
        waiting=unused,
    )
    html = proposing.effect_screen(effect, PROPOSAL, language).html
    assert visible_length(html) <= MESSAGE_LIMIT
    assert ("… and" in html or "……另有" in html) is is_cut
