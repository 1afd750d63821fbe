"""Long lists, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE_LENGTH = 5
"""So many buttons fit side by side."""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """Some of ``count`` items; pages are numbered from 1."""

    items: Sequence[T]
    number: int
    pages: int
    count: int

    @property
    def numbered(self) -> Iterator[tuple[int, T]]:
        """The items with their numbers among all."""
        return enumerate(self.items, start=(self.number - 1) * PAGE_LENGTH + 1)


def page_of(items: Sequence[T], number: int) -> Page[T]:
    """The page of this *number* of *items*, or the last if there are fewer."""
    pages = max(1, -(-len(items) // PAGE_LENGTH))
    number = min(max(number, 1), pages)
    start = (number - 1) * PAGE_LENGTH
    return Page(items=tuple(items[start : start + PAGE_LENGTH]), number=number, pages=pages, count=len(items))
