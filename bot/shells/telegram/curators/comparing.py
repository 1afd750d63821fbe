"""What takes a processor for long is found out by a process of its own: answers go on meanwhile, as quick as ever.

What that process fits is kept in the data folder, so that publishing afterwards is only reading.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.curation.effect_text import effect_from_json
from bot.curation.effects import Effect
from bot.curation.table_trials import TableTrial, What, trial_from_json
from bot.errors import TradebotError
from bot.settings import PREFIX, Settings

COMMAND = (sys.executable, "-m", "bot")
"""How ``tradebot`` is called."""
_ROOT = Path(__file__).resolve().parents[4]
_LONGEST_LINE = 64 * 1024 * 1024

OnStep = Callable[[str, int, int], Awaitable[None]]
"""Told what is being done, how far, of how much."""


async def tell_nobody(_what: str, _done: int, _total: int) -> None:
    """For whoever does not want to know how far it is."""


@dataclass(frozen=True, kw_only=True)
class ComparisonFailedError(TradebotError):
    """There is no effect to be had; ``reason`` is what the process said of it."""

    reason: str

    def __str__(self) -> str:
        return self.reason


async def effect_between(settings: Settings, old: Path, new: Path, on_step: OnStep, *, quick: bool = False) -> Effect:
    """What ``tradebot diff`` says; raises ComparisonFailedError where it says nothing."""
    more = ("--quick",) if quick else ()
    return effect_from_json(await _said(settings, ("diff", str(old), str(new), "--json", "--steps", *more), on_step))


async def trial_of(settings: Settings, table: Path, what: What | None, on_step: OnStep) -> TableTrial:
    """What ``tradebot import`` would take from *table*; raises ComparisonFailedError with the reason if it is none."""
    return trial_from_json(await _said(settings, ("import", str(table), "--try", what or "either"), on_step))


async def _said(settings: Settings, command: Sequence[str], on_step: OnStep) -> Any:
    """What *command* gives as JSON; raises ComparisonFailedError where it gives nothing."""
    child = await asyncio.create_subprocess_exec(
        *(*COMMAND, *command),
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
        return json.loads(said)
    except ValueError as error:
        raise ComparisonFailedError(reason=problem or _ending(child.returncode)) from error


def _ending(status: int | None) -> str:
    """Why a process that said nothing has ended. Where memory runs out the system kills whoever takes most of it."""
    if status == -signal.SIGKILL:
        return "the system killed it, as it does when memory runs out: trying all of the knowledge takes about 4 GB"
    return f"it ended with status {status}"


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
