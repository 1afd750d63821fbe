"""A step by which the tables came to be."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One step; its statements are applied all or none."""

    number: int
    name: str
    statements: tuple[str, ...]
