"""``tradebot check`` as people run it."""

import shutil
from pathlib import Path

from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE, RunCommand


def test_sound_knowledge_is_counted(run_command: RunCommand) -> None:
    ended = run_command("check")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.startswith("nothing to mend: 5 topics with ")
    assert "10 of 10 claims covered, 3 kinds of question for others, replies in en and zh\n" in ended.stdout


def test_a_missing_encoder_is_told_and_is_no_fault(run_command: RunCommand) -> None:
    ended = run_command("check")
    assert ended.returncode == 0
    assert (
        "questions are compared by wording\nnote: the package of the meaning encoder is not installed" in ended.stdout
    )


def test_the_shipped_knowledge_and_templates_are_sound(run_command: RunCommand) -> None:
    ended = run_command("check", settings={"TRADEBOT_KNOWLEDGE": str(CHECKOUT / "knowledge")})
    assert ended.returncode == 0, ended.stdout
    assert "69 of 69 claims covered" in ended.stdout


def test_every_problem_is_one_line_and_fails_the_run(run_command: RunCommand, tmp_path: Path) -> None:
    knowledge = shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge")
    templates = shutil.copytree(CHECKOUT / "templates", tmp_path / "templates")
    themes = knowledge / "themes.yaml"
    themes.write_text(themes.read_text(encoding="utf-8").replace("zh: 货物跨境", "zh: ''"), encoding="utf-8")
    (templates / "en" / "gone.html").write_text("{{ nobody }}", encoding="utf-8")
    folders = {"TRADEBOT_KNOWLEDGE": str(knowledge), "TRADEBOT_TEMPLATES": str(templates)}
    ended = run_command("check", settings=folders)
    assert ended.returncode == 1
    problems = ended.stdout.splitlines()
    assert problems == sorted(problems)
    assert f"{(templates / 'en' / 'gone.html').as_posix()}:1: 'nobody' is undefined; correct the template" in problems
    assert any(line.startswith(f"{themes.as_posix()}:4: ") and line.endswith("; write its text") for line in problems)
    assert ended.stderr.endswith(f"{len(problems)} to mend in 2 files\n")


def test_a_folder_that_is_not_there_names_its_setting(run_command: RunCommand) -> None:
    for name in ("KNOWLEDGE", "TEMPLATES"):
        ended = run_command("check", settings={f"TRADEBOT_{name}": "/nowhere/at/all"})
        assert ended.returncode == 2
        assert ended.stderr.splitlines()[-1].endswith(f"set TRADEBOT_{name} to one")
