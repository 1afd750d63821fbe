"""The bot with a pulse taken: serves as ``tradebot run`` does, and tells at its end how loop and memory fared.

``python -m tests.bench.watched_bot REPORT [--ready] [--wording-only]``; ``--ready`` keeps each answer, so that the same
question costs no thinking again. Settings come from the environment.
"""

from __future__ import annotations

import os

# As in the bot itself; must be set before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import asyncio
import json
import time
from argparse import ArgumentParser
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.wording_only import leave_encoders_out

if TYPE_CHECKING:
    from bot.answering import Answer
    from bot.assembly import Parts

BEAT_S = 0.01
WARM_AFTER_S = 2.0
"""What is loaded at first use is loaded by then."""
SAMPLE_S = 0.5


class Pulse:
    """How long the event loop could not be reached, and the memory in use, from ``take`` on.

    A gap counts without the time in which the machine had no processor for us, as far as the system tells. A turn of
    the loop counts by the processor time that its thread took, which no busy machine adds to.
    """

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self.start_ms = 0.0
        self.raw_ms = 0.0
        self.turns_ms: list[float] = []
        self.is_warm = False
        self.memory_mb: list[tuple[float, float]] = []

    async def take(self) -> None:
        """Take it until cancelled."""
        began = time.monotonic()
        next_sample = began
        while True:
            before, queued = time.monotonic(), _queued_s()
            await asyncio.sleep(BEAT_S)
            now = time.monotonic()
            gap = now - before - BEAT_S
            blocked_ms = max(0.0, gap - (_queued_s() - queued)) * 1000
            self.is_warm = now - began >= WARM_AFTER_S
            if not self.is_warm:
                self.start_ms = max(self.start_ms, blocked_ms)
            else:
                self.raw_ms = max(self.raw_ms, gap * 1000)
                self.gaps_ms.append(blocked_ms)
            if now >= next_sample:
                self.memory_mb.append((round(now - began, 1), _resident_mb()))
                next_sample = now + SAMPLE_S

    def loop(self) -> asyncio.SelectorEventLoop:
        """An event loop whose turns are timed."""
        pulse = self

        class TimedLoop(asyncio.SelectorEventLoop):
            def _run_once(self) -> None:
                before = time.thread_time()
                super()._run_once()  # type: ignore[misc] # asyncio's own, of which its types do not tell
                if pulse.is_warm:
                    pulse.turns_ms.append((time.thread_time() - before) * 1000)

        return TimedLoop()

    def told(self) -> dict[str, Any]:
        """What was seen; of gaps and turns the worst and the highest of the best 99.9%."""
        gaps, turns = sorted(self.gaps_ms) or [0.0], sorted(self.turns_ms) or [0.0]
        return {
            "turn_ms": round(turns[-1], 1),
            "turn_p999_ms": round(turns[int(0.999 * (len(turns) - 1))], 1),
            "blocked_ms": round(gaps[-1], 1),
            "blocked_p999_ms": round(gaps[int(0.999 * (len(gaps) - 1))], 1),
            "blocked_with_waits_ms": round(self.raw_ms, 1),
            "blocked_at_start_ms": round(self.start_ms, 1),
            "beats": len(self.gaps_ms),
            "memory_mb": self.memory_mb,
        }


def _queued_s() -> float:
    """Seconds that threads of ours were ready to run and had no processor; 0 where the system does not tell.

    All threads count, for the loop also waits while the thread that holds the interpreter has none.
    """
    queued_ns = 0
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError, IndexError):  # A thread may have ended since.
            queued_ns += int((task / "schedstat").read_text(encoding="ascii").split()[1])
    return queued_ns / 1e9


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def main() -> None:
    """Serve until SIGTERM, then write the report."""
    parser = ArgumentParser(prog="python -m tests.bench.watched_bot")
    parser.add_argument("report", type=Path)
    parser.add_argument("--ready", action="store_true")
    parser.add_argument("--wording-only", action="store_true")
    given = parser.parse_args()
    if given.wording_only:
        leave_encoders_out()
    from bot.assembly import assemble  # noqa: PLC0415 - nothing is loaded before the packages are left out
    from bot.settings import read_settings  # noqa: PLC0415
    from bot.shells.telegram.serving import serve, settled  # noqa: PLC0415

    settings = read_settings()
    parts = settled(assemble(settings))
    if given.ready:
        parts = _with_ready_answers(parts)
    pulse = Pulse()

    async def serve_watched() -> None:
        watching = asyncio.create_task(pulse.take())
        try:
            await serve(settings, lambda: parts)
        finally:
            watching.cancel()

    with asyncio.Runner(loop_factory=pulse.loop) as runner:
        runner.run(serve_watched())
    given.report.write_text(json.dumps(pulse.told()), encoding="utf-8")


def _with_ready_answers(parts: Parts) -> Parts:
    """*parts* whose answerer thinks once about each text."""
    kept: dict[str, Answer] = {}
    think = parts.answerer.answer

    def answer(text: str, **given: Any) -> Answer:
        if text not in kept:
            kept[text] = think(text, **given)
        return kept[text]

    parts.answerer.answer = answer  # type: ignore[method-assign] # the one thing left out, in this process alone
    return replace(parts)


if __name__ == "__main__":
    main()
