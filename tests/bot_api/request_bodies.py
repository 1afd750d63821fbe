"""What a request says, whichever way its body is written: query, form, JSON or multipart.

In forms all values are text, and nested values are JSON inside that text; in JSON bodies they may be
either. ``Parameters`` reads both the same.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.bot_api.errors import Json, bad_request

STRUCTURED = frozenset(
    {
        "allowed_updates", "button", "caption_entities", "commands", "correct_option_ids",
        "entities", "explanation_entities", "link_preview_options", "media", "menu_button", "message_ids",
        "options", "question_entities", "reaction", "reply_markup", "reply_parameters", "results", "scope",
    }
)  # fmt: skip
"""Parameters whose value is an object or an array."""

_DISPOSITION = re.compile(rb'([a-z]+\*?)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """A file as it came in a multipart body."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """The parameters of one call."""

    values: Mapping[str, Any]
    files: Mapping[str, UploadedFile]

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        """The value as text; empty if absent."""
        value = self.values.get(name, "")
        return as_text(value if isinstance(value, str) else json.dumps(value))

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """The object or array given for *name*, or None."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def list_of_objects(self, name: str) -> list[Json]:
        found = self.structure(name) or []
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise bad_request(f"can't parse {name}: expected an Array of Objects")
        return found

    def readable(self) -> Json:
        """The values with nested ones decoded, for people who look at them."""
        return {name: self._decoded(name) for name in self.values}

    def _decoded(self, name: str) -> Any:
        value = self.values[name]
        if name not in STRUCTURED or not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            return value


def as_text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return value


def read_parameters(query: bytes, content_type: str, body: bytes) -> Parameters:
    values: Json = dict(parse_qsl(query.decode(), keep_blank_values=True))
    files: dict[str, UploadedFile] = {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        texts, files = read_multipart(content_type, body)
        values.update(texts)
    elif kind == "application/json" and body:
        values.update(_read_json(body))
    elif body:
        values.update(_read_form(body))
    return Parameters(values=values, files=files)


def _read_form(body: bytes) -> Json:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _read_json(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(found, dict):
        raise bad_request("expected an Object")
    return {name: value for name, value in found.items() if value is not None}


def read_multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, UploadedFile]]:
    """The text fields and the files of a multipart body."""
    mark = re.search(r'boundary="?([^";]+)"?', content_type)
    if mark is None:
        raise bad_request("boundary is missing in multipart/form-data")
    texts: dict[str, str] = {}
    files: dict[str, UploadedFile] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + mark[1].encode())[1:-1]:
        head, _, content = part.lstrip(b"\r\n").partition(b"\r\n\r\n")
        names = {key.decode(): value.decode() for key, value in _DISPOSITION.findall(head)}
        if "filename" in names:
            kind = re.search(rb"(?im)^content-type:\s*(\S+)", head)
            files[names["name"]] = UploadedFile(
                name=names["filename"], content=content, content_type=kind[1].decode() if kind else ""
            )
        else:
            texts[names["name"]] = content.decode(errors="surrogateescape")
    return texts, files
