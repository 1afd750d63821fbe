"""What goes wrong is told without the token and without what people wrote."""

import pytest

from bot.logs import where
from bot.shells.telegram.delivery.backoff import pauses


def test_a_failure_is_told_by_place_and_kind_and_not_by_its_words() -> None:
    def fail() -> None:
        raise ValueError("my secret question")

    with pytest.raises(ValueError, match="my secret question") as raised:
        fail()
    told = where(raised.value)
    assert told.startswith("ValueError at ")
    assert "test_failures.py" in told
    assert "secret" not in told
    assert where(KeyError("x")) == "KeyError"


def test_pauses_grow_to_their_limit_and_differ() -> None:
    found = [pause for pause, _ in zip(pauses(first_s=1, most_s=8), range(50), strict=False)]
    assert 0.5 <= found[0] <= 1
    assert all(4 <= pause <= 8 for pause in found[3:])
    assert len(set(found)) > 40
