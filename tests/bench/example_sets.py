"""Labelled questions of other trades: a small sample of our own, and published sets where their places are named.

``BENCH_EXAMPLES`` names folders that hold ``train.csv`` and ``test.csv`` (columns text and label; the label is
oos for questions that no label answers), with the system's path separator between them.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.advice.arrays import Floats
from bot.advice.meaning import Encoder

VARIABLE = "BENCH_EXAMPLES"
OWN_SAMPLE = Path(__file__).parent / "examples"


@dataclass(frozen=True, kw_only=True)
class ExampleSet:
    """Examples to fit on and questions to ask."""

    name: str
    train: Path
    test: Path


def example_sets(environment: Mapping[str, str] = os.environ) -> list[ExampleSet]:
    """The own sample, then the sets that the *environment* names."""
    named = [Path(folder) for folder in environment.get(VARIABLE, "").split(os.pathsep) if folder]
    return [
        ExampleSet(name=name, train=folder / "train.csv", test=folder / "test.csv")
        for name, folder in [("own sample", OWN_SAMPLE), *((folder.name, folder) for folder in named)]
    ]


class RememberingEncoder:
    """An encoder that encodes a text once, however often it is asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._vectors: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        vectors = self._encoder.encode(new)
        self._vectors.update(zip(new, vectors, strict=True))
        return np.stack([self._vectors[text] for text in texts]) if texts else vectors
