"""The log: to standard error, as readable text or as a JSON object a line, without secrets and without people's words.

What people wrote may stand in the text of any exception, and the token in that of many. So a failure is told by its
kind and place, and of what libraries say only the first line is kept.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal

Form = Literal["text", "json"]
FIELDS = ("reference", "update")
"""What a line may carry beside its words, as ``extra``: the reference that people see in an apology, and the update."""

_FRAMES = 4
_TALKATIVE = ("httpx", "httpcore", "telegram", "uvicorn", "starlette")
"""At INFO and below they print addresses, which hold the token, and what people wrote."""

logger = logging.getLogger(__name__)


def where(error: BaseException) -> str:
    """The kind of *error* and the last places it came through, without its message, which may quote people."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {places}" if places else type(error).__name__


def set_up_logging(level: str, form: Form = "text", *, token: str | None = None, secrets: Sequence[str] = ()) -> None:
    """Log ours from *level*, libraries' warnings only; *token* and *secrets* are struck from every line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(form, token=token, secrets=secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A line with wrong arguments would otherwise be shown with them.
    logging.raiseExceptions = False
    sys.excepthook = _on_crash
    threading.excepthook = lambda crash: _log_crash(crash.exc_type, crash.exc_value)


def formatter(form: Form, *, token: str | None = None, secrets: Sequence[str] = ()) -> logging.Formatter:
    """What makes a line of a record."""
    struck = [(secret, "<secret>") for secret in secrets]
    if token is not None:
        struck += [(token, "<token>"), (token.partition(":")[2], "<token>")]
    return (_Json if form == "json" else _Text)(struck)


class _Text(logging.Formatter):
    """``2026-01-02 03:04:05,678 WARNING bot.place: words``."""

    def __init__(self, struck: Sequence[tuple[str, str]]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._struck = struck

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {_words(record)}"
        return self._harmless(line)

    def _harmless(self, line: str) -> str:
        for secret, instead in self._struck:
            line = line.replace(secret, instead)
        return line


class _Json(_Text):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname, "logger": record.name, "message": _words(record)}
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        return self._harmless(json.dumps(line, ensure_ascii=False))


def _words(record: logging.LogRecord) -> str:
    """What *record* says, on one line; of a failure the kind and place."""
    words = record.getMessage()
    if not record.name.startswith("bot"):
        # asyncio tells of a failed task with all its exception says, from the second line on.
        words = words.partition("\n")[0]
    error = record.exc_info[1] if record.exc_info else None
    told = words if error is None else f"{words}: {where(error)}"
    return " ".join(told.splitlines())


def _on_crash(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log_crash(kind, error)


def _log_crash(kind: type[BaseException], error: BaseException | None) -> None:
    logger.critical("ended by a failure that nobody expected: %s", kind.__name__ if error is None else where(error))
