"""No curator reads a phone number, an address, a handle or a card number, and questions stay readable."""

import re
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.masks import MARK, Masked, mark, unmarked
from bot.curation.masking import masked
from bot.files.templates import Templates
from tests.conftest import CHECKOUT

SEPARATORS = st.sampled_from(["", " ", "-", ".", "–", " (", ") "])
WORDS = st.sampled_from(["my supplier", "请联系我", "call", "", "电话：", "freight is dear,", "whatsapp"])
DIGIT = st.sampled_from("0123456789")


def digits_of(text: str) -> str:
    return "".join(re.findall(r"\d", text))


@st.composite
def grouped(draw: st.DrawFn, digits: str) -> str:
    """*digits* written in groups, as people write long numbers."""
    sizes = draw(st.lists(st.integers(2, 5), min_size=len(digits), max_size=len(digits)))
    separator = draw(st.sampled_from(["", " ", "-", ".", " - "]))
    groups, rest = [], digits
    while rest:
        size = sizes.pop()
        groups.append(rest[:size])
        rest = rest[size:]
    return separator.join(groups)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    number = "1" + draw(st.sampled_from("3456789")) + draw(st.text(DIGIT, min_size=9, max_size=9))
    return draw(st.sampled_from(["", "+86", "86", "0086 "])) + draw(grouped(number))


@st.composite
def identity_cards(draw: st.DrawFn) -> str:
    born = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2029, 12, 31)))
    area = draw(st.text(DIGIT, min_size=6, max_size=6))
    last = draw(st.text(DIGIT, min_size=3, max_size=3)) + draw(st.sampled_from("0123456789Xx"))
    return f"{area}{born:%Y%m%d}{last}"


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from("3456")) + draw(st.text(DIGIT, min_size=14, max_size=14))
    total = sum(
        n // 10 + n % 10 for n in (int(one) * (1 + (place + 1) % 2) for place, one in enumerate(reversed(body)))
    )
    return draw(grouped(body + str(-total % 10)))


@st.composite
def phones(draw: st.DrawFn) -> str:
    return "+" + draw(grouped(draw(st.from_regex(r"[1-9][0-9]{8,13}", fullmatch=True))))


@st.composite
def emails(draw: st.DrawFn) -> str:
    return draw(st.from_regex(r"[a-z][a-z0-9._+-]{0,12}[a-z0-9]@[a-z0-9]{2,10}\.(com|com\.cn|vn)", fullmatch=True))


@st.composite
def handles(draw: st.DrawFn) -> str:
    return draw(st.from_regex(r"@[A-Za-z][A-Za-z0-9_]{4,20}", fullmatch=True))


@given(WORDS, st.one_of(mobiles(), cards(), phones(), identity_cards()), WORDS)
def test_no_long_number_gets_through(before: str, number: str, after: str) -> None:
    shown = masked(f"{before} {number} {after}")
    assert MARK in shown
    assert len(digits_of(shown)) < 5


@given(WORDS, st.one_of(emails(), handles()), WORDS)
def test_no_address_and_no_handle_gets_through(before: str, address: str, after: str) -> None:
    shown = masked(f"{before} {address} {after}")
    assert "@" not in shown
    assert MARK in shown


@given(mobiles())
def test_digits_of_other_scripts_and_invisible_cuts_hide_nothing(number: str) -> None:
    full_width = number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    arabic = number.translate({ord(str(digit)): chr(0x0660 + digit) for digit in range(10)})
    for disguised in (full_width, arabic, "\u200b".join(number)):
        assert MARK in masked(disguised)
        assert len(digits_of(masked(disguised))) < 5


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(st.text(st.characters(categories=["L", "Zs"]), max_size=60))
def test_words_alone_stay(text: str) -> None:
    plain = re.sub(r"\s+", " ", masked(text))
    assert MARK not in plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call +44 20 7946 0958 now", "call ▇phone▇ now"),
        ("我的手机13812345678，急", "我的手机▇phone▇，急"),
        ("身份证11010519491231002X能用吗", "身份证▇id▇能用吗"),
        ("paid with 4111 1111 1111 1111", "paid with ▇card▇"),
        ("write to li.wei+x@acme.com.cn please", "write to ▇email▇ please"),
        ("ask @some_body on telegram", "ask ▇handle▇ on telegram"),
        ("see https://t.me/some_body?x=1", "see ▇handle▇"),
        ("加微信：liwei_88 细聊", "加微信：▇handle▇ 细聊"),
        ("my whatsapp is 447700900123", "my whatsapp is ▇handle▇"),
    ],
)  # fmt: skip
def test_what_is_taken_out_says_what_it_was(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "hs code 0804 or 2008?",
        "code 6911.10 for cups",
        "code 8517.62.00 switch",
        "40 containers a year, 30% lost",
        "between 2015-2019 freight doubled",
        "the order of 2024-05-17 is late",
        "profit fell from 1 000 000 to 20 000",
        "10,000 pieces at 2.50 each",
        "运费从3000涨到12000",
        "since 2019 we ship @ 3 dollars",
    ],
)
def test_amounts_years_and_codes_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["email", "handle", "card", "id", "phone", "number"]),
        ("zh", ["邮箱", "账号", "银行卡", "证件号", "电话", "号码"]),
    ],
)
def test_marks_are_read_in_the_readers_language(language: str, names: list[str]) -> None:
    written = " ".join(mark(kind) for kind in get_args(Masked))
    templates = Templates(CHECKOUT / "templates")
    assert templates.with_marks_named(language, written) == " ".join(f"{MARK}{name}{MARK}" for name in names)
    own = f"{MARK}drawn by hand{MARK} {MARK}{MARK}"
    assert templates.with_marks_named(language, own) == own


@pytest.mark.parametrize("piece", ["x", "a.", "1-- ", "a@b-", "+", "wx", "wx-", "微信", "t.me "])
def test_a_text_of_any_length_is_read_in_one_go(piece: str) -> None:
    """Where a pattern looked to the end of the text from every letter, this would take hours."""
    assert "▇phone▇" in masked(f"{piece * 100_000}, +44 7700 900123")


def test_chinese_punctuation_stays() -> None:
    words = "运费太贵了，怎么办？（急！）一：谈价；二：换船～"
    assert masked(words) == words
    assert masked("请打（021）6234５678，谢谢！") == "请打▇phone▇，谢谢！"


def test_a_phrasing_has_no_marks() -> None:
    assert unmarked(masked("call +44 20 7946 0958, freight is too dear")) == "call , freight is too dear"
