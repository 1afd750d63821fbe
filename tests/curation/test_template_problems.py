"""One change to sound templates, and what is said about it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.curation.checking import problems_of
from bot.curation.template_values import REPLIES, VALUES
from bot.errors import TemplateError
from tests.chinese import left_in_english
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE

TEMPLATES = CHECKOUT / "templates"


@dataclass(frozen=True, kw_only=True)
class Case:
    file: str
    new: str
    says: str
    old: str = ""
    line: int = 1
    at: str = ""


CASES = {
    "variable that nobody gives": Case(
        file="en/smalltalk.html",
        old="{{ text }}",
        new="Well:\n{{ txet }}",
        line=2,
        says='"txet" is not given to this template; fix the name (given: text)',
    ),
    "variable in a branch that is never taken": Case(
        file="zh/none.html",
        old="{% if note %}\n",
        new="{% if note %}\n{% if title == 1 %}{{ kind }}{% endif %}\n",
        line=2,
        says='"kind" is not given to this template; fix the name (given: line, manner, note, offers, readable, title)',
    ),
    "part of a card that is not there": Case(
        file="en/answer.html",
        old="{{ card.answer }}",
        new="{{ card.anser }}",
        line=8,
        says="'bot.advice.citing.Card object' has no attribute 'anser'; correct the template",
    ),
    "fault in a macro": Case(
        file="zh/macros.html",
        old="{{ item.says }}",
        new="{{ item.sagt }}",
        line=9,
        says="'bot.advice.citing.Source object' has no attribute 'sagt'; correct the template",
    ),
    "page with a variable that nobody gives": Case(
        file="en/topics.html",
        old="{{ theme }}",
        new="{{ them }}",
        says='"them" is not given to this template; fix the name (given: page, pages, theme)',
    ),
    "block that is not closed": Case(
        file="en/choice.html",
        old="{% endfor %}",
        new="",
        line=17,
        says="Unexpected end of template. Jinja was looking for the following tags: 'endfor' or 'else'. "
        "The innermost block that needs to be closed is 'for'.; correct the template",
    ),
    "filter that does not exist": Case(
        file="en/smalltalk.html",
        old="{{ text }}",
        new="\n\n{{ text | shout }}",
        line=3,
        says="No filter named 'shout'.; correct the template",
    ),
    "expression that cannot be worked out": Case(
        file="en/topics.html",
        old="{{ theme }}",
        new="{{ pages / 0 }}{{ theme }}",
        says="ZeroDivisionError: division by zero; correct the template",
    ),
    "loop without an end": Case(
        file="en/gone.html",
        new="{% for n in range(10 ** 9) %}{% endfor %}",
        says="OverflowError: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).; "
        "correct the template",
    ),
    "way out of the sandbox": Case(
        file="en/gone.html",
        new="{{ ''.__class__.__mro__ }}",
        says="access to attribute '__class__' of 'str' object is unsafe.; correct the template",
    ),
    "template that nothing shows": Case(
        file="en/old_page.html", new="Hello", says="nothing shows this template; fix its name, or take it away"
    ),
    "label given twice": Case(
        file="en/labels.yaml",
        old="language_follow:",
        new="language_name: Englisch\nlanguage_follow:",
        at="language_name: Englisch",
        says='the key "language_name" stands twice; keep one of them',
    ),
    "label that is too long for Telegram": Case(
        file="en/labels.yaml",
        old="bot_name: Trade advice",
        new=f"bot_name: {'Trade advice ' * 5}!",
        at="bot_name:",
        says='"bot_name" has 66 characters; shorten it to 64',
    ),
    "label that is empty": Case(
        file="zh/labels.yaml", old="back: ", new='back: "" # ', at="back: ", says='"back" is empty; write its text'
    ),
    "label that is a list": Case(
        file="en/labels.yaml",
        old="back: « Back",
        new="back: [Back]",
        at="back: ",
        says='"back" must be text; write one text, not a list or a block',
    ),
    "note under a word that is no language": Case(
        file="foreign.yaml",
        old="es: ",
        new="spanish: ",
        line=2,
        says='"spanish" is not a language code; use a code such as es or fr',
    ),
    "note for a language we answer in": Case(
        file="foreign.yaml", old="es: ", new="zh: ", line=2, says='"zh" has templates of its own; take this line out'
    ),
}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A copy of the shipped templates, to be broken."""
    return shutil.copytree(TEMPLATES, tmp_path / "templates")


def problems_in(templates: Path, knowledge: Path = SMALL_KNOWLEDGE) -> list[str]:
    """What is told of *templates*; all but Jinja's own words can be told in Chinese, too."""
    problems = problems_of(knowledge, templates)[1]
    ours = [one.what for one in problems if one.mend != "correct the template" or " has <" in one.what]
    assert left_in_english([*ours, *(problem.mend for problem in problems)]) == []
    return [str(problem) for problem in problems]


def test_the_shipped_templates_are_sound(templates: Path) -> None:
    assert problems_in(templates) == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_wrong_is_told_with_file_line_and_mend(case: Case, templates: Path) -> None:
    path = templates / case.file
    text = path.read_text(encoding="utf-8") if case.old else ""
    assert case.old in text, "the templates have changed; mend the case"
    path.write_text(text.replace(case.old, case.new, 1) if case.old else case.new, encoding="utf-8")
    line = path.read_text(encoding="utf-8").partition(case.at)[0].count("\n") + 1 if case.at else case.line
    assert f"{path.as_posix()}:{line}: {case.says}" in problems_in(templates)


@pytest.mark.parametrize("name", ["answer.html", "start.html", "macros.html", "labels.yaml"])
def test_a_file_that_one_language_lacks_is_told(name: str, templates: Path) -> None:
    (templates / "zh" / name).unlink()
    assert f"{(templates / 'zh' / name).as_posix()}:1: the file is missing; add it" in problems_in(templates)


def test_a_label_that_one_language_lacks_is_told(templates: Path) -> None:
    with (templates / "en" / "labels.yaml").open("a", encoding="utf-8") as labels:
        labels.write("new_label: New\n")
    zh = (templates / "zh" / "labels.yaml").as_posix()
    assert problems_in(templates) == [f'{zh}:2: the label "new_label" is missing; add it']


def test_a_template_that_is_not_utf8_is_told(templates: Path) -> None:
    path = templates / "en" / "start.html"
    path.write_bytes("caf\u00e9".encode("latin-1"))
    assert f"{path.as_posix()}:1: the file is not UTF-8 text; save it as UTF-8" in problems_in(templates)


def test_a_reply_longer_than_a_message_is_told_at_its_topic(templates: Path, tmp_path: Path) -> None:
    knowledge = shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge")
    topic = knowledge / "topics" / "what_is_trade.yaml"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("limits:\n  en: ", f"limits:\n  en: {'very long ' * 400}", 1), encoding="utf-8")
    problems = problems_in(templates, knowledge)
    assert problems
    line = text[: text.index("title:")].count("\n") + 2
    for problem in problems:
        assert problem.startswith(f"{topic.as_posix()}:{line}: the ")
        assert problem.endswith("characters, Telegram takes 4096 in a message; shorten its texts")


def test_a_title_too_long_for_its_button_is_told(templates: Path, tmp_path: Path) -> None:
    knowledge = shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge")
    topic = knowledge / "topics" / "what_is_trade.yaml"
    text = topic.read_text(encoding="utf-8")
    line = text[: text.index("title:")].count("\n") + 2
    title = "What international trade is, seen from near and from far, by young and old"
    topic.write_text(text.replace("What international trade is", title, 1), encoding="utf-8")
    assert problems_in(templates, knowledge) == [
        f"{topic.as_posix()}:{line}: the title has {len(title)} characters and stands on a button; shorten it to 64"
    ]


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ("<div>{{ text }}</div>", "<div>, which Telegram does not take"),
        ("<b>{{ text }}", "<b> that is not closed"),
        ("<b><i>{{ text }}</b></i>", "</b> in the wrong place"),
    ],
)
def test_markup_that_telegram_refuses_is_told(markup: str, says: str, templates: Path) -> None:
    (templates / "en" / "smalltalk.html").write_text(markup, encoding="utf-8")
    assert any(f"the reply in en has {says}; correct the template" in problem for problem in problems_in(templates))


def test_a_folder_that_is_missing_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="there is no such templates folder; set TRADEBOT_TEMPLATES to one"):
        problems_of(SMALL_KNOWLEDGE, tmp_path / "gone")


def test_every_template_is_one_that_the_checks_know_how_to_fill() -> None:
    there = {path.stem for path in (TEMPLATES / "en").glob("*.html")}
    assert there == {*VALUES, *REPLIES}
