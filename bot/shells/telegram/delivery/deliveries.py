"""A message on its way: where it goes, and what became of it."""

from dataclasses import dataclass

from telegram import ReplyParameters


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message goes: the chat, its topic, and the message it replies to."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None

    @property
    def reply_parameters(self) -> ReplyParameters | None:
        """The message it replies to as the library takes it; one that is gone is no reason not to send."""
        if self.reply_to is None:
            return None
        return ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """It is out, in these messages."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """The person or the chat does not let us write, and that is their right."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """There is no writing to this chat, for a reason that trying again does not mend."""

    reason: str


Delivery = Sent | Blocked | Refused
