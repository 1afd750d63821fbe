"""Whatever people write, what we say is markup that Telegram takes, of a length that it takes, and only ours."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pytest

from bot.advice.markup import MESSAGE_LIMIT, split_html, utf16_length
from bot.assembly import Parts
from bot.curation.template_values import VALUES
from bot.replies import Replies
from tests.bot_api import format_text
from tests.fuzz.hostile import AMOUNTS, TEXTS, any_text, as_received, for_any

BLANK = "…"
"""What stands in the examples of values for words of somebody."""
SPEAKING = sorted(name for name, given in VALUES.items() if BLANK in repr(given))


def assert_telegram_takes(html: str) -> None:
    for piece in split_html(html):
        shown = format_text(piece, "HTML").plain
        assert shown
        assert utf16_length(shown) <= MESSAGE_LIMIT


@pytest.mark.parametrize("amount", AMOUNTS)
def test_the_answer_to_any_text_is_markup_that_telegram_takes(small_parts: Parts, amount: int) -> None:
    def holds(text: str) -> None:
        assert_telegram_takes(small_parts.answerer.answer(text).reply.html)

    for_any(any_text, amount, holds)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_answer_to_a_hostile_text_is_markup_that_telegram_takes(small_parts: Parts, text: str) -> None:
    answer = small_parts.answerer.answer(text, after=(text, "shipping is too expensive"))
    assert_telegram_takes(answer.reply.html)


def filled(value: Any, text: str) -> Any:
    """*value* with *text* wherever words of somebody stand."""
    match value:
        case str():
            return text if value == BLANK else value
        case dict():
            return {key: filled(inner, text) for key, inner in value.items()}
        case tuple() | list():
            return type(value)(filled(inner, text) for inner in value)
        case _:
            return value


def tags(html: str) -> list[str]:
    return re.findall(r"<(/?[a-z-]+)", html)


def assert_only_ours_is_markup(
    text: str, *, replies: Replies, name: str, given: Sequence[Mapping[str, object]]
) -> None:
    for language in replies.languages:
        for values in given:
            html = replies.page(name, language, **filled(dict(values), text))
            assert tags(html) == tags(replies.page(name, language, **values))
            if text.strip():
                assert_telegram_takes(html)


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("name", SPEAKING)
def test_no_page_takes_any_text_for_markup(small_parts: Parts, name: str, amount: int) -> None:
    replies = small_parts.answerer.replies
    visible = any_text.map(lambda text: as_received(f"x{text}"[:500]))
    for_any(visible, amount, partial(assert_only_ours_is_markup, replies=replies, name=name, given=VALUES[name]))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_page_takes_a_hostile_text_for_markup(small_parts: Parts, text: str) -> None:
    for name in SPEAKING:
        assert_only_ours_is_markup(
            as_received(f"x{text}"), replies=small_parts.answerer.replies, name=name, given=VALUES[name]
        )
