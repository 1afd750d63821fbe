"""Buttons that every Bot API server and every app knows."""

from telegram import InlineKeyboardMarkup


def plain_buttons(keyboard: InlineKeyboardMarkup) -> InlineKeyboardMarkup | None:
    """*keyboard* with those of its buttons that ask us or open a link; None if it has no such buttons."""
    rows = [[key for key in row if key.callback_data or key.url] for row in keyboard.inline_keyboard]
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None
