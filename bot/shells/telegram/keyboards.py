"""Buttons under messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.replies import Offer
from bot.shells.telegram.callbacks import OpenTopic, Press, button_data

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A message: its text, and what can be pressed under it."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None


def button(text: str, press: Press) -> InlineKeyboardButton:
    """A button that does *press*."""
    return InlineKeyboardButton(text, callback_data=button_data(press))


def row(text: str, press: Press) -> Row:
    """A button with a line of its own."""
    return (button(text, press),)


def keyboard_of(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """The buttons of all *rows* that have any."""
    filled = [a_row for a_row in rows if a_row]
    return InlineKeyboardMarkup(filled) if filled else None


def offered(offers: Sequence[Offer], language: str) -> tuple[Row, ...]:
    """A button for each of the topics that a reply offers."""
    return tuple(row(offer.title, OpenTopic(language=language, topic=offer.topic)) for offer in offers)
