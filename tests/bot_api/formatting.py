"""Text as the bot gave it, turned into what people see."""

from dataclasses import dataclass
from typing import Any

from tests.bot_api.detection import detect_entities
from tests.bot_api.errors import Json, bad_request
from tests.bot_api.html_parsing import parse_html
from tests.bot_api.links import is_link, user_in_link
from tests.bot_api.request_bodies import Parameters, as_text
from tests.bot_api.utf16 import utf16_length

MAX_ENTITIES = 100  # Telegram drops what comes after, without a word.


@dataclass(frozen=True, kw_only=True)
class FormattedText:
    """``source`` is what the bot wrote, ``plain`` what people read, ``entities`` count UTF-16 units."""

    source: str
    plain: str
    entities: tuple[Json, ...]


NOTHING = FormattedText(source="", plain="", entities=())


def format_text(source: str, parse_mode: str = "", entities: Any = None) -> FormattedText:
    """Parse *source* as Telegram does; an unknown parse mode or a malformed tag raises ApiError."""
    mode = parse_mode.lower()
    if mode == "html":
        plain, found = parse_html(as_text(source))
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request("this test server parses HTML only; teach it Markdown or send HTML")
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        plain, found = as_text(source), _checked(entities, source)
    plain, found = _trimmed(plain.replace("\r", ""), found)
    shown = [entity for entity in map(_resolved, found) if entity is not None]
    return FormattedText(source=source, plain=plain, entities=tuple(detect_entities(plain, shown)[:MAX_ENTITIES]))


def read_text(parameters: Parameters, name: str, *, required: bool, limit: int) -> FormattedText:
    """The formatted text in parameter *name* (``text`` or ``caption``), refused if empty or too long."""
    entities = parameters.structure("entities" if name == "text" else f"{name}_entities")
    mode = parameters.text("parse_mode" if name in {"text", "caption"} else f"{name}_parse_mode")
    text = format_text(parameters.text(name), mode, entities)
    if required and not text.plain:
        raise bad_request("message text is empty")
    if utf16_length(text.plain) > limit:
        raise bad_request("message caption is too long" if name == "caption" else "message is too long")
    return text


def _checked(entities: Any, text: str) -> list[Json]:
    if not entities:
        return []
    total = utf16_length(text)
    for entity in entities:
        if not 0 <= entity["offset"] < entity["offset"] + entity["length"] <= total:
            raise bad_request(f"entity at offset {entity['offset']} lies beyond the end of the text")
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _resolved(entity: Json) -> Json | None:
    """The entity as Telegram shows it: a link to a user becomes a mention, a bad link is dropped."""
    if entity["type"] != "text_link":
        return entity
    user_id = user_in_link(entity["url"])
    if user_id is not None:
        place = {"type": "text_mention", "offset": entity["offset"], "length": entity["length"]}
        return {**place, "user": {"id": user_id, "is_bot": False, "first_name": f"User {user_id}"}}
    return entity if is_link(entity["url"]) else None


def _trimmed(plain: str, entities: list[Json]) -> tuple[str, list[Json]]:
    trimmed = plain.strip()
    if trimmed == plain:
        return plain, entities
    dropped = utf16_length(plain[: len(plain) - len(plain.lstrip())])
    total = utf16_length(trimmed)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - dropped)
        end = min(total, entity["offset"] + entity["length"] - dropped)
        if start < end:
            moved.append({**entity, "offset": start, "length": end - start})
    return trimmed, moved
