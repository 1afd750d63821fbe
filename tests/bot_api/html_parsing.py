"""Telegram's HTML: a few tags, three kinds of attribute, and entities that count UTF-16 units.

Stricter than Telegram in one place: a named reference that it does not know (``&nbsp;``) is shown there as it
stands and refused here, since no reader wants to see it.
"""

import re
from dataclasses import dataclass, field

from tests.bot_api.errors import ApiError, Json, bad_request
from tests.bot_api.utf16 import utf16_length

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_MARK = re.compile(r"[<&]")
_NAME = re.compile(r"[^\s>]*")
_SPACES = re.compile(r"\s*")
_ATTRIBUTE = re.compile(r"[^\s=>]+")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d+)|#[xX](?P<hex>[0-9a-fA-F]+)|(?P<name>[A-Za-z]+\d*));?")


@dataclass(frozen=True, kw_only=True)
class _OpenTag:
    name: str
    attributes: Json
    offset: int


@dataclass(kw_only=True)
class _Reader:
    source: str
    at: int = 0
    length: int = 0
    plain: list[str] = field(default_factory=list)
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self) -> None:
        while (mark := _MARK.search(self.source, self.at)) is not None:
            self.take(self.source[self.at : mark.start()])
            self.at = mark.start()
            if mark.group() == "&":
                self.read_reference()
            elif self.source.startswith("</", self.at):
                self.read_end_tag()
            else:
                self.read_start_tag()
        self.take(self.source[self.at :])
        if self.open_tags:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open_tags[-1].name}"')

    def take(self, text: str) -> None:
        self.plain.append(text)
        self.length += utf16_length(text)

    def read_reference(self) -> None:
        found = _REFERENCE.match(self.source, self.at)
        if found is None:
            self.take("&")
            self.at += 1
            return
        character = _character(found)
        if character is None and found["name"] and found.group().endswith(";"):
            raise self.fail(f'Unsupported HTML entity "{found.group()}"', self.at)
        self.take(found.group() if character is None else character)
        self.at = found.end()

    def read_start_tag(self) -> None:
        begin = self.at
        name = self.read_name(begin + 1)
        if self.at == len(self.source):
            raise self.fail("Unclosed start tag", begin)
        if name.lower() not in KINDS:
            raise self.fail(f'Unsupported start tag "{name.lower()}"', begin)
        attributes = self.read_attributes(name.lower(), begin)
        if name.lower() == "span" and attributes.get("class") != "tg-spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler"', begin)
        if name.lower() == "tg-emoji" and not str(attributes.get("emoji-id", "")).isdigit():
            raise self.fail("Invalid custom emoji identifier specified", begin)
        self.open_tags.append(_OpenTag(name=name.lower(), attributes=attributes, offset=self.length))

    def read_attributes(self, tag: str, begin: int) -> Json:
        attributes: Json = {}
        while True:
            self.skip_spaces()
            if self.at == len(self.source):
                raise self.fail("Unclosed start tag", begin)
            if self.source[self.at] == ">":
                self.at += 1
                return attributes
            found = _ATTRIBUTE.match(self.source, self.at)
            if found is None:
                raise self.fail(f'Empty attribute name in the tag "{tag}"', begin)
            self.at = found.end()
            self.skip_spaces()
            attributes[found.group()] = self.read_value(begin)

    def read_value(self, begin: int) -> str:
        if not self.source.startswith("=", self.at):
            return ""
        self.at += 1
        self.skip_spaces()
        quote = self.source[self.at : self.at + 1]
        if quote not in {"'", '"'}:
            return self.read_token()
        end = self.source.find(quote, self.at + 1)
        if end < 0:
            raise self.fail("Unclosed start tag", begin)
        value = self.source[self.at + 1 : end]
        self.at = end + 1
        return _REFERENCE.sub(lambda found: _character(found) or found.group(), value)

    def read_token(self) -> str:
        found = _TOKEN.match(self.source, self.at)
        end = found.end() if found else self.at
        if self.source[end : end + 1] != ">" and not self.source[end : end + 1].isspace():
            raise self.fail("Unexpected end of name token", self.at)
        value = self.source[self.at : end].lower()
        self.at = end
        return value

    def read_end_tag(self) -> None:
        begin = self.at
        if not self.open_tags:
            raise self.fail("Unexpected end tag", begin)
        name = self.read_name(begin + 2)
        self.skip_spaces()
        if not self.source.startswith(">", self.at):
            raise self.fail("Unclosed end tag", begin)
        self.at += 1
        tag = self.open_tags.pop()
        if name and name.lower() != tag.name:
            raise self.fail("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        self.close(tag)

    def close(self, tag: _OpenTag) -> None:
        length = self.length - tag.offset
        if length == 0:
            return
        entity: Json = {"type": KINDS[tag.name], "offset": tag.offset, "length": length}
        if tag.name == "a":
            whole = "".join(self.plain).encode("utf-16-le")
            entity["url"] = tag.attributes.get("href") or whole[tag.offset * 2 :].decode("utf-16-le")
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes["emoji-id"]
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code":
            entity["language"] = str(tag.attributes.get("class", "")).removeprefix("language-")
        self.entities.append(entity)

    def read_name(self, start: int) -> str:
        found = _NAME.match(self.source, start)
        self.at = found.end() if found else start
        return self.source[start : self.at]

    def skip_spaces(self) -> None:
        found = _SPACES.match(self.source, self.at)
        self.at = found.end() if found else self.at

    def fail(self, what: str, at: int, more: str = "") -> ApiError:
        return _unparsable(f"{what} at byte offset {len(self.source[:at].encode())}{more}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text people read and its entities, outermost first; raises ApiError where Telegram refuses."""
    reader = _Reader(source=source)
    reader.read()
    # Of two tags around the same words the outer one was closed last.
    found = sorted(enumerate(reader.entities), key=lambda item: (item[1]["offset"], -item[1]["length"], -item[0]))
    entities = [entity for _, entity in found]
    return "".join(reader.plain), _without_clashes(entities)


def _without_clashes(entities: list[Json]) -> list[Json]:
    """Code has no other entity in it or around it (but quotes); a code tag in pre gives pre its language."""
    solid: list[Json] = []
    for entity in entities:
        if entity["type"] not in {"code", "pre"}:
            continue
        outer = next((found for found in solid if _within(entity, found)), None)
        if outer is None:
            solid.append(entity)
        elif outer["type"] == "pre" and entity.get("language") and entity["length"] == outer["length"]:
            outer["language"] = entity["language"]
    kept = list(solid)
    for entity in entities:
        if entity["type"].endswith("blockquote"):
            kept.append(entity)
        elif entity["type"] not in {"code", "pre"}:
            kept += _around(entity, solid)
    for entity in solid:
        if entity["type"] == "code" or not entity.get("language"):
            entity.pop("language", None)
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _within(inner: Json, outer: Json) -> bool:
    ends = inner["offset"] + inner["length"] <= outer["offset"] + outer["length"]
    return bool(inner["offset"] >= outer["offset"] and ends)


def _around(entity: Json, solid: list[Json]) -> list[Json]:
    """What is left of *entity* outside the *solid* ones."""
    start, end = entity["offset"], entity["offset"] + entity["length"]
    pieces: list[Json] = []
    for block in solid:
        if block["offset"] >= end or block["offset"] + block["length"] <= start:
            continue
        if block["offset"] > start:
            pieces.append({**entity, "offset": start, "length": block["offset"] - start})
        start = block["offset"] + block["length"]
    if start < end:
        pieces.append({**entity, "offset": start, "length": end - start})
    return pieces


def _character(found: re.Match[str]) -> str | None:
    if found["name"]:
        return NAMED.get(found["name"])
    code = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16)
    is_character = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else None


def _unparsable(what: str) -> ApiError:
    return bad_request(f"can't parse entities: {what}")
