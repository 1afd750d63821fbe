"""Telegram's HTML: measured, split, and turned into plain text. The test server's own parser is the judge."""

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.advice.markup import MESSAGE_LIMIT, plain_text, split_html, utf16_length, visible_length
from tests.bot_api import format_text

TAGS = ("b", "i", "u", "s", "code", "blockquote", "blockquote expandable", 'a href="https://example.org/?a=1&amp;b=2"')
ALPHABET = st.one_of(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cn", "Co")),
    st.sampled_from("\n  <>&\"'。；🙂🚢运费"),
)
WORDS = st.text(ALPHABET, max_size=60)


def tagged(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Several *parts* in a row, some of them in a tag."""
    in_a_tag = st.builds(lambda tag, inner: f"<{tag}>{inner}</{tag.partition(' ')[0]}>", st.sampled_from(TAGS), parts)
    return st.lists(st.one_of(parts, in_a_tag), max_size=5).map("".join)


HTML = st.recursive(WORDS.map(escape), tagged, max_leaves=12)


def visible(html: str) -> str:
    """What a reader sees of *html*, without its spaces and line ends."""
    return "".join(format_text(html, "HTML").plain.split())


@given(HTML, st.integers(2, 80))
@example("<b>" + "word " * 40 + "</b>", 17)
@example("<b>a\n<i>b &amp; c\nd</i></b>\n<blockquote expandable>e\nf</blockquote>", 3)
@example("\n" * 50 + "late", 10)
@example("🙂" * 30, 5)
@example("&#x1F600;" * 9, 4)
@example("运费太贵。" * 20, 12)
def test_pieces_are_valid_fit_and_lose_nothing(html: str, limit: int) -> None:
    pieces = split_html(html, limit)
    shown = [format_text(piece, "HTML").plain for piece in pieces]
    assert all(0 < utf16_length(text) <= limit for text in shown)
    assert "".join("".join(text.split()) for text in shown) == visible(html)


@given(HTML)
def test_a_short_text_stays_in_one_piece(html: str) -> None:
    assert len(split_html(html, 100_000)) == (1 if visible(html) else 0)


def test_cuts_stand_between_lines_where_lines_fit() -> None:
    lines = [f"<b>{number}</b>. " + "x" * 900 for number in range(12)]
    pieces = split_html("\n".join(lines))
    assert [line for piece in pieces for line in piece.split("\n")] == lines
    assert all(visible_length(piece) <= MESSAGE_LIMIT for piece in pieces)


def test_an_open_tag_goes_on_in_the_next_piece() -> None:
    assert split_html('<a href="x"><b>one two</b></a>', 4) == [
        '<a href="x"><b>one </b></a>',
        '<a href="x"><b>two</b></a>',
    ]


def test_a_sentence_of_chinese_is_kept_whole_where_it_fits() -> None:
    assert split_html("运费太贵了。怎么办才好？", 8) == ["运费太贵了。", "怎么办才好？"]


@pytest.mark.parametrize(
    ("html", "units"),
    [
        pytest.param("<b>abc</b>", 3, id="tags do not count"),
        pytest.param("a &amp; b", 5, id="an entity is one"),
        pytest.param("🙂", 2, id="an emoji is two"),
        pytest.param("运费", 2, id="a Chinese character is one"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_length_is_counted_as_telegram_does(html: str, units: int) -> None:
    assert visible_length(html) == units
    assert utf16_length(format_text(html, "HTML").plain) == units


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<b>Title</b>\n\ntext", "Title\n\ntext", id="markup goes"),
        pytest.param("1 &lt; 2 &amp; <i>3</i>", "1 < 2 & 3", id="entities are read"),
        pytest.param("&lt;b&gt;", "<b>", id="an escaped tag is text"),
        pytest.param("S\n<blockquote>a\nb</blockquote>\nrest", "S\n  a\n  b\n\nrest", id="quotes are indented"),
        pytest.param('see <a href="https://x.org">here</a>.', "see here (https://x.org).", id="links show where to"),
        pytest.param("a  \n\n\n\n\nb\n", "a\n\nb", id="no rows of blank lines"),
        pytest.param("{{ 7*7 }}", "{{ 7*7 }}", id="nothing is computed"),
    ],
)
def test_plain_text_reads_well(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(HTML.filter(lambda html: "<a " not in html))
def test_plain_text_loses_no_word(html: str) -> None:
    assert "".join(plain_text(html).split()) == visible(html)
