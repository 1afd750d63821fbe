"""The benches in one table: ``python -m tests.bench [NAME ...]`` runs all or those named, and keeps the figures."""

import os

# A question is one thread's work, as in the bot itself. Must be set before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
from importlib import import_module

from bot.errors import TradebotError
from bot.progress import progress_shown
from bot.settings import read_settings
from tests.bench.results import keep, results_file, show
from tests.bench.subjects import subject_of

BENCHES = {
    "latency": ("tests.bench.latency", "one question, start and memory, with and without the English encoder"),
    "stages": ("tests.bench.stages", "where the time of one question goes"),
    "growth": ("tests.bench.growth", "latency with 20 times the phrasings"),
    "rivals": ("tests.bench.rivals", "the same questions by rapidfuzz, bm25s and SQLite FTS5: speed and hits"),
    "robustness": ("tests.bench.robustness", "what slips of the finger cost"),
    "delivery": ("tests.bench.delivery", "replies a second beside a bare echo bot; log writes; a million log rows"),
    "ablation": ("tests.bench.ablation", "what each part is worth; fits several indexes the first time"),
}
"""Name of each bench, the module with its ``run``, and what it measures."""


def main() -> int:
    """Run the benches that the command line names, and return the exit status."""
    width = max(map(len, BENCHES))
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measure the bot. Without names, all benches run.",
        epilog="\n".join(f"  {name:<{width}}  {what}" for name, (_, what) in BENCHES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, []], help="a bench, see below")
    names = parser.parse_args().names or list(BENCHES)
    settings = read_settings()
    with progress_shown() as progress:
        subject = subject_of(settings, progress)
    for warning in subject.warnings:
        print(f"note: {warning}", file=sys.stderr)
    for name in names:
        with progress_shown(name) as progress:
            tables = import_module(BENCHES[name][0]).run(subject, progress)
        show(tables)
        keep(name, tables, settings)
    print(f"kept in {results_file(settings)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except TradebotError as error:
        print(f"bench: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
