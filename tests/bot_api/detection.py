"""Entities that Telegram finds by itself: commands, mentions, hashtags, addresses."""

import re
from collections.abc import Iterable

from tests.bot_api.errors import Json
from tests.bot_api.utf16 import utf16_length

_HINT = re.compile(r"[/@#.]")
_KINDS = (
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]，。；：！？）】]", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?!\w)")),
    (
        "url",
        re.compile(r"(?i)(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|cn|eu|de|uk)(?![\w.-])(?:/\S*)?"),
    ),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}")),
)
_CLOSED = frozenset({"code", "pre", "text_link", "text_mention"})


def detect_entities(text: str, given: Iterable[Json] = ()) -> list[Json]:
    """Entities in *text* that no *given* code or link covers, in order, the given ones included."""
    entities = list(given)
    if _HINT.search(text) is None:
        return entities
    taken = [entity for entity in entities if entity["type"] in _CLOSED]
    for kind, pattern in _KINDS:
        for found in pattern.finditer(text):
            offset = utf16_length(text[: found.start()])
            entity = {"type": kind, "offset": offset, "length": utf16_length(found.group())}
            if not any(_overlaps(entity, other) for other in taken):
                taken.append(entity)
                entities.append(entity)
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlaps(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
