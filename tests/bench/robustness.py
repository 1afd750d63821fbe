"""What slips of the finger cost: one letter dropped, swapped or replaced in one word of five."""

import random
import re
import string
from collections.abc import Sequence
from dataclasses import replace

from bot.assembly import Progress
from bot.curation.measuring import InScope, figures_of
from bot.curation.outcomes import outcomes_of
from bot.files.question_files import MeasuredQuestion
from tests.bench.results import Cell, Table
from tests.bench.subjects import Subject, seeded

SHARE = 0.2
SEEDS = (1, 2, 3)
_WORD = re.compile(r"[A-Za-z]{3,}")


def run(subject: Subject, progress: Progress) -> list[Table]:
    """English questions as they were asked, and with slips, by several seeds."""
    english = [question for question in subject.asked if question.group == "en"]
    answerer = subject.answerer()
    asked = {"as asked": english} | {f"with slips, seed {seed}": slipped(english, seed) for seed in SEEDS}
    before = None
    rows: list[dict[str, Cell]] = []
    for name, questions in asked.items():
        progress(name, 0, 0)
        outcomes = outcomes_of(answerer, questions, progress)
        figures = figures_of(outcomes).in_scope
        assert figures is not None
        before = before or figures
        rows.append({"English questions": name, **_cells(figures), "fall of hit@1": before.hit_at_1 - figures.hit_at_1})
    falls = [float(str(row["fall of hit@1"])) for row in rows[1:]]
    mean = sum(falls) / len(falls)
    note = f"mean fall of hit@1: {mean:.3f}; each word of three letters or more slips with a chance of {SHARE}"
    return [Table(title="Slips of the finger", rows=tuple(rows), notes=(note,))]


def slipped(questions: Sequence[MeasuredQuestion], seed: int) -> list[MeasuredQuestion]:
    """*questions* with slips in about one word of five; the same *seed* makes the same slips."""
    chance = seeded(seed)
    return [replace(question, text=with_slips(question.text, chance)) for question in questions]


def with_slips(text: str, chance: random.Random) -> str:
    """*text* with one letter dropped, swapped with its neighbour or replaced in about one word of five."""
    return _WORD.sub(lambda found: _slip(found.group(), chance) if chance.random() < SHARE else found.group(), text)


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    kind = chance.choice(("drop", "swap", "replace"))
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + chance.choice(string.ascii_lowercase) + word[place + 1 :]


def _cells(figures: InScope) -> dict[str, Cell]:
    return {"n": figures.n, "hit@1": figures.hit_at_1, "hit@3": figures.hit_at_3, "wrong advice": figures.wrong_advice}
