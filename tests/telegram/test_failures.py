"""What goes wrong is told without the token and without what people wrote."""

import logging

import pytest

from bot.shells.telegram.backoff import pauses
from bot.shells.telegram.failures import set_up_logging, where

TOKEN = "123456:a-token-that-must-not-be-seen"  # noqa: S105 - made up


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


def test_the_token_is_struck_from_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    try:
        set_up_logging("DEBUG", TOKEN)
        logging.getLogger("bot.x").debug("asked %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
        logging.getLogger("bot.x").error("failed", exc_info=OSError(TOKEN.partition(":")[2]))
        logging.getLogger("httpx").info("POST %s", TOKEN)
        logging.getLogger("httpcore").debug("POST %s", TOKEN)
    finally:
        root.handlers[:] = kept
        root.setLevel(level)
    shown = capsys.readouterr().err
    assert "asked https://api.telegram.org/bot<token>/getMe" in shown
    assert "must-not-be-seen" not in shown
    assert "POST" not in shown


def test_pauses_grow_to_their_limit_and_differ() -> None:
    found = [pause for pause, _ in zip(pauses(first_s=1, most_s=8), range(50), strict=False)]
    assert 0.5 <= found[0] <= 1
    assert all(4 <= pause <= 8 for pause in found[3:])
    assert len(set(found)) > 40
