"""Progress on standard error, for whatever takes longer than a second."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.assembly import Progress as Tell


@contextmanager
def progress_shown(doing: str = "getting ready") -> Iterator[Tell]:
    """A function to tell what is being done, how far, of how much; shown only while it lasts, after *doing*."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(doing, total=None)

    def tell(what: str, done: int, total: int) -> None:
        if not bar.live.is_started:
            bar.start()
        bar.update(task, description=f"{doing}: {what}", completed=done, total=total or None)

    try:
        yield tell
    finally:
        bar.stop()
