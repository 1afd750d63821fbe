"""Long lists, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

SIDE_BY_SIDE = 5
"""So many buttons fit side by side."""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """Some of ``count`` items, the one with the number ``first`` and those after it; pages and items begin at 1."""

    items: Sequence[T]
    first: int
    number: int
    pages: int
    count: int

    @property
    def numbered(self) -> Iterator[tuple[int, T]]:
        """The items with their numbers among all."""
        return enumerate(self.items, start=self.first)

    @property
    def beside(self) -> tuple[tuple[str, int], ...]:
        """The pages before and after, where there are any, each with the label of the button that leads there."""
        both = (("previous_page", self.number - 1), ("next_page", self.number + 1))
        return tuple((label, number) for label, number in both if 1 <= number <= self.pages)


def page_of(items: Sequence[T], number: int, length: int = SIDE_BY_SIDE) -> Page[T]:
    """The page of this *number* of *items*, or the last if there are fewer; each has so many of them."""
    pages = max(1, -(-len(items) // length))
    number = min(max(number, 1), pages)
    start = (number - 1) * length
    shown = tuple(items[start : start + length])
    return Page(items=shown, first=start + 1, number=number, pages=pages, count=len(items))
