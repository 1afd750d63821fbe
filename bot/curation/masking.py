"""Personal data taken out of what people wrote, before a curator reads it.

What is masked: e-mail addresses, links to people and messages, handles, card numbers, numbers of Chinese identity
cards, phone numbers. Rather too much than too little: a long row of digits is somebody's, whatever it is for.
What is kept: amounts, years, customs codes and other short numbers, since a question without them may say nothing.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from bot.advice.masks import Masked, mark

_CHINESE_SIGNS = "，！？：；（）～"
# No pattern looks far for an end: a text of thousands of letters would take long, and walls are masked every second.
_EMAIL = re.compile(r"[\w.+%'-]{1,64}+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(
    r"(?:https?://)?(?:t\.me|telegram\.me|wa\.me|wechat\.com|weixin\.qq\.com)/\S+|tg://\S+", re.IGNORECASE
)
_NAMED = re.compile(
    r"((?:微信号?|v信|vx|wx|wechat|weixin|qq号?|whatsapp|telegram|skype|line id)\s*)"
    # After "is" or a colon any word is the name of an account, else only one that no sentence has: with digits in it.
    r"((?:(?:id|号|是|is)\s*[:：=]?|[:：=])\s*)?"
    r"(?:(?(2)[a-z][\w.-]{4,30}|(?=[a-z_.-]{,30}\d)[a-z][\w.-]{4,30})|[+(（]?\d(?:[ \t()（）.\-–—·_/]{0,3}\d){4,})",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@])@[A-Za-z0-9_.]{3,64}")
_DIGITS = re.compile(r"[+(（]?\d(?:[ \t()（）.\-–—·_/]{0,3}\d){6,}[xX]?")
_CHINESE_ID = re.compile(r"\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_CHINESE_MOBILE = re.compile(r"(?:(?:\+|00)?86)?1[3-9]\d{9}")
_CARD_LENGTHS = range(13, 20)
_PHONE_LENGTHS = range(7, 16)
_PERCENT_OR_YEARS = re.compile(r"(?:19|20)\d{2}\s?[-–—/]\s?(?:19|20)\d{2}")
_CODE = re.compile(r"\d{4}[.]\d{2}(?:[.]?\d{2,4})?")
_DATE = re.compile(r"(?:19|20)\d{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .]000)+")


class _Kind(NamedTuple):
    pattern: re.Pattern[str]
    replaced: Callable[[re.Match[str]], str]


def masked(text: str) -> str:
    """*text* with a mark such as ``▇phone▇`` for each piece of personal data; masking twice changes nothing."""
    shown = _visible(text)
    for kind in _KINDS:
        shown = kind.pattern.sub(kind.replaced, shown)
    return shown


def _visible(text: str) -> str:
    """*text* with all digits and signs in their plain form, and without what is invisible and can cut a number.

    Chinese punctuation stays as it is, since it is there to be read.
    """
    plain = "".join(
        piece if piece in _CHINESE_SIGNS else unicodedata.normalize("NFKC", piece)
        for piece in re.split(f"([{_CHINESE_SIGNS}])", text)
        if piece
    )
    kept = (character for character in plain if unicodedata.category(character) != "Cf")
    return "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in kept)


def _digits_masked(found: re.Match[str]) -> str:
    whole = found.group()
    digits = re.sub(r"\D", "", whole)
    if _CHINESE_ID.fullmatch(re.sub(r"[^\dXx]", "", whole)):
        return mark("id")
    kept_x = whole[-1] if whole[-1] in "xX" else ""
    body = whole.removesuffix(kept_x) if kept_x else whole
    if any(harmless.fullmatch(body) for harmless in (_PERCENT_OR_YEARS, _CODE, _DATE)):
        return whole
    if _THOUSANDS.fullmatch(body) and not _CHINESE_MOBILE.fullmatch(digits):
        return whole
    return mark(_kind_of(digits, body)) + kept_x


def _kind_of(digits: str, whole: str) -> Masked:
    if len(digits) in _CARD_LENGTHS and _passes_luhn(digits) and not whole.startswith("+"):
        return "card"
    if _CHINESE_MOBILE.fullmatch(digits) or len(digits) in _PHONE_LENGTHS:
        return "phone"
    return "number"


def _passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on every bank card."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


_KINDS = (
    _Kind(_LINK, lambda _: mark("handle")),
    _Kind(_EMAIL, lambda _: mark("email")),
    _Kind(_HANDLE, lambda _: mark("handle")),
    _Kind(_NAMED, lambda found: found.group(1) + (found.group(2) or "") + mark("handle")),
    _Kind(_DIGITS, _digits_masked),
)
