"""Keeps a fitted index on disk, so that only a change of knowledge, encoder or engine costs a new fit.

An index is a folder-free file: arrays by name in NumPy's own format, and one JSON text with the rest. Nothing in it is
ever executed.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, get_args

import numpy as np

from bot.advice.arrays import Floats
from bot.advice.calibration import Calibration, Thresholds
from bot.advice.index import Blend, BlendName, MatchingIndex
from bot.advice.labels import Example, Label
from bot.advice.meaning import Encoder, MeaningIndex
from bot.advice.profiles import ProfileIndex
from bot.advice.switches import ALL_ON, Switches
from bot.advice.wording import WordingIndex
from bot.files.kept_arrays import UNREADABLE, keep_arrays
from bot.whole_files import keep_newest

FORMAT = 15
"""Changes whenever the engine would fit another index from the same examples."""

_WORDING = ("starts", "rows", "weights", "rarity", "in_topics")
_CALIBRATION = ("mean", "spread", "weights")
_BATCH = 256
_MOST_VECTORS = 30_000
_KEPT = 3
Progress = Callable[[str, int, int], None]
"""Told what is done, how far, of how much."""


def index_key(
    examples: Sequence[Example],
    covers: Sequence[str],
    encoders: Mapping[str, Encoder],
    caution: float,
    switches: Switches = ALL_ON,
) -> str:
    """A name for the index of *examples* whose topics cover what *covers* says; differs whenever the index would."""
    digest = hashlib.sha256(f"{FORMAT} {np.__version__} {caution}\n".encode())
    if switches != ALL_ON:
        digest.update(f"{switches}\n".encode())
    for measure, encoder in sorted(encoders.items()):
        digest.update(f"{measure} {encoder.name}\n".encode())
    for covered in covers:
        digest.update(f"{covered}\n".encode())
    for example in examples:
        digest.update(f"{example.label.kind} {example.label.id} {example.language} {example.text}\n".encode())
    return digest.hexdigest()[:16]


def load_index(folder: Path, key: str) -> MatchingIndex | None:
    """The index kept as *key*; None if there is none or it cannot be used."""
    path = _path(folder, key)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            index = _index(json.loads(str(arrays["meta"])), {name: arrays[name] for name in arrays.files})
        path.touch()  # What is used stays among the newest, whatever else is tried.
    except UNREADABLE:
        return None
    return index


def save_index(folder: Path, key: str, index: MatchingIndex) -> None:
    """Keep *index* as *key*, and throw away all but the newest few."""
    meta, arrays = _parts(index)
    keep_arrays(_path(folder, key), meta=np.array(json.dumps(meta)), **arrays)
    keep_newest(folder, "index-*.npz", _KEPT)


class KeptVectors:
    """Sentence vectors kept by text, so that a new phrasing costs one encoding and not thousands."""

    def __init__(self, folder: Path, measure: str, encoder: Encoder, progress: Progress) -> None:
        name = hashlib.sha256(encoder.name.encode()).hexdigest()[:8]
        self._path = folder / f"vectors-{measure}-{name}.npz"
        self._encoder = encoder
        self._measure = measure
        self._progress = progress

    def __call__(self, texts: Sequence[str]) -> Floats:
        """The vectors of *texts*, from the file where they stand there, else from the encoder."""
        known = self._load()
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        for start in range(0, len(missing), _BATCH):
            self._progress(self._measure, start, len(missing))
            batch = missing[start : start + _BATCH]
            known.update(zip(batch, self._encoder.encode(batch), strict=True))
        if missing:
            self._save(dict(list(known.items())[-_MOST_VECTORS:]))
        return np.stack([known[text] for text in texts]).astype(np.float32)

    def _load(self) -> dict[str, Floats]:
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return dict(zip(json.loads(str(arrays["texts"])), arrays["vectors"], strict=True))
        except UNREADABLE:
            return {}

    def _save(self, vectors: Mapping[str, Floats]) -> None:
        keep_arrays(self._path, texts=np.array(json.dumps(list(vectors))), vectors=np.stack(list(vectors.values())))
        keep_newest(self._path.parent, f"vectors-{self._measure}-*.npz")


def _path(folder: Path, key: str) -> Path:
    return folder / f"index-{key}.npz"


def _parts(index: MatchingIndex) -> tuple[dict[str, Any], dict[str, Any]]:
    arrays: dict[str, Any] = {"places": index.places, "helps": index.helps}
    for field in _WORDING:
        arrays[f"wording.{field}"] = getattr(index.wording, field)
    blends = {}
    for name, blend in index.blends.items():
        arrays[f"{name}.rows"] = blend.rows
        arrays[f"{name}.alpha"] = blend.alpha
        for calibration, field in product(("calibration", "scope"), _CALIBRATION):
            arrays[f"{name}.{calibration}.{field}"] = getattr(getattr(blend, calibration), field)
        for measure, meaning in blend.meanings.items():
            arrays[f"{name}.{measure}.centre"] = meaning.centre
            arrays[f"{name}.{measure}.vectors"] = meaning.vectors
        if blend.profiles is not None:
            arrays[f"{name}.profile.weights"] = blend.profiles.weights
            arrays[f"{name}.profile.centre"] = blend.profiles.phrasings.centre
            arrays[f"{name}.profile.vectors"] = blend.profiles.phrasings.vectors
        blends[name] = {
            "measures": dict(blend.measures),
            "meanings": list(blend.meanings),
            "width": blend.width,
            "answer": blend.thresholds.answer,
            "choice": blend.thresholds.choice,
        }
    meta = {
        "labels": [[label.kind, label.id] for label in index.labels],
        "phrasings": list(index.phrasings),
        "own_words": list(index.own_words),
        "count": index.wording.count,
        "blends": blends,
    }
    return meta, arrays


def _index(meta: dict[str, Any], arrays: Mapping[str, Any]) -> MatchingIndex:
    blends: dict[BlendName, Blend] = {}
    for name in get_args(BlendName):
        kept = meta["blends"].get(name)
        if kept is not None:
            blends[name] = Blend(
                rows=arrays[f"{name}.rows"],
                measures=kept["measures"],
                meanings={measure: _meaning(arrays, f"{name}.{measure}") for measure in kept["meanings"]},
                profiles=_profiles(arrays, f"{name}.profile") if "profile" in kept["measures"] else None,
                width=kept["width"],
                alpha=arrays[f"{name}.alpha"],
                calibration=_calibration(arrays, f"{name}.calibration"),
                scope=_calibration(arrays, f"{name}.scope"),
                thresholds=Thresholds(answer=kept["answer"], choice=kept["choice"]),
            )
    return MatchingIndex(
        labels=tuple(Label(kind=kind, id=ident) for kind, ident in meta["labels"]),
        phrasings=tuple(meta["phrasings"]),
        places=arrays["places"],
        helps=arrays["helps"],
        own_words=tuple(meta["own_words"]),
        wording=WordingIndex(count=meta["count"], **{field: arrays[f"wording.{field}"] for field in _WORDING}),
        blends=blends,
    )


def _calibration(arrays: Mapping[str, Any], name: str) -> Calibration:
    return Calibration(**{field: arrays[f"{name}.{field}"] for field in _CALIBRATION})


def _meaning(arrays: Mapping[str, Any], name: str) -> MeaningIndex:
    return MeaningIndex(centre=arrays[f"{name}.centre"], vectors=arrays[f"{name}.vectors"])


def _profiles(arrays: Mapping[str, Any], name: str) -> ProfileIndex:
    return ProfileIndex(weights=arrays[f"{name}.weights"], phrasings=_meaning(arrays, name))
