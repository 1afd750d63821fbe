"""What tests look at: each call, what the bot did with it, what was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.bot_api.errors import Json
from tests.bot_api.keyboards import Button


@dataclass(frozen=True, kw_only=True)
class Call:
    """A method call as it arrived, whatever became of it."""

    number: int
    method: str
    params: Mapping[str, Any]
    chat_id: int | str | None
    time: float


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A call that got an error, with what the error said."""

    call: Call
    code: int
    description: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Something the bot did that people could see: a message, an edit, a deletion, an answer, "typing".

    ``text`` is what the bot wrote (HTML and all), ``plain`` what people read; both are the caption's where
    there is a file and the notice's where a button was answered.
    """

    method: str
    params: Mapping[str, Any]
    time: float
    chat_id: int | None = None
    message_id: int | None = None
    text: str = ""
    plain: str = ""
    entities: tuple[Json, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply_keyboard: tuple[tuple[str, ...], ...] = ()
    reply_to: int | None = None
    thread_id: int | None = None
    document: bytes | None = None
    photo: bytes | None = None
    file_name: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands on the buttons, row after row."""
        return tuple(button.text for row in self.buttons for button in row)


@dataclass(frozen=True, kw_only=True)
class CallbackAnswer:
    """What people saw after they pressed a button: nothing, a notice, or an alert."""

    text: str
    show_alert: bool
    url: str | None


@dataclass(frozen=True, kw_only=True)
class InlineAnswer:
    """What an inline query found."""

    results: tuple[Json, ...]
    cache_time: int
    is_personal: bool
    next_offset: str
    button: Json | None

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(str(result.get("title", "")) for result in self.results)
