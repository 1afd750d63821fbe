"""What is said of files can be read in the reader's language, and nothing that people wrote becomes something else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.catalogue_checks import catalogue_problems
from bot.curation.import_refusals import WHY
from bot.curation.reply_checks import wrong_markup
from bot.files.templates import Templates
from bot.files.translating import HOLE, Catalogue, misused_holes
from bot.files.yaml_reading import read_yaml
from tests.chinese import in_chinese, left_in_english
from tests.conftest import CHECKOUT

SMALL = Catalogue(
    {
        '"{}" is {}': "“{0}”为{1}",
        '"{}" is empty': "“{0}”是空的",
        "{}: {}": "{0}：{1:words}",
        "the {} has {}": "{0:words}有{1}",
        "title": "标题",
    }
)
CATALOGUE = CHECKOUT / "templates" / "zh" / "problems.yaml"
REPORTERS = {"problem", "_problem", "Problem", "_note", "SheetError", "_error"}
"""What makes a problem, by the name it is called with."""
ERRORS = {"KnowledgeError", "TemplateError"}
NAMES = {"what", "mend", "says", "left", "notes"}
"""What such a text is called before it is given to one of those."""
OF_PARTS = {
    *("⟦0⟧ in ⟦1⟧ has ⟦2⟧", "⟦0⟧ has ⟦1⟧", 'topic "⟦0⟧" ⟦1⟧', "the question has ⟦0⟧ ⟦1⟧", "give ⟦0⟧ ⟦1⟧"),
    *("this still says ⟦0⟧", "nobody has looked at this topic for ⟦0⟧", "⟦0⟧ place⟦1⟧ to fill in"),
    "⟦0⟧ of ⟦1⟧ is ⟦2⟧, not ⟦3⟧ ⟦4⟧",
}
"""Texts that are put together; what becomes of them is asked for below, and of the broken knowledge."""


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ('"id" is empty', "“id”是空的"),
        ('"id" is old', "“id”为old"),
        ('"a" is empty" is empty', '“a" is empty”是空的'),
        ('"{0}{1:words}" is empty', "“{0}{1:words}”是空的"),
        ('"title" is empty', "“title”是空的"),
        ("the title has 9", "标题有9"),
        ("the other has 9", "other有9"),
        ('a.yaml: "id" is empty', "a.yaml：“id”是空的"),
        ("nobody knows this", "nobody knows this"),
        ("", ""),
    ],
)
def test_the_exactest_entry_translates_and_what_stands_in_holes_stays(english: str, translation: str) -> None:
    assert SMALL.translated(english) == translation


@given(st.text())
def test_what_somebody_wrote_comes_through_a_translation_unchanged(written: str) -> None:
    assert in_chinese(f'there is no topic "{written}"') == f"没有话题“{written}”"


def test_texts_in_texts_have_an_end() -> None:
    assert SMALL.translated("the " * 5_000 + "title" + " has 9" * 5_000).count("有9") == 3


def entries() -> dict[str, str]:
    document, problems = read_yaml(CATALOGUE)
    assert document is not None
    assert isinstance(document.value, dict)
    assert problems == []
    return {english: str(chinese) for english, chinese in document.value.items()}


def test_each_entry_is_found_by_its_own_text_and_uses_what_stands_in_it() -> None:
    for english, chinese in entries().items():
        assert not misused_holes(english, chinese), english
        parts = english.split(HOLE)
        text = "".join(f"{part}⟦{number}⟧" for number, part in enumerate(parts[:-1])) + parts[-1]
        expected = re.sub(r"\{(\d+)(:words)?\}", r"⟦\1⟧", chinese)
        assert in_chinese(text) == expected, english


def leaves(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be, with marks where something is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            holes = iter(range(len(values)))
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else f"⟦{next(holes)}⟧" for one in values)
        case ast.IfExp(body=body, orelse=orelse):
            yield from leaves(body)
            yield from leaves(orelse)
        case ast.Tuple(elts=elements):
            for element in elements:
                yield from leaves(element)


def said_by(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions in *node* that say something of a file."""
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=values, keywords=named):
            if called in REPORTERS:
                yield from (*values[-2:], *(one.value for one in named if one.arg in NAMES))
            if called in ERRORS:
                yield from values
        case ast.Assign(targets=targets, value=value):
            names = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
            if names & NAMES:
                yield value


def texts_in(path: Path) -> Iterator[str]:
    """What the module at *path* says of files."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for said in said_by(node):
            yield from leaves(said)


@pytest.mark.parametrize("folder", ["files", "curation", "shells/telegram/curators"])
def test_whatever_the_program_says_of_files_has_chinese_words(folder: str) -> None:
    found = {
        text
        for path in (CHECKOUT / "bot" / folder).rglob("*.py")
        for text in texts_in(path)
        if " " in text and text not in OF_PARTS
    }
    assert found
    assert left_in_english(sorted(found)) == []


def test_what_is_put_together_of_parts_has_chinese_words() -> None:
    pages = ("the reply", "the whole reply", "the part steps", "the result", "the plan", "the words under the picture")
    wrong = [fault for html in ("<div></div>", "<b>", "<b><i></b></i>") for fault in wrong_markup(html)]
    assert len(wrong) >= 3
    assert left_in_english(f"{page} in en has {fault}" for page in pages for fault in wrong) == []
    others = (
        *('topic "x" is no challenge', 'topic "x" has no measure that a paper recommends', "the question has 17 words"),
        *("give at least 2", "give at most 9", "this still says TODO", "recall of en/story is 0.3, not at least 0.5"),
        *("ece of all is 0.3, not at most 0.1", "nobody has looked at this topic for 1 year", "1 place to fill in"),
        *(
            "nobody has looked at this topic for 2 years",
            "3 places to fill in",
            "the choice of topics has <b> that is not closed",
        ),
        "the part steps in en has 5000 characters, Telegram takes 4096 in a message",
    )
    assert left_in_english(others) == []
    assert left_in_english(text.format("A", "B", "C") for text in WHY.values()) == []


def test_what_is_wrong_in_a_catalogue_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    path = tmp_path / "zh" / "problems.yaml"
    path.write_text("a {}: '{0}'\nb {}: '{1}'\nc {} {}: '{0}'\n'{}': '{0}'\nd: []\ne: ''\n", encoding="utf-8")
    problems = list(catalogue_problems(tmp_path, ("en", "zh")))
    assert [(problem.line, problem.what) for problem in problems] == [
        (2, 'the translation of "b {}" has other holes'),
        (3, 'the translation of "c {} {}" has other holes'),
        (4, '"{}" has no words of its own'),
        (5, '"d" must be text'),
        (6, '"e" is empty'),
    ]
    assert list(catalogue_problems(CHECKOUT / "templates", ("en", "zh"))) == []


def test_a_language_without_a_catalogue_or_with_a_broken_one_keeps_the_english(tmp_path: Path) -> None:
    for language in ("en", "es"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "labels.yaml").write_text("a: a\n", encoding="utf-8")
    (tmp_path / "es" / "problems.yaml").write_text("'\"{}\" is empty': '{1}'\n'add it: [", encoding="utf-8")
    templates = Templates(tmp_path)
    assert [templates.translated(language, '"a" is empty') for language in ("en", "es")] == ['"a" is empty'] * 2
