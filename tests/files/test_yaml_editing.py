"""Editing knowledge files changes the lines that must change, and no others."""

import unicodedata
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.files.knowledge_schema import TopicFile
from bot.files.topic_drafts import TopicDraft, topic_draft
from bot.files.yaml_editing import with_phrasings, with_phrasings_of_kind
from bot.files.yaml_reading import parse_yaml
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE

ODD = """\
# Kept by Mei, ask her first.
id:   odd_topic     # the name of the file
phrasings:
    en:
      - "no"        # a single word
      - 'it''s late'
      # what customers say
      - a very long one that somebody
        broke over two lines

    # from the workshop in May
    zh: [运费太贵, "太慢"]

limits: { en: none, zh: 无 }
# the end
"""


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, with a + or a - before each."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def read(text: str) -> dict[str, Any]:
    """What the text says to the bot."""
    document, problems = parse_yaml(text.encode(), Path("topics/odd_topic.yaml"))
    assert not problems
    assert document is not None
    assert isinstance(document.value, dict)
    return document.value


@pytest.mark.parametrize("path", sorted((SMALL_KNOWLEDGE / "topics").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_new_phrasing_is_one_new_line(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    after = with_phrasings(before, "en", ["where did my box go"])
    assert changed_lines(before, after) == ["+    - where did my box go"]


@pytest.mark.parametrize("folder", [CHECKOUT / "knowledge", SMALL_KNOWLEDGE], ids=["shipped", "small"])
def test_a_phrasing_of_a_kind_is_one_new_line(folder: Path) -> None:
    before = (folder / "elsewhere.yaml").read_text(encoding="utf-8")
    after = with_phrasings_of_kind(before, "customs_code", "zh", ["陶瓷杯的编码是什么呀"])
    assert changed_lines(before, after) == ["+        - 陶瓷杯的编码是什么呀"]


def test_comments_quotes_and_layout_stay() -> None:
    after = with_phrasings(ODD, "en", ["late again"])
    assert changed_lines(ODD, after) == ["+      - late again"]
    assert after.index("broke over two lines") < after.index("late again") < after.index("# from the workshop")


def test_a_list_in_brackets_grows_in_its_brackets() -> None:
    after = with_phrasings(ODD, "zh", ["运费又涨了"])
    assert read(after)["phrasings"]["zh"] == ["运费太贵", "太慢", "运费又涨了"]
    assert len(changed_lines(ODD, after)) == 2


def test_a_language_that_was_missing_gets_a_list() -> None:
    after = with_phrasings(ODD, "es", ["el flete es caro"])
    assert read(after)["phrasings"]["es"] == ["el flete es caro"]
    assert after.endswith("limits: { en: none, zh: 无 }\n# the end\n")


def test_what_is_there_is_not_added_again() -> None:
    assert with_phrasings(ODD, "en", ["no", " no ", ""]) == ODD


def test_line_ends_of_windows_stay() -> None:
    after = with_phrasings(ODD.replace("\n", "\r\n"), "en", ["late again"])
    assert after == with_phrasings(ODD, "en", ["late again"]).replace("\n", "\r\n")


@given(st.text(min_size=1, max_size=60))
def test_any_words_come_back_as_they_went_in(words: str) -> None:
    after = with_phrasings(ODD, "en", [words])
    phrasings = read(after)["phrasings"]["en"]
    shown = "".join(c for c in " ".join(words.split()) if unicodedata.category(c)[0] != "C").strip()
    if after == ODD:
        assert not shown or shown == "no"
    else:
        assert phrasings[:3] == read(ODD)["phrasings"]["en"]
        assert phrasings[3:] == [" ".join(phrasings[3].split())]
        assert "".join(phrasings[3].split()) == "".join(shown.split())


@pytest.mark.parametrize(
    ("text", "says"),
    [("id: [", "not valid YAML"), ("id: x\n", 'has no "phrasings:"'), ("- x\n", 'has no "phrasings:"')],
)
def test_a_file_without_a_place_for_it_is_refused(text: str, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says):
        with_phrasings(text, "en", ["x"])


def test_a_kind_that_is_not_there_is_refused() -> None:
    with pytest.raises(KnowledgeError, match='no kind "weather"'):
        with_phrasings_of_kind("kinds: []\n", "weather", "en", ["x"])


def test_a_draft_has_the_form_of_a_topic() -> None:
    draft = TopicDraft(
        id="pallet_fees",
        reviewed="2026-11-21",
        covers=("big-data.c1",),
        theme="logistics",
        related=("logistics_cost",),
        title={"en": "Pallet fees"},
        phrasings={"en": ["who pays: the pallets?", "no"], "zh": ["托盘费"]},
    )
    text = topic_draft(draft, ("en", "zh"))
    topic = TopicFile.model_validate(read(text)).value()
    assert topic.phrasings == {"en": ("who pays: the pallets?", "no"), "zh": ("托盘费",)}
    assert topic.title == {"en": "Pallet fees", "zh": "TODO"}
    assert "\n\ntitle:\n" in text
