"""Who is told of what sending shows beyond the message at hand."""

from typing import Protocol


class Watcher(Protocol):
    """Told of what matters beyond the message at hand."""

    async def blocked(self, chat_id: int) -> None:
        """This chat does not let us write."""

    async def reached(self, chat_id: int) -> None:
        """A message came to this chat."""

    async def unreadable(self, html: str, problem: str) -> None:
        """Telegram could not read our *html* for this *problem*; it was sent as plain text."""


class Unwatched:
    """A watcher that looks away."""

    async def blocked(self, chat_id: int) -> None:
        """Do nothing."""

    async def reached(self, chat_id: int) -> None:
        """Do nothing."""

    async def unreadable(self, html: str, problem: str) -> None:
        """Do nothing."""
