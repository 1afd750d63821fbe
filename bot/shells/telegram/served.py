"""What answers now. Another version takes its place at once; each update is dealt with by one version throughout."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.assembly import Parts


class Served:
    """Holds the parts in force."""

    def __init__(self, parts: Parts) -> None:
        self._newest = parts
        self._held: ContextVar[Parts | None] = ContextVar("held", default=None)

    @property
    def parts(self) -> Parts:
        """What to answer with: what answered when the update at hand was begun, else the newest."""
        return self._held.get() or self._newest

    @property
    def newest(self) -> Parts:
        """What the next update is answered with."""
        return self._newest

    def swap(self, parts: Parts) -> None:
        """From the next update on *parts* answer; what has begun goes on with what it began with."""
        self._newest = parts

    @contextmanager
    def held(self) -> Iterator[None]:
        """Whatever is swapped meanwhile, ``parts`` stay what they are: for one update, or one screen."""
        token = self._held.set(self._newest)
        try:
            yield
        finally:
            self._held.reset(token)
