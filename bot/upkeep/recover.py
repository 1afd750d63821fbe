"""``tradebot recover``: a damaged database is put aside, and what can be read of it goes into a new one."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from bot.records.recovering import Recovery, recover
from bot.settings import read_settings


def add_arguments(_parser: ArgumentParser) -> None:
    """There are none: the settings say where the database is."""


def run(_arguments: Namespace) -> int:
    """Recover, say what was saved, and return the exit status: 1 if something was lost."""
    recovery = recover(read_settings().data, lambda: datetime.now(UTC))
    if recovery is None:
        print("The database is sound; nothing was changed.")
        return 0
    print("\n".join(_lines(recovery)))
    return 0 if all(table.whole for table in recovery.salvaged) else 1


def _lines(recovery: Recovery) -> list[str]:
    aside = recovery.aside
    lines = [
        f"The damaged database is now in {aside}, as it was; delete it when all is well, for people are in it.",
        "Saved into a new one:",
    ]
    for table in recovery.salvaged:
        loss = "" if table.whole else "; some could not be read"
        lines.append(f"  {table.table}: {table.rows} rows{loss}")
    lines.append("If a backup has more than this, put that in its place: tradebot restore FILE")
    return lines
