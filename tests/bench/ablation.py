"""What each part is worth: the project's own questions with one part switched off at a time.

Where a part is used only when a question is asked, it is left out of the shipped index; encoders are left out of a new
fit, thresholds and all. Wording is left out of the scores alone: the fitted confidence still looks at it.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bot.advice.calibration import Thresholds
from bot.advice.fitting import RIDGES
from bot.advice.matching import Blend, Matcher, MatchingIndex, blended
from bot.advice.regression import fit_regression
from bot.assembly import Progress
from bot.curation.measuring import figures_of
from bot.curation.outcomes import outcomes_of
from tests.bench.results import Cell, Table
from tests.bench.subjects import Subject

Variant = Callable[[Subject, Progress], Matcher]


def run(subject: Subject, progress: Progress) -> list[Table]:
    """Figures with all parts, then without each."""
    rows: list[dict[str, Cell]] = []
    for name, variant in VARIANTS.items():
        if needs_missing_encoder(name, subject):
            continue
        progress(f"{name}: making it", 0, 0)
        rows.append(_row(name, variant(subject, progress), subject, progress))
    notes = (
        "without wording: scores are refitted, confidence and thresholds are not",
        "without expected help: topics in the order of their scores; nothing is refitted",
        "without the gate: always advice, but for pleasantries",
    )
    return [Table(title="What each part is worth", rows=tuple(rows), notes=notes)]


def needs_missing_encoder(name: str, subject: Subject) -> bool:
    """Whether the variant *name* leaves out what is not there anyway."""
    needed = {"without meaning": {"meaning"}, "without the English encoder": {"english"}}
    needed |= {"without any encoder": {"meaning", "english"}, "without wording": {"meaning"}}
    return not needed.get(name, set()) <= set(subject.encoders)


def without_spelling(subject: Subject, _: Progress) -> Matcher:
    """Nothing is mended."""
    return subject.matcher(replace(subject.index, own_words=()), spelling=False)


def without_wording(subject: Subject, progress: Progress) -> Matcher:
    """Scores by meaning alone."""
    index = subject.index
    blends = {}
    for name, blend in index.blends.items():
        progress(f"fitting without wording ({name})", 0, 0)
        blends[name] = _reweighted(blend, index)
    return subject.matcher(replace(index, blends=blends))


def without_encoders(*measures: str) -> Variant:
    """An engine fitted without the encoders of *measures*."""
    return lambda subject, progress: subject.matcher(subject.index_without(measures, progress))


def without_sentences(subject: Subject, _: Progress) -> Matcher:
    """A story is scored as a whole."""
    return subject.matcher(sentences=False)


def without_expected_help(subject: Subject, _: Progress) -> Matcher:
    """A topic helps nobody but who meant it."""
    size = len(subject.index.labels)
    return subject.matcher(replace(subject.index, helps=np.eye(size, dtype=np.float32)))


def without_gate(subject: Subject, _: Progress) -> Matcher:
    """Whatever comes first is advised."""
    open_gate = Thresholds(answer=0.0, choice=0.0)
    blends = {name: replace(blend, thresholds=open_gate) for name, blend in subject.index.blends.items()}
    return subject.matcher(replace(subject.index, blends=blends))


VARIANTS: dict[str, Variant] = {
    "all parts": lambda subject, _: subject.matcher(),
    "without spelling": without_spelling,
    "without wording": without_wording,
    "without meaning": without_encoders("meaning"),
    "without the English encoder": without_encoders("english"),
    "without any encoder": without_encoders("english", "meaning"),
    "without sentence pieces": without_sentences,
    "without expected help": without_expected_help,
    "without the gate": without_gate,
}


def _reweighted(blend: Blend, index: MatchingIndex) -> Blend:
    """*blend* with nothing of wording in its kernel, and its weights fitted anew."""
    rest = 1 - blend.measures["wording"]
    measures = {name: 0.0 if name == "wording" else weight / rest for name, weight in blend.measures.items()}
    likeness = {measure: meaning.vectors @ meaning.vectors.T for measure, meaning in blend.meanings.items()}
    kernel = blended(likeness, {name: measures[name] for name in likeness}, blend.width)
    places = index.places[blend.rows].tolist()
    fitted = fit_regression(kernel, places, len(index.labels), ridge=RIDGES[0])
    return replace(blend, measures=measures, alpha=fitted.alpha)


def _row(name: str, matcher: Matcher, subject: Subject, progress: Progress) -> dict[str, Cell]:
    questions = subject.questions
    outcomes = outcomes_of(
        subject.answerer(matcher), questions, lambda _, done, total: progress(f"{name}: asking", done, total)
    )
    row: dict[str, Cell] = {"parts": name}
    for group in ("en", "zh"):
        own = figures_of([outcome for outcome in outcomes if outcome.question.group == group]).in_scope
        row[f"{group} hit@1"] = own.hit_at_1 if own else None
        row[f"{group} hit@3"] = own.hit_at_3 if own else None
        row[f"{group} wrong advice"] = own.wrong_advice if own else None
    outside = figures_of(outcomes).out_of_scope
    row["false advice"] = outside.false_advice if outside else None
    row["right advice"] = inside.right_advice if (inside := figures_of(outcomes).in_scope) else None
    return row
