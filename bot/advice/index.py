"""Everything that was learnt from the examples, as it is fitted, kept on disk and asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.advice.arrays import Floats, Ints
from bot.advice.calibration import Calibration, Thresholds
from bot.advice.labels import Label
from bot.advice.meaning import MeaningIndex
from bot.advice.profiles import ProfileIndex
from bot.advice.wording import WordingIndex

BlendName = Literal["english", "multilingual"]


@dataclass(frozen=True, kw_only=True)
class Blend:
    """One way to score: over which phrasings (``rows``), by which measures with which weights, and what was fitted.

    ``profiles`` are there if "profile" is one of the measures. ``width`` says how fast a phrasing's influence fades
    with its distance; ``alpha`` has the fitted weight of each phrasing for each label. ``calibration`` says how likely
    a candidate helps, ``scope`` how likely a question is one of ours.
    """

    rows: Ints
    measures: Mapping[str, float]
    meanings: Mapping[str, MeaningIndex]
    profiles: ProfileIndex | None
    width: float
    alpha: Floats
    calibration: Calibration
    scope: Calibration
    thresholds: Thresholds


@dataclass(frozen=True, kw_only=True)
class MatchingIndex:
    """Everything fitted from the examples.

    ``places`` has the number of each phrasing's label, ascending. ``helps[a, b]`` is how far topic a helps who
    meant topic b, from 0 to 1. The blend "english" is there only if the English encoder is.
    """

    labels: tuple[Label, ...]
    phrasings: tuple[str, ...]
    places: Ints
    helps: Floats
    own_words: tuple[str, ...]
    wording: WordingIndex
    blends: Mapping[BlendName, Blend]

    def blend_name(self, language: str) -> BlendName:
        """The blend that compares questions in *language*."""
        return "english" if language == "en" and "english" in self.blends else "multilingual"
