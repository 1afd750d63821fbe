"""Setting replies for a terminal."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.shells.typesetting import typeset

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")) | st.sampled_from("\n  。，"))


@pytest.mark.parametrize(
    ("html", "width", "lines"),
    [
        pytest.param("one two three", 8, ["one two", "three"], id="between words"),
        pytest.param("• one two three", 10, ["• one two", "  three"], id="under the text of a bullet"),
        pytest.param("12. one two", 8, ["12. one", "    two"], id="under the text of a number"),
        pytest.param("运费太贵，怎么办", 9, ["运费太", "贵，怎么", "办"], id="no comma at the start of a line"),
        pytest.param("他说了（运）", 8, ["他说了", "（运）"], id="brackets stay with what they hold"),
        pytest.param("abcdefghij", 4, ["abcd", "efgh", "ij"], id="a word longer than the line"),
        pytest.param("a\n\n\n\nb\n\n", 9, ["a", "", "b"], id="one blank line at most"),
        pytest.param("<blockquote>one two\nthree</blockquote>", 8, ["  one", "  two", "  three"], id="a quote"),
        pytest.param("a &lt;b&gt; &amp; c", 40, ["a <b> & c"], id="entities"),
        pytest.param("", 9, [""], id="nothing"),
    ],
)
def test_lines_are_cut_where_a_reader_would(html: str, width: int, lines: list[str]) -> None:
    assert typeset(html, width).plain.split("\n") == lines


def test_titles_are_bold_and_sources_dim() -> None:
    text = typeset("<b>Title</b>\n<blockquote expandable>source <i>paper</i></blockquote>", 80)
    styles = {text.plain[span.start : span.end].strip(): span.style for span in text.spans}
    assert styles == {"Title": "bold", "source": "dim", "paper": "dim italic"}


@given(TEXT, st.integers(12, 60))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    plain = typeset(escape(text), width).plain
    assert all(cell_len(line) <= width for line in plain.split("\n"))
    assert "".join(plain.split()) == "".join(text.split())
