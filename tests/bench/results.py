"""Figures as tables: shown on the screen, and kept as JSON for the next comparison."""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from rich.console import Console
from rich.table import Table as ScreenTable

from bot.settings import Settings

Cell: TypeAlias = str | int | float | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of named figures under a title; all rows have the same names. A figure may be missing (None)."""

    title: str
    rows: tuple[Mapping[str, Cell], ...]
    notes: tuple[str, ...] = ()


def timing(times_ms: Sequence[float]) -> dict[str, Cell]:
    """Median and 99th percentile of *times_ms*, by name."""
    return {
        "median ms": round(float(np.median(times_ms)), 2),
        "p99 ms": round(float(np.quantile(times_ms, 0.99)), 2),
    }


def show(tables: Sequence[Table], console: Console | None = None) -> None:
    """Print *tables*."""
    # Where no window is, no column need be folded to fit one.
    console = console or Console(width=None if sys.stdout.isatty() else 140)
    for table in tables:
        drawn = ScreenTable(title=table.title, title_justify="left", caption="\n".join(table.notes) or None)
        drawn.caption_justify = "left"
        for number, name in enumerate(table.rows[0] if table.rows else ()):
            drawn.add_column(name, justify="left" if number == 0 else "right", overflow="fold")
        for row in table.rows:
            drawn.add_row(*(_shown(cell) for cell in row.values()))
        console.print(drawn)


def keep(name: str, tables: Sequence[Table], settings: Settings) -> None:
    """Put the *tables* of the bench *name* in the file of results; those of other benches stay."""
    path = results_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    results = _kept(path)
    results[name] = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "tables": [asdict(table) for table in tables],
    }
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(path)


def results_file(settings: Settings) -> Path:
    """Where the figures are kept."""
    return settings.data / "bench" / "results.json"


def _kept(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _machine() -> dict[str, Cell]:
    """What one must know to compare times: a busy machine makes them longer."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:.3f}" if isinstance(cell, float) and abs(cell) <= 1 else str(cell)
