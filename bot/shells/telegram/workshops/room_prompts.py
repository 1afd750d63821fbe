"""Asking somebody for a name or a day: the reply to our request says it, also after a restart."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from telegram import Bot, ForceReply, Message
from telegram.ext.filters import MessageFilter

from bot.files.templates import Templates
from bot.shells.telegram.desk import Asker, Desk
from bot.workshops.codes import ALPHABET, LENGTH
from bot.workshops.rooms import Room

Wanted = Literal["name", "day", "nickname"]
OF_TRAINERS: tuple[Wanted, ...] = ("name", "day")
OF_PEOPLE: tuple[Wanted, ...] = ("nickname",)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What we asked for, and for the room of which code."""

    wanted: Wanted
    code: str


class AnswersRoomPrompt(MessageFilter):
    """Lets through messages that reply to one of our requests for what is *wanted*."""

    def __init__(self, desk: Desk, wanted: tuple[Wanted, ...] = OF_TRAINERS) -> None:
        super().__init__()
        self._desk = desk
        self._wanted = wanted

    def filter(self, message: Message) -> bool:
        return self.request(message) is not None

    def request(self, message: Message) -> Request | None:
        """What *message* replies to, if that is a request of ours, in the words of the templates in force."""
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or not replied.from_user.is_bot:
            return None
        for pattern, wanted in _patterns(self._desk.parts.templates, self._wanted).items():
            found = pattern.fullmatch(replied.text or "")
            if found is not None:
                return Request(wanted=wanted, code=found["code"])
        return None


async def ask_for(desk: Desk, asker: Asker, wanted: Wanted, room: Room, language: str) -> None:
    """Ask for the name or the day of *room*, or for a nickname in it."""
    prompt = desk.parts.templates.label(language, f"workshop_ask_{wanted}").format(code=room.code)
    hint = desk.parts.templates.label(language, f"workshop_{wanted}_hint")

    async def ask(bot: Bot) -> Message:
        return await bot.send_message(
            asker.place.chat_id, prompt, reply_markup=ForceReply(selective=True, input_field_placeholder=hint)
        )

    await desk.sender.deliver(asker.place, ask)


@lru_cache(maxsize=4)  # what trainers and people are asked for, in templates old and new
def _patterns(templates: Templates, asked: tuple[Wanted, ...]) -> dict[re.Pattern[str], Wanted]:
    code = f"(?P<code>[{ALPHABET}]{{{LENGTH}}})"
    found: dict[re.Pattern[str], Wanted] = {}
    for language in templates.languages:
        for wanted in asked:
            before, _, after = templates.label(language, f"workshop_ask_{wanted}").partition("{code}")
            found[re.compile(re.escape(before) + code + re.escape(after))] = wanted
    return found
