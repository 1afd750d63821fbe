"""How each phrasing of an index would fare if the index did not know it, and which phrasing of others is nearest.

The same arithmetic as when the index was fitted (advice/regression.py), so a lost phrasing here is one that a person
who says it in these words, and nobody else, would lose.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.advice.arrays import Bools, Floats, Ints
from bot.advice.index import Blend, MatchingIndex
from bot.advice.normalising import comparable
from bot.advice.regression import blended, fit_regression
from bot.assembly import Progress

_BLOCK = 400


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """For each phrasing, in the order of the index: the label that wins without it, by how much over its own (less than
    0 where its own wins), the label that wins with it, and the nearest phrasing of another label with its likeness.

    ``judged`` says for which of them this is known.
    """

    judged: Bools
    winner: Ints
    lead: Floats
    winner_known: Ints
    nearest: Ints
    likeness: Floats


def held_out(index: MatchingIndex, english: Bools, simplify: Callable[[str], str], progress: Progress) -> HeldOut:
    """How the phrasings of *index* fare, each in the blend that its language is asked in (*english* says which)."""
    count = len(index.phrasings)
    found = HeldOut(
        judged=np.zeros(count, dtype=np.bool_),
        winner=np.zeros(count, dtype=np.int64),
        lead=np.zeros(count, dtype=np.float32),
        winner_known=np.zeros(count, dtype=np.int64),
        nearest=np.zeros(count, dtype=np.int64),
        likeness=np.zeros(count, dtype=np.float32),
    )
    forms = [comparable(simplify(text)) for text in index.phrasings]
    for name, blend in index.blends.items():
        alone = len(index.blends) == 1
        of_blend = np.ones(count, dtype=np.bool_) if alone else english if name == "english" else ~english
        _judge(index, blend, forms, of_blend, found, partial(progress, f"comparing ({name})"))
    return found


def _judge(
    index: MatchingIndex,
    blend: Blend,
    forms: list[str],
    of_blend: Bools,
    found: HeldOut,
    progress: Callable[[int, int], None],
) -> None:
    """Fill in *found* for the phrasings *of_blend*."""
    rows, places = blend.rows, index.places[blend.rows]
    size = len(rows)
    kernel = np.empty((size, size), dtype=np.float32)
    for start, likeness in _likeness(index, blend, forms):
        progress(start, size)
        some = slice(start, start + _BLOCK)
        kernel[some] = blended(likeness, blend.measures, blend.width)
        alike = np.where(places[some, None] == places[None, :], np.float32(-1), _said_alike(likeness, blend))
        best = alike.argmax(axis=1)
        found.nearest[rows[some]] = rows[best]
        found.likeness[rows[some]] = alike[np.arange(len(best)), best]
    known = kernel @ blend.alpha
    progress(0, 0)
    scores = fit_regression(
        kernel, places.tolist(), len(index.labels), ridge=_ridge(known, blend, places)
    ).left_out_scores()
    own = scores[np.arange(size), places]
    judged = of_blend[rows]
    found.judged[rows[judged]] = True
    found.winner[rows[judged]] = scores.argmax(axis=1)[judged]
    found.lead[rows[judged]] = _lead(scores, own, places)[judged]
    found.winner_known[rows[judged]] = known.argmax(axis=1)[judged]


def _said_alike(likeness: Mapping[str, Floats], blend: Blend) -> Floats:
    """How far phrasings say the same; those of one topic may have one profile and say different things."""
    said = {measure: weight for measure, weight in blend.measures.items() if measure != "profile"}
    total = 1 - blend.measures.get("profile", 0.0)
    alike = sum(np.float32(weight / total) * likeness[measure] for measure, weight in said.items())
    return np.asarray(alike, dtype=np.float32)


def _lead(scores: Floats, own: Floats, places: Ints) -> Floats:
    """How far the best other label is before each phrasing's own."""
    others = scores.copy()
    others[np.arange(len(places)), places] = -np.inf
    return np.asarray(others.max(axis=1) - own, dtype=np.float32)


def _likeness(index: MatchingIndex, blend: Blend, forms: list[str]) -> Iterator[tuple[int, dict[str, Floats]]]:
    """Likeness of the blend's phrasings to each other by each measure, a block of rows at a time."""
    for start in range(0, len(blend.rows), _BLOCK):
        some = blend.rows[start : start + _BLOCK].tolist()
        likeness = {
            measure: meaning.vectors[start : start + _BLOCK] @ meaning.vectors.T
            for measure, meaning in blend.meanings.items()
        }
        likeness["wording"] = np.stack([index.wording.likeness(forms[row])[blend.rows] for row in some])
        if blend.profiles is not None:
            likeness["profile"] = blend.profiles.among_phrasings(slice(start, start + _BLOCK))
        yield start, likeness


def _ridge(known: Floats, blend: Blend, places: Ints) -> float:
    """The ridge that the blend was fitted with: what is left over of the targets is that many times the weights."""
    labels = blend.alpha.shape[1]
    left_over = np.full(known.shape, -1 / labels, dtype=np.float32)
    left_over[np.arange(len(places)), places] += 1
    left_over -= known
    return float((left_over * blend.alpha).sum() / max(float((blend.alpha**2).sum()), 1e-9))
