"""What was worked out lately, so that nobody has to wait for it again a moment later."""

from collections.abc import Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """The latest results, by what they are of, and no more than *most*; it may be asked from several threads.

    Unlike a cached method it does not hold whose memory it is, so that what is replaced leaves at once.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, V] = {}
        self._lock = Lock()

    def recall(self, asked: Iterable[K]) -> dict[K, V]:
        """What is remembered of all that is *asked* for."""
        with self._lock:
            return {key: self._kept[key] for key in asked if key in self._kept}

    def keep(self, results: Mapping[K, V]) -> None:
        """Remember these *results* as the latest, and forget the oldest."""
        with self._lock:
            for key, result in results.items():
                self._kept.pop(key, None)
                self._kept[key] = result
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
