"""Why Telegram refuses a call, read from the words it says: there are no codes for it."""

from telegram.error import BadRequest

_TOO_LATE = ("query is too old", "query id is invalid")
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message_id_invalid",
)
_UNKNOWN_BUTTON = ("can't parse inline keyboard button", "button_type_invalid", "unallowed in the inline keyboard")
_CLOSED = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "topic_closed",
    "message thread not found",
    "chat_write_forbidden",
    "need administrator rights",
    "user is deactivated",
)


def is_too_late(error: BadRequest) -> bool:
    """Claim that nobody waits for this answer any more."""
    return _says(error, *_TOO_LATE)


def is_gone(error: BadRequest) -> bool:
    """Claim that the message can be changed no more, or is not there."""
    return _says(error, *_GONE)


def is_closed(error: BadRequest) -> bool:
    """Claim that there is no writing to this chat."""
    return _says(error, *_CLOSED)


def is_no_change(error: BadRequest) -> bool:
    """Claim that the message is as it is to be already."""
    return _says(error, "message is not modified")


def is_unknown_button(error: BadRequest) -> bool:
    """Claim that the server is too old for a button."""
    return _says(error, *_UNKNOWN_BUTTON)


def is_unreadable(error: BadRequest) -> bool:
    """Claim that Telegram cannot read the markup."""
    return _says(error, "can't parse entities")


def _says(error: BadRequest, *words: str) -> bool:
    message = error.message.lower()
    return any(word in message for word in words)
