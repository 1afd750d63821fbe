"""A message in a chat, and how the Bot API writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bot_api.errors import Json
from tests.bot_api.keyboards import Button, buttons_of
from tests.bot_api.uploads import StoredFile


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message as it stands: ``text`` is what the sender wrote (HTML and all), ``plain`` what people read.

    ``text``, ``plain`` and ``entities`` are those of the caption where there is a file. ``content`` holds
    what is neither, under its Bot API name, such as "poll", "sticker" or "new_chat_members".
    """

    chat_id: int
    message_id: int
    time: float
    sender_id: int
    from_bot: bool = False
    text: str = ""
    plain: str = ""
    entities: tuple[Json, ...] = ()
    inline_keyboard: Json | None = None
    other_keyboard: Json | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    edited_at: float | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    file: StoredFile | None = None
    via_bot: bool = False
    update_id: int | None = None

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        return buttons_of(self.inline_keyboard)

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands on the buttons, row after row."""
        return tuple(button.text for row in self.buttons for button in row)

    @property
    def reply_keyboard(self) -> tuple[tuple[str, ...], ...]:
        """What stands on the keyboard in place of the phone's own."""
        rows = (self.other_keyboard or {}).get("keyboard", ())
        return tuple(tuple(key if isinstance(key, str) else key["text"] for key in row) for row in rows)

    @property
    def document(self) -> bytes | None:
        return self.file.content if self.file and self.file.kind == "document" else None

    @property
    def photo(self) -> bytes | None:
        return self.file.content if self.file and self.file.kind == "photo" else None

    def same_words_as(self, other: "Message") -> bool:
        """Claim that people see the same text, file and buttons."""
        return (
            self.plain == other.plain
            and self.entities == other.entities
            and self.inline_keyboard == other.inline_keyboard
            and self.content == other.content
        )

    def to_json(self, chat: Json, sender: Json, bot: Json, reply: Json | None) -> Json:
        written: Json = {"message_id": self.message_id, "from": sender, "chat": chat, "date": int(self.time)}
        if self.thread_id is not None:
            written |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.edited_at is not None:
            written["edit_date"] = int(self.edited_at)
        if reply is not None:
            written["reply_to_message"] = reply
        if self.via_bot:
            written["via_bot"] = bot
        if self.plain:
            written["caption" if self._has_caption else "text"] = self.plain
        if self.entities:
            written["caption_entities" if self._has_caption else "entities"] = list(self.entities)
        if self.inline_keyboard:
            written["reply_markup"] = self.inline_keyboard
        return written | dict(self.content)

    @property
    def _has_caption(self) -> bool:
        return bool(self.content)
