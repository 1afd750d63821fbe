"""What is wrong in a file, where, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing to mend; prints as ``file:line: what; mend``."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.mend}"


def shown_path(path: Path) -> str:
    """*path* as people write it: relative to where they are, if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def summary(problems: Sequence[Problem]) -> str:
    """The first problem and how many more there are, for a one-line message."""
    more = f" (and {len(problems) - 1} more; `tradebot check` lists them)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"
