"""What a button carries: at most 64 bytes that come back to us, from anywhere and at any time, so they are checked.

Each kind of button is a small dataclass with a code of its own; its data are the code and the fields in order:

t:zh:online_fraud     a topic, in the language of the message the button stands under
l:-                   a field that is left open
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.shells.telegram.roles import Role

DATA_LIMIT = 64
"""Bytes."""

Language = Annotated[str, r"[a-z]{2,3}"]
Id = Annotated[str, r"[a-z][a-z0-9_]{0,47}"]
Number = Annotated[int, r"0|[1-9][0-9]{0,17}"]
_OPEN = "-"


@dataclass(frozen=True, kw_only=True)
class Press:
    """A press of a button; who may do it is said by its ``role``.

    In a group a button belongs to the person who asked, unless it is made for all.
    """

    role: ClassVar[Role] = Role.ANYBODY
    is_for_all: ClassVar[bool] = False


P = TypeVar("P", bound=type[Press])

_KINDS: dict[str, type[Press]] = {}
_CODES: dict[type[Press], str] = {}
_FIELDS: dict[type[Press], dict[str, Any]] = {}
"""The type of each field, in order: looking it up for each button took longer than all else about it."""


def button_kind(code: str) -> Callable[[P], P]:
    """Makes a dataclass a kind of button whose data begin with *code*."""

    def register(kind: P) -> P:
        if code in _KINDS:
            raise ValueError(f"two kinds of button have the code {code}")
        _KINDS[code] = kind
        _CODES[kind] = code
        hints = get_type_hints(kind, include_extras=True)
        _FIELDS[kind] = {field.name: hints[field.name] for field in fields(kind)}
        return kind

    return register


@button_kind("t")
@dataclass(frozen=True, kw_only=True)
class OpenTopic(Press):
    """Show this topic."""

    language: Language
    topic: Id


@button_kind("m")
@dataclass(frozen=True, kw_only=True)
class OpenThemes(Press):
    """Show all themes."""

    language: Language


@button_kind("p")
@dataclass(frozen=True, kw_only=True)
class OpenTheme(Press):
    """Show a page, from 1, of the topics of this theme."""

    language: Language
    theme: Id
    page: Number


@button_kind("l")
@dataclass(frozen=True, kw_only=True)
class ChooseLanguage(Press):
    """Answer in this language from now on; None: in that of each question."""

    chosen: Language | None


def button_data(press: Press) -> str:
    """What the button for *press* carries."""
    values = (getattr(press, field.name) for field in fields(press))
    data = ":".join([_CODES[type(press)], *(_OPEN if value is None else str(value) for value in values)])
    if len(data.encode()) > DATA_LIMIT or read_button_data(data) != press:
        raise ValueError(f"this does not fit on a button: {data}")
    return data


def read_button_data(data: str) -> Press | None:
    """What a press of the button with *data* asks for; None if the button is not one of ours."""
    code, *parts = data.split(":")
    kind = _KINDS.get(code)
    if kind is None or len(parts) != len(_FIELDS[kind]) or len(data.encode(errors="replace")) > DATA_LIMIT:
        return None
    values = {}
    for (name, hint), part in zip(_FIELDS[kind].items(), parts, strict=True):
        fits, values[name] = _read(hint, part)
        if not fits:
            return None
    return kind(**values)


def _read(hint: Any, part: str) -> tuple[bool, str | int | None]:
    """Whether *part* is a value of the type that *hint* names, and the value."""
    if get_origin(hint) in {Union, UnionType}:
        if part == _OPEN:
            return True, None
        (hint,) = (option for option in get_args(hint) if option is not NoneType)
    plain, pattern = get_args(hint)
    if re.fullmatch(pattern, part, re.ASCII) is None:
        return False, None
    return True, plain(part)
