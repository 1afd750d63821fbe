"""Keyboards under messages, checked as Telegram checks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.bot_api.errors import Json, bad_request
from tests.bot_api.links import is_link, user_in_link
from tests.bot_api.request_bodies import Parameters, as_text

MAX_BUTTONS = 100
MAX_PER_ROW = 8
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Button:
    """One inline button; all actions but one are None."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: Mapping[str, Any] | None = None
    copy_text: str | None = None
    web_app: str | None = None

    def answers_to(self, label: str) -> bool:
        return label in {self.text, self.callback_data, self.url}


@dataclass(frozen=True, kw_only=True)
class Markup:
    """An inline keyboard, or the object of another kind of keyboard, or neither."""

    inline: Json | None = None
    other: Json | None = None


def read_markup(parameters: Parameters) -> Markup:
    found = parameters.structure("reply_markup")
    if not found:
        return Markup()
    if not isinstance(found, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in found:
        return Markup(inline=checked_inline_keyboard(found["inline_keyboard"]))
    if "keyboard" in found:
        return Markup(other=_checked_reply_keyboard(found))
    return Markup(other=found)


def checked_inline_keyboard(rows: Any) -> Json | None:
    """The keyboard as Telegram keeps it (no empty rows), or None if no button is left."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    for row in rows:
        if len(row) > MAX_PER_ROW:
            raise bad_request(f"a row of the inline keyboard has {len(row)} buttons, more than {MAX_PER_ROW}")
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _unparsable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _unparsable('Field "text" must be of type String')
    if not as_text(text).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable(f"Exactly one action is allowed, found {' and '.join(actions)}")
    _check_action(actions[0], button[actions[0]])


def _check_action(action: str, value: Any) -> None:
    match action:
        case "callback_data":
            if not isinstance(value, str) or not 1 <= len(as_text(value).encode()) <= 64:
                raise bad_request("BUTTON_DATA_INVALID")
        case "url":
            if not isinstance(value, str) or not (is_link(value) or user_in_link(value)):
                raise bad_request("BUTTON_URL_INVALID")
        case "web_app" | "login_url":
            url = value.get("url", "") if isinstance(value, dict) else ""
            if not url.startswith("https://") or not is_link(url):
                raise bad_request("BUTTON_URL_INVALID")
        case "copy_text":
            text = value.get("text", "") if isinstance(value, dict) else ""
            if not 1 <= len(text) <= 256:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case _:
            pass


def _checked_reply_keyboard(markup: Json) -> Json:
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and row for row in rows):
        raise bad_request('field "keyboard" of the ReplyKeyboardMarkup must be a non-empty Array of Arrays')
    for button in (button for row in rows for button in row):
        text = button.get("text") if isinstance(button, dict) else button
        if not isinstance(text, str) or not text.strip():
            raise bad_request("keyboard button text must be non-empty")
    return markup


def _unparsable(what: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {what}")


def buttons_of(keyboard: Json | None) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons as values."""
    rows = keyboard["inline_keyboard"] if keyboard else ()
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: Json) -> Button:
    return Button(
        text=button["text"],
        callback_data=button.get("callback_data"),
        url=button.get("url"),
        switch_inline_query=button.get("switch_inline_query"),
        switch_inline_query_current_chat=button.get("switch_inline_query_current_chat"),
        switch_inline_query_chosen_chat=button.get("switch_inline_query_chosen_chat"),
        copy_text=(button.get("copy_text") or {}).get("text"),
        web_app=(button.get("web_app") or {}).get("url"),
    )
