"""Make a matching index from examples: everything that is learnt is learnt here, by arithmetic, in a minute or two.

The examples are brought into one form and indexed by their wording; then each blend of measures is fitted and tried
on examples held out (``trials.py``).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.advice.arrays import Bools, Floats, Ints
from bot.advice.index import Blend, BlendName, MatchingIndex
from bot.advice.labels import Example, Label
from bot.advice.meaning import encoder_shares
from bot.advice.normalising import comparable, words_of
from bot.advice.switches import ALL_ON, Switches
from bot.advice.trials import Trial
from bot.advice.tuning import has_few_phrasings
from bot.advice.wording import wording_index

MEASURES: Mapping[BlendName, Mapping[str, float]] = {
    "english": {"english": 0.5, "meaning": 0.35, "wording": 0.15},
    "multilingual": {"meaning": 0.8, "wording": 0.2},
}
"""Weights of the measures. The English encoder knows no other language and only harms there."""

PROFILE_WEIGHT = 0.2
"""The weight of profiles where they help (profiles.py); the other measures share the rest."""

MOST_INDEXED = 15_000
"""Phrasings of an index. Beyond that they are thinned out evenly: answers must stay quick."""

Progress = Callable[[str], None]
Helps = Callable[[str, str], float]


def fit_index(
    examples: Sequence[Example],
    vectors_of: Mapping[str, Callable[[Sequence[str]], Floats]],
    *,
    simplify: Callable[[str], str],
    helps: Helps = lambda one, other: float(one == other),
    caution: float = 0.5,
    progress: Progress = lambda _: None,
    switches: Switches = ALL_ON,
) -> MatchingIndex:
    """Fit an index on *examples*, with sentence vectors from *vectors_of* (by measure; may be empty).

    *helps* says how far the topic of the first id helps who meant the second, from 0 to 1; *caution* moves the
    thresholds, see ``calibration.fit_thresholds``; *progress* is told what is being done. The matcher of the index
    must have the same *switches*, but for spelling and gate, which change nothing here.
    """
    if not switches.meaning:
        vectors_of = {}
    labels = tuple(dict.fromkeys(example.label for example in examples))
    place_of = {label: place for place, label in enumerate(labels)}
    ordered = _thinned(sorted(examples, key=lambda example: place_of[example.label]))
    forms = [comparable(simplify(example.text)) if switches.normaliser else example.text for example in ordered]
    places = np.array([place_of[example.label] for example in ordered], dtype=np.int64)
    is_topic = np.array([label.kind == "topic" for label in labels])
    mutual = np.array([[_helps(one, other, helps) for other in labels] for one in labels], dtype=np.float32)

    progress("indexing wording")
    wording = wording_index(forms, is_topic[places].tolist())
    languages = np.array([example.language for example in ordered])
    alone = "english" not in vectors_of
    blends: dict[BlendName, Blend] = {}
    for name, measures in _available(tuple(vectors_of), switches).items():
        progress(f"fitting ({name})")
        rows = _rows_of(name, languages, is_topic[places], alone=alone)
        compared_by = _with_profile(measures) if has_few_phrasings(len(rows), len(labels)) else measures
        blends[name] = Trial(
            labels=labels,
            places=places[rows],
            forms=[forms[row] for row in rows],
            helps=mutual,
            measures=compared_by,
            wording=wording,
            rows=rows,
            vectors={measure: vectors_of[measure] for measure in encoder_shares(measures)},
        ).blend(_judged(name, languages[rows], alone=alone), caution)
    return MatchingIndex(
        labels=labels,
        phrasings=tuple(example.text for example in ordered),
        places=places,
        helps=mutual,
        own_words=_own_words(forms, languages),
        wording=wording,
        blends=blends,
    )


def _rows_of(name: BlendName, languages: npt.NDArray[np.str_], of_topic: Bools, *, alone: bool) -> Ints:
    """The phrasings that a blend compares with: all where it is *alone*, else those that can be of use to it.

    Other languages say nothing to the English encoder; and who asks in another language is told from strangers by
    strangers' questions in those languages, while topics are understood across languages.
    """
    if alone:
        return np.arange(len(languages))
    return np.flatnonzero(languages == "en" if name == "english" else (languages != "en") | of_topic)


def _judged(name: BlendName, languages: npt.NDArray[np.str_], *, alone: bool) -> Bools:
    """The phrasings by which the confidences of a blend are fitted: those in the languages of its questions."""
    judged = languages == "en" if name == "english" else languages != "en"
    return np.ones_like(judged) if alone or not judged.any() else judged


def _own_words(forms: Sequence[str], languages: npt.NDArray[np.str_]) -> tuple[str, ...]:
    """The words of the English phrasings, the most frequent first."""
    english = (form for form, language in zip(forms, languages, strict=True) if language == "en")
    counts = Counter(word for form in english for word in words_of(form) if word.isascii())
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def _thinned(ordered: list[Example]) -> list[Example]:
    if len(ordered) <= MOST_INDEXED:
        return ordered
    kept = np.linspace(0, len(ordered) - 1, MOST_INDEXED).astype(int)
    return [ordered[place] for place in kept]


def _helps(one: Label, other: Label, helps: Helps) -> float:
    if one == other:
        return 1.0
    return helps(one.id, other.id) if one.kind == other.kind == "topic" else 0.0


def _available(encoders: Sequence[str], switches: Switches) -> dict[BlendName, dict[str, float]]:
    """The blends that can be had with *encoders* and *switches*; the weights of missing measures go to the others."""
    usable = {*encoders, *(["wording"] if switches.wording else [])}
    if not usable:
        raise ValueError("no measure is left to compare by; switch wording on, or meaning with an encoder")
    found: dict[BlendName, dict[str, float]] = {}
    for name, measures in MEASURES.items():
        if name == "english" and "english" not in encoders:
            continue
        there = {measure: weight for measure, weight in measures.items() if measure in usable}
        if not switches.fusion:
            weightiest = max(there, key=lambda measure: there[measure])
            there = {weightiest: there[weightiest]}
        total = sum(there.values())
        found[name] = {measure: weight / total for measure, weight in there.items()}
    return found


def _with_profile(measures: Mapping[str, float]) -> Mapping[str, float]:
    """*measures* and that of profiles, which are made of wording and meaning; without one of these, as they are."""
    if "wording" not in measures or not encoder_shares(measures):
        return measures
    return {**{name: (1 - PROFILE_WEIGHT) * weight for name, weight in measures.items()}, "profile": PROFILE_WEIGHT}
