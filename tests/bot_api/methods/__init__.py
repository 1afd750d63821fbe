"""The methods of the Bot API, one module for each thing a bot does."""

from tests.bot_api.methods import (
    about_chats,
    about_itself,
    answering_inline,
    answering_presses,
    editing,
    marking,
    polling,
    receiving,
    sending,
    sending_files,
    webhooks,
)
from tests.bot_api.methods.registry import METHODS, Handler

__all__ = [
    "METHODS",
    "Handler",
    "about_chats",
    "about_itself",
    "answering_inline",
    "answering_presses",
    "editing",
    "marking",
    "polling",
    "receiving",
    "sending",
    "sending_files",
    "webhooks",
]
