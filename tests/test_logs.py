"""The log tells what happened, on one line, without the token and without what people wrote."""

import asyncio
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot.logs import Form, set_up_logging

TOKEN = "123456:a-token-that-must-not-be-seen"  # noqa: S105 - made up
WORDS = "what-somebody-wrote"
FORMS = pytest.mark.parametrize("form", ["text", "json"])


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Everything that setting up the log changes is as before."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, sys.excepthook, threading.excepthook, logging.raiseExceptions
    yield
    root.handlers[:], root.level, sys.excepthook, threading.excepthook, logging.raiseExceptions = kept


def _failure() -> Exception:
    def fail() -> None:
        raise ValueError(f"{WORDS}\n{TOKEN}")

    with pytest.raises(ValueError, match=WORDS) as raised:
        fail()
    return raised.value


@FORMS
def test_secrets_are_struck_from_every_line_whoever_logs_it(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("DEBUG", form, token=TOKEN, secrets=["the-webhook-secret"])
    logging.getLogger("bot.x").debug("asked %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    logging.getLogger("bot.x").error("the-webhook-secret and %s", TOKEN.partition(":")[2])
    for name in ("httpx", "httpcore", "telegram.Bot"):
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).debug("POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
        logging.getLogger(name).setLevel(logging.NOTSET)
    shown = capsys.readouterr().err
    assert "asked https://api.telegram.org/bot<token>/getMe" in shown
    assert "<secret> and <token>" in shown
    assert shown.count("/bot<token>/sendMessage") == 3
    assert "must-not-be-seen" not in shown
    assert "webhook-secret" not in shown


@FORMS
def test_libraries_say_nothing_below_a_warning(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("DEBUG", form, token=TOKEN)
    for name in ("httpx", "httpcore", "telegram.ext.Application", "uvicorn.error", "anything"):
        logging.getLogger(name).info("said %s", WORDS)
    assert capsys.readouterr().err == ""


@FORMS
def test_a_failure_is_told_by_kind_and_place_on_one_line(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", form, token=TOKEN)
    logging.getLogger("telegram.ext").error("it failed", exc_info=_failure())
    logging.getLogger("bot.x").error("ours", exc_info=_failure())
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == 2
    assert shown.count("ValueError at test_logs.py") == 2
    assert WORDS not in shown


@FORMS
def test_a_task_that_nobody_waited_for_tells_nothing_of_its_words(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("INFO", form, token=TOKEN)

    async def fail() -> None:
        raise ValueError(WORDS)

    async def forget() -> None:
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task

    asyncio.run(forget())
    shown = capsys.readouterr().err
    assert "Task exception was never retrieved: ValueError at test_logs.py" in shown
    assert WORDS not in shown


def test_a_crash_is_told_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", token=TOKEN)
    error = _failure()
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(ValueError(WORDS)))
    thread.start()
    thread.join()
    shown = capsys.readouterr().err
    assert shown.count("ended by a failure that nobody expected: ValueError") == 2
    assert WORDS not in shown


def test_a_line_that_cannot_be_put_together_tells_nothing_of_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", token=TOKEN)
    logging.getLogger("bot.x").error("%d", WORDS)
    assert WORDS not in capsys.readouterr().err


def test_json_lines_have_their_parts(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "json", token=TOKEN)
    logging.getLogger("bot.x").warning('update 5 failed: "quoted"\nand more', extra={"reference": "a1b2", "update": 5})
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "WARNING",
        "logger": "bot.x",
        "message": 'update 5 failed: "quoted" and more',
        "reference": "a1b2",
        "update": 5,
    }
