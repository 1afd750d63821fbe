"""How late we are for an update, by Telegram's clock: answered as usual, with an excuse, or not any more."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from telegram import Update

LATE_AFTER = timedelta(minutes=10)
"""A question that waited longer is answered with a word about it."""
TOO_OLD_AFTER = timedelta(days=1)
"""What waited longer is not answered any more; whoever asked may ask again."""


class TelegramTime:
    """The time at Telegram, as its server told it last, carried on by a clock that never jumps.

    Our own clock may be wrong, or be set right in the middle; it is asked only while the server has told nothing.
    """

    def __init__(self, own_clock: Callable[[], datetime], steady_s: Callable[[], float] = time.monotonic) -> None:
        self._own_clock = own_clock
        self._steady_s = steady_s
        self._told: tuple[datetime, float] | None = None

    def hear(self, date_header: str | None) -> None:
        """The server dated an answer so; what cannot be read changes nothing."""
        if date_header is None:
            return
        try:
            told = parsedate_to_datetime(date_header)
        except ValueError:
            return
        self._told = (told if told.tzinfo else told.replace(tzinfo=UTC), self._steady_s())

    def __call__(self) -> datetime:
        """The time now."""
        if self._told is None:
            return self._own_clock()
        told, then_s = self._told
        return told + timedelta(seconds=self._steady_s() - then_s)


@dataclass(frozen=True, kw_only=True)
class Waited:
    """How long an update has waited, never less than no time."""

    span: timedelta

    @property
    def is_late(self) -> bool:
        """Claim that a word about it is due."""
        return self.span >= LATE_AFTER

    @property
    def is_too_old(self) -> bool:
        """Claim that the moment for an answer has passed."""
        return self.span >= TOO_OLD_AFTER


def said_at(update: Update) -> datetime | None:
    """When somebody wrote the words of *update*, by Telegram's clock; None for what is no message."""
    if update.edited_message is not None:
        return update.edited_message.edit_date or update.edited_message.date
    return None if update.message is None else update.message.date


def waited(update: Update, received_at: datetime, *, at_telegram: datetime, here: datetime) -> Waited:
    """How long *update* has waited. What Telegram does not date counts from when it was *received_at* our clock."""
    said = said_at(update)
    # Of two clocks that may have jumped the one that makes it younger is believed.
    span = at_telegram - said if said is not None else min(at_telegram - received_at, here - received_at)
    return Waited(span=max(timedelta(0), span))
