"""What ill-meaning people and broken programs send: texts, JSON and bytes, made up or by chance."""

import json
import random
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

T = TypeVar("T")

QUICK, DEEP = 25, 2_000
AMOUNTS = [QUICK, pytest.param(DEEP, marks=pytest.mark.deep)]
"""How many cases are tried by ``make test``, and by ``make test-deep``."""

TEXTS = {
    "markup": "<b>bold</b><script>alert(1)</script><a href='javascript:1'>x</a>",
    "broken markup": '</b></blockquote><i <<a href="<b>&#x0;&notanentity;&lt;&amp',
    "attributes": "\" onclick=\"x\" ' style='y' > <tg-spoiler>",
    "template": "{{ 7*7 }}{% for x in range(10**9) %}{{ x }}{% endfor %}{# }} #}",
    "template escape": "{{ ''.__class__.__mro__[1].__subclasses__() }}{% include '/etc/passwd' %}",
    "format strings": "%s %n %(x)s {0.__class__} {name!r:>999999} ${HOME} $(id) `id`",
    "sql": "'; DROP TABLE conversations; -- \" OR 1=1 /*",
    "like": "%_\\%__[a-z]*?",
    "yaml": "- !!python/object/apply:os.system ['id']\nkey: &a [*a, *a]\n...\n---\n? | >",
    "path": "../../../../etc/passwd\\..\\..\x00.yaml",
    "formula": "=cmd|' /C calc'!A0",
    "link": "tg://user?id=1 https://t.me/x?start=1 @durov #tag /start $USD +440000000",
    "right to left": "\u202e\u2067txet desrever\u2069\u200f \u0627\u0644\u0634\u062d\u0646",
    "invisible": "\u200b\u200d\u2060\ufeff\u00ad\u180e",
    "zero widths between": "s\u200bh\u200bi\u200bp\u200bp\u200bi\u200bn\u200bg",
    "lone surrogates": "\ud83d shipping \ude00\udfff",
    "controls": "\x00\x01\x07\x08\x0b\x0c\x1b[2J\x7f\x85\u2028\u2029",
    "emoji": "\U0001f600" * 4096,
    "families": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 500,
    "one word": "x" * 4096,
    "ampersands": "&" * 4096,
    "angle brackets": "<>" * 2048,
    "marks piled up": "s" + "\u0301" * 2000 + "hipping",
    "lines": "\n" * 4000 + "shipping",
    "brackets": "[" * 2000 + "{" * 2000,
    "chinese": "\u8fd0\u8d39\u592a\u8d35" * 1000,
    "widest": "\ufdfa" * 4096,
    "unfolds": "\u0130\u1e9e\ufb03\u2126" * 1000,
    "blank": " \t\u3000\n",
    "empty": "",
}

any_text = st.one_of(
    st.sampled_from(sorted(TEXTS.values())),
    st.text(st.characters(exclude_categories=()), max_size=300),
    st.lists(st.sampled_from([*TEXTS.values(), "shipping", "\u8fd0\u8d39"]), max_size=4).map(
        lambda parts: " ".join(parts)[:4096]
    ),
)
"""As long as a message can be, lone surrogates included: JSON can carry them."""


def as_received(text: str) -> str:
    """*text* as handlers get it: half characters do not come through the inbox."""
    return text.encode(errors="replace").decode()


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=20,
)


def for_any(values: st.SearchStrategy[T], amount: int, holds: Callable[[T], None]) -> None:
    """Claim that *holds* raises nothing for so many *values*; the smallest for which it does is shown."""

    @settings(max_examples=amount, suppress_health_check=list(HealthCheck))
    @given(values)
    def law(value: T) -> None:
        holds(value)

    law()


def by_chance(amount: int, holds: Callable[[random.Random], None]) -> None:
    """Claim that *holds* raises nothing for so many courses of chance."""
    for_any(st.integers(), amount, lambda seed: holds(random.Random(seed)))  # noqa: S311 - the same course each time


ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63) - 1, 10**30, "", "x", "\x00", "\ud800", "x" * 5000,
    [], {}, [[]], [None], {"id": None}, {"id": "1"}, {"id": {}}, {"": 0},
)  # fmt: skip


def distorted(genuine: Any, chance: random.Random) -> Any:
    """A copy of the JSON value *genuine* with one to three things wrong in it, at places of its own."""
    whole = {"value": json.loads(json.dumps(genuine))}
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice(_places(whole))
        match chance.randrange(4):
            case 0:
                holder[key] = chance.choice(ODD)
            case 1 if holder is not whole:
                del holder[key]
            case 2:
                holder[key] = [holder[key], holder[key]]
            case _:
                _other, source = chance.choice(_places(whole))
                holder[key] = json.loads(json.dumps(_other[source]))
    return whole["value"]


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in [(value, key), *_places(value[key])]]


def garbled(genuine: bytes, chance: random.Random) -> bytes:
    """*genuine* bytes with some changed, lost, repeated, or cut off."""
    out = bytearray(genuine)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(out) + 1)
        match chance.randrange(4):
            case 0:
                out[place : place + 1] = chance.randbytes(1)
            case 1:
                del out[place : place + chance.randint(1, 40)]
            case 2:
                out[place:place] = out[place : place + chance.randint(1, 200)]
            case _:
                out[place:place] = chance.choice(
                    (b"\x00", b"\xff", b"{{", b"<", b"&a *a", b"[" * 300, b"\r", b"\xed\xa0\x80")
                )
    return bytes(out)


def spoilt(genuine: bytes, chance: random.Random) -> tuple[bytes, bytes, bytes]:
    """Bytes in the place of *genuine* ones: garbled, made up, and cut off."""
    return garbled(genuine, chance), chance.randbytes(200), genuine[: chance.randrange(len(genuine))]
