"""How latency grows with the phrasings: synthetic indexes of other sizes, made from the shipped one.

Each phrasing is varied by swapping and dropping words. Nothing is fitted anew, for the arithmetic of an answer is the
same whatever the weights are. Fitting thins out more than ``MOST_INDEXED`` phrasings, and so do we.
"""

import random
from dataclasses import replace
from time import perf_counter

import numpy as np

from bot.advice.fitting import MOST_INDEXED
from bot.advice.index import Blend, MatchingIndex
from bot.advice.matching import Matcher
from bot.advice.meaning import MeaningIndex
from bot.advice.normalising import comparable
from bot.advice.wording import wording_index
from bot.assembly import Progress
from tests.bench.results import Cell, Table, timing
from tests.bench.subjects import Subject, seeded

TIMES = (0.05, 1.0, 20.0)
SEED = 20
_ROUNDS = 2


def run(subject: Subject, progress: Progress) -> list[Table]:
    """Latency of the matcher with a twentieth of the phrasings, with all, and with twenty times as many."""
    given, rows, medians = len(subject.examples), list[dict[str, Cell]](), list[float]()
    for number, times in enumerate(TIMES):
        progress(f"{times:g} times", number, len(TIMES))
        count = min(MOST_INDEXED, round(times * given))
        index = subject.index if times == 1 else resized_index(subject.index, count, seeded(SEED))
        taken = _times(subject.matcher(index), subject)
        medians.append(float(np.median(taken)))
        sizes: dict[str, Cell] = {"given": round(times * given), "indexed": len(index.phrasings)}
        rows.append({"phrasings": f"{times:g} times", **sizes, **timing(taken)})
    shipped = medians[TIMES.index(1.0)]
    factors = tuple(row | {"factor": round(median / shipped, 2)} for row, median in zip(rows, medians, strict=True))
    return [
        Table(
            title="Matcher alone, by number of phrasings, one thread",
            rows=factors,
            notes=(
                f"an index holds at most {MOST_INDEXED} phrasings, thinned out evenly beyond; factor of the median",
            ),
        )
    ]


def resized_index(index: MatchingIndex, count: int, chance: random.Random) -> MatchingIndex:
    """An index of *count* phrasings, varied from those of *index*, evenly over all of them."""
    origin = (np.linspace(0, 1, count, endpoint=False) * len(index.phrasings)).astype(np.int64)
    phrasings = tuple(varied(index.phrasings[row], chance) for row in origin.tolist())
    forms = [comparable(phrasing) for phrasing in phrasings]
    places = index.places[origin]
    of_topic = [index.labels[place].kind == "topic" for place in places.tolist()]
    return replace(
        index,
        phrasings=phrasings,
        places=places,
        wording=wording_index(forms, of_topic),
        blends={name: _resized(blend, origin, len(index.phrasings)) for name, blend in index.blends.items()},
    )


def varied(phrasing: str, chance: random.Random) -> str:
    """*phrasing* with two neighbouring words swapped or one dropped; as it is if it has fewer than three."""
    words = phrasing.split()
    if len(words) < 3:
        return phrasing
    place = chance.randrange(len(words) - 1)
    if chance.random() < 0.5:
        words[place], words[place + 1] = words[place + 1], words[place]
    else:
        del words[place]
    return " ".join(words)


def _resized(blend: Blend, origin: "np.typing.NDArray[np.int64]", before: int) -> Blend:
    place = np.full(before, -1, dtype=np.int64)
    place[blend.rows] = np.arange(len(blend.rows))
    rows = np.flatnonzero(place[origin] >= 0)
    kept = place[origin[rows]]
    return replace(
        blend,
        rows=rows,
        alpha=blend.alpha[kept],
        meanings={measure: _of_rows(meaning, kept) for measure, meaning in blend.meanings.items()},
        profiles=blend.profiles
        and replace(
            blend.profiles, weights=blend.profiles.weights[kept], phrasings=_of_rows(blend.profiles.phrasings, kept)
        ),
    )


def _of_rows(meaning: MeaningIndex, kept: "np.typing.NDArray[np.int64]") -> MeaningIndex:
    return replace(meaning, vectors=meaning.vectors[kept])


def _times(matcher: Matcher, subject: Subject) -> list[float]:
    """Milliseconds of each question, the best of some rounds."""
    rounds = []
    for _ in range(1 + _ROUNDS):
        times = []
        for question in subject.asked:
            start = perf_counter()
            matcher.match(question.text, language=question.group)
            times.append((perf_counter() - start) * 1000)
        rounds.append(times)
    best: list[float] = np.min(rounds[1:], axis=0).tolist()
    return best
