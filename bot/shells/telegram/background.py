"""What goes on beside the updates: work that takes minutes, and lines that nobody waits for."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    """Keeps work going; what is not done when the bot stops is cancelled, and has tidied up before the loop ends.

    Left to the end of the loop, a child process that is just being started would be waited for for ever: its pipes are
    connected by a task of their own, which is cancelled there, too.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Let *work* go on by itself; it must deal with its own failures. It is stopped by what is returned."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def end(self) -> None:
        """Cancel what goes on, and return when nothing does."""
        while tasks := tuple(self._tasks):
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
