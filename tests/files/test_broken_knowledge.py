"""One change to a sound knowledge, and what the curator is told about it."""

import shutil
from pathlib import Path

import pytest

from bot.advice.examples import examples_of
from bot.errors import KnowledgeError
from bot.files.knowledge_checks import knowledge_problems
from bot.files.knowledge_reading import load_knowledge, read_knowledge
from tests.chinese import left_in_english
from tests.conftest import SMALL_KNOWLEDGE
from tests.files.broken_cases import CASES, PARTS
from tests.files.broken_cases.case import COST, TRADE, Case

LANGUAGES = ("en", "zh")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small knowledge, to be broken."""
    return shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge")


def problems_in(folder: Path) -> list[str]:
    """What is told of *folder*; all of it can be told in Chinese, too."""
    problems = knowledge_problems(read_knowledge(folder), LANGUAGES)
    assert left_in_english(text for problem in problems for text in (problem.what, problem.mend)) == []
    return [str(problem) for problem in problems]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, "the small knowledge has changed; mend the case"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def place(path: Path, text: str) -> str:
    before, found, _ = path.read_text(encoding="utf-8").partition(text)
    assert found, "the small knowledge has changed; mend the case"
    return f"{path.as_posix()}:{before.count(chr(10)) + 1}"


def test_the_small_knowledge_is_sound(folder: Path) -> None:
    assert problems_in(folder) == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_wrong_is_told_with_file_line_and_mend(case: Case, folder: Path) -> None:
    change(folder / case.file, case.old, case.new)
    other = place(folder / COST, case.other) if case.other else ""
    expected = f"{place(folder / (case.at_file or case.file), case.at)}: {case.says.replace('{other}', other)}"
    assert expected in problems_in(folder)


def test_each_way_to_break_it_is_told_apart() -> None:
    assert len(CASES) == sum(map(len, PARTS))
    assert len({case.says for case in CASES.values()}) >= 25


@pytest.mark.parametrize(("language", "fewest"), [("en", 25), ("zh", 15)])
def test_a_topic_with_too_few_phrasings_is_told(language: str, fewest: int, folder: Path) -> None:
    path = folder / COST
    head, _, _ = path.read_text(encoding="utf-8").partition("phrasings:\n")
    lists = {code: "".join(f"    - {code} words {n}\n" for n in range(30)) for code in LANGUAGES}
    lists[language] = f"    - {language} words\n"
    path.write_text(
        head + "phrasings:\n" + "".join(f"  {code}:\n{lists[code]}" for code in LANGUAGES), encoding="utf-8"
    )
    where = place(path, f"  {language}:\n    - {language} words")
    assert f"{where}: there are 1 phrasings in {language}; write at least {fewest}" in problems_in(folder)


def test_a_kind_of_elsewhere_with_too_few_phrasings_is_told(folder: Path) -> None:
    path = folder / "elsewhere.yaml"
    head, _, tail = path.read_text(encoding="utf-8").partition("      en:\n")
    _, _, rest = tail.partition("      zh:\n")
    path.write_text(f"{head}      en: [tariff code for lace]\n      zh:\n{rest}", encoding="utf-8")
    assert f"{place(path, 'en: [tariff')}: there are 1 phrasings in en; write at least 5" in problems_in(folder)


@pytest.mark.parametrize("name", ["papers.yaml", "themes.yaml", "elsewhere.yaml", "smalltalk.yaml", "checkup.yaml"])
def test_a_file_that_is_missing_is_told(name: str, folder: Path) -> None:
    (folder / name).unlink()
    where = (folder / name).as_posix()
    assert f"{where}:1: the file cannot be read (No such file or directory); check its name and rights" in problems_in(
        folder
    )


def test_knowledge_from_before_there_were_exercises_is_sound(folder: Path) -> None:
    (folder / "cases.yaml").unlink()
    assert problems_in(folder) == []
    assert load_knowledge(folder).cases == ()


def test_exercises_change_the_version_and_not_what_the_index_is_made_of(folder: Path) -> None:
    with_cases = load_knowledge(folder)
    (folder / "cases.yaml").unlink()
    without = load_knowledge(folder)
    assert with_cases.version != without.version
    assert examples_of(with_cases) == examples_of(without)


def test_knowledge_from_before_there_was_shorthand_is_sound(folder: Path) -> None:
    (folder / "shorthand.yaml").unlink()
    assert problems_in(folder) == []
    assert load_knowledge(folder).shorthand.written_out("ppl") == ("ppl", ())


def test_shorthand_may_look_like_the_code_of_a_language(folder: Path) -> None:
    change(folder / "shorthand.yaml", "  frt: freight", "  en: and")
    assert problems_in(folder) == []


def test_shorthand_changes_the_version_and_not_what_the_index_is_made_of(folder: Path) -> None:
    before = load_knowledge(folder)
    change(folder / "shorthand.yaml", "ppl: people", "ppl: persons")
    after = load_knowledge(folder)
    assert before.version != after.version
    assert examples_of(before) == examples_of(after)


def test_a_knowledge_without_topics_is_told(folder: Path) -> None:
    shutil.rmtree(folder / "topics")
    assert f"{(folder / 'topics').as_posix()}:1: there is no topic; add a file per topic" in problems_in(folder)


@pytest.mark.parametrize("name", ["topics/hiring.yml", "hiring.yaml", "topics/more/hiring.yaml"])
def test_a_file_that_nothing_reads_is_told(name: str, folder: Path) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    shutil.copy(folder / COST, folder / name)
    assert problems_in(folder) == [
        f"{(folder / name).as_posix()}:1: nothing reads this file; name it topics/<id>.yaml, or take it away"
    ]


def test_a_folder_that_is_missing_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"gone: there is no such knowledge folder; set TRADEBOT_KNOWLEDGE to one"):
        read_knowledge(tmp_path / "gone")


def test_one_broken_topic_hides_no_problem_of_the_others(folder: Path) -> None:
    change(folder / COST, "kind: challenge\n", "")
    change(folder / TRADE, "theme: logistics\n", "theme: shipping\n")
    problems = problems_in(folder)
    assert len(problems) == 2, problems
    assert '"kind" is missing' in problems[0]
    assert 'theme "shipping" is not listed' in problems[1]


def test_the_bot_does_not_start_with_broken_knowledge_and_says_how_many_problems_there_are(folder: Path) -> None:
    change(folder / COST, "kind: challenge\n", "")
    change(folder / TRADE, "related: [logistics_cost]", "related: logistics_cost")
    with pytest.raises(KnowledgeError) as raised:
        load_knowledge(folder)
    where = place(folder / COST, "id: logistics_cost")
    more = "(and 1 more; `tradebot check` lists them)"
    assert str(raised.value) == f'{where}: "kind" is missing; add it {more}'


def test_the_version_changes_with_any_text(folder: Path) -> None:
    before = load_knowledge(folder).version
    change(folder / COST, "freight too expensive", "freight too dear")
    assert load_knowledge(folder).version != before
