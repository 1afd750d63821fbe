"""A child process to be looked at: gets ready as the bot does, answers, and tells what it took as one JSON line.

``python -m tests.bench.probe [--without PACKAGE ...] [--rounds N] [FILE ...]``; without rounds it only gets ready.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering import Answerer

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Get ready, answer the questions of the files in each round, and print the figures."""
    parser = ArgumentParser(prog="python -m tests.bench.probe")
    parser.add_argument("--without", nargs="*", default=[], metavar="PACKAGE")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--files", nargs="*", default=[], metavar="FILE")
    given = parser.parse_args()
    for package in given.without:
        # What Python itself looks at first; a package that is None there counts as not installed.
        sys.modules[package] = None  # type: ignore[assignment] # None is what "not installed" means to the import system

    import json  # noqa: PLC0415 - nothing is loaded before the packages are left out
    import time  # noqa: PLC0415

    from bot.assembly import assemble  # noqa: PLC0415
    from bot.settings import read_settings  # noqa: PLC0415

    parts = assemble(read_settings())
    # The same clock in all processes of a machine, so the parent can tell how long ago it started us.
    figures: dict[str, object] = {"ready_at": time.monotonic(), "ready_mb": _memory_mb("VmRSS")}
    if given.rounds:
        figures |= _asked(parts.answerer, given.files, given.rounds)
    figures |= {"resident_mb": _memory_mb("VmRSS"), "peak_mb": _memory_mb("VmHWM")}
    print(json.dumps(figures))


def _asked(answerer: Answerer, files: Sequence[str], rounds: int) -> dict[str, object]:
    """Milliseconds of each question in each round, by the whole path and by the matcher alone, warmed up."""
    from time import perf_counter  # noqa: PLC0415

    from bot.files.question_files import read_questions  # noqa: PLC0415

    texts = [question.text for file in files for question in read_questions(Path(file))]
    languages = [answerer.answer(text).language for text in texts]
    answer_ms, match_ms = [], []
    for _ in range(rounds):
        for text in texts:
            start = perf_counter()
            answerer.answer(text)
            answer_ms.append((perf_counter() - start) * 1000)
        # Apart, for the matcher remembers the last texts it was asked; a round has far more of them.
        for text, language in zip(texts, languages, strict=True):
            start = perf_counter()
            answerer.matcher.match(text, language=language)
            match_ms.append((perf_counter() - start) * 1000)
    return {"questions": len(texts), "answer_ms": answer_ms, "match_ms": match_ms}


def _memory_mb(field: str) -> float | None:
    """A memory figure of this process, such as VmRSS; None where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        lines = dict(line.split(":", 1) for line in status.splitlines())
        return round(int(lines[field].split()[0]) / 1024, 1)
    except (OSError, KeyError):
        return None


if __name__ == "__main__":
    main()
