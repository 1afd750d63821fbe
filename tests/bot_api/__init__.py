"""A local Telegram Bot API server for tests; see ``server.py``."""

from tests.bot_api.chats import Account
from tests.bot_api.faults import BrokenJson, CutOff, HangUp, Nonsense, Refusal, ServerError, Stall, TooManyRequests
from tests.bot_api.formatting import FormattedText, format_text
from tests.bot_api.groups import Group, Topic
from tests.bot_api.inline_queries import AskedInline
from tests.bot_api.keyboards import Button
from tests.bot_api.messages import Message
from tests.bot_api.people import CannotVoteError, User
from tests.bot_api.pressing import NoSuchButtonError, Press
from tests.bot_api.records import Call, CallbackAnswer, InlineAnswer, Refused, Sent
from tests.bot_api.server import TOKEN, BotApiServer
from tests.bot_api.utf16 import utf16_length, utf16_slice
from tests.bot_api.waiting import PATIENCE_S, DidNotHappenError

__all__ = [
    "PATIENCE_S",
    "TOKEN",
    "Account",
    "AskedInline",
    "BotApiServer",
    "BrokenJson",
    "Button",
    "Call",
    "CallbackAnswer",
    "CannotVoteError",
    "CutOff",
    "DidNotHappenError",
    "FormattedText",
    "Group",
    "HangUp",
    "InlineAnswer",
    "Message",
    "NoSuchButtonError",
    "Nonsense",
    "Press",
    "Refusal",
    "Refused",
    "Sent",
    "ServerError",
    "Stall",
    "TooManyRequests",
    "Topic",
    "User",
    "format_text",
    "utf16_length",
    "utf16_slice",
]
