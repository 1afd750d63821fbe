"""The effect of a change, found out by a process of its own: answers go on meanwhile, as quick as ever.

What that process fits is kept in the data folder, so that publishing afterwards is only reading.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.curation.effect_text import effect_from_json
from bot.curation.effects import Effect
from bot.errors import TradebotError
from bot.settings import PREFIX, Settings

COMMAND = (sys.executable, "-m", "bot")
"""How ``tradebot`` is called."""
_ROOT = Path(__file__).resolve().parents[3]
_LONGEST_LINE = 64 * 1024 * 1024

OnStep = Callable[[str, int, int], Awaitable[None]]
"""Told what is being done, how far, of how much."""


@dataclass(frozen=True, kw_only=True)
class ComparisonFailedError(TradebotError):
    """There is no effect to be had; ``reason`` is what the process said of it."""

    reason: str

    def __str__(self) -> str:
        return self.reason


async def effect_between(settings: Settings, old: Path, new: Path, on_step: OnStep, *, quick: bool = False) -> Effect:
    """What ``tradebot diff`` says; raises ComparisonFailedError where it says nothing."""
    more = ("--quick",) if quick else ()
    child = await asyncio.create_subprocess_exec(
        *(*COMMAND, "diff", str(old), str(new), "--json", "--steps", *more),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        env=_environment(settings),
        limit=_LONGEST_LINE,
    )
    try:
        said, problem = await asyncio.gather(_all_of(child.stdout), _steps(child.stderr, on_step))
        await child.wait()
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    try:
        return effect_from_json(json.loads(said))
    except ValueError as error:
        raise ComparisonFailedError(reason=problem or f"it ended with status {child.returncode}") from error


def _environment(settings: Settings) -> dict[str, str]:
    """Our own settings, without what is secret: to compare needs no token."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    ours = {
        "DATA": settings.data.resolve(),
        "KNOWLEDGE": settings.knowledge.resolve(),
        "TEMPLATES": settings.templates.resolve(),
        "EVALUATION": settings.evaluation.resolve(),
        "CAUTION": settings.caution,
    }
    return kept | {f"{PREFIX}{name}": str(value) for name, value in ours.items()} | {"PYTHONUTF8": "1"}


async def _all_of(stream: asyncio.StreamReader | None) -> bytes:
    return b"" if stream is None else await stream.read()


async def _steps(stream: asyncio.StreamReader | None, on_step: OnStep) -> str:
    """Pass on each step; the last line that is none, which is why it failed, if it did."""
    problem = ""
    while stream is not None and (line := await stream.readline()):
        try:
            step = json.loads(line)
            await on_step(str(step["doing"]), int(step["done"]), int(step["of"]))
        except (ValueError, KeyError, TypeError):
            problem = line.decode(errors="replace").strip().removeprefix("tradebot: ") or problem
    return problem
