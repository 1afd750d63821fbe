"""The pages for readers are true: what they name exists, what exists is named, and what they show runs."""

import json
import os
import re
import shlex
import shutil
import subprocess
from argparse import ArgumentParser
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import bot.advice
from bot.__main__ import COMMANDS
from bot.assembly import Parts
from bot.files.knowledge_files import packed, read_files
from bot.records.conversation_log import Asking
from bot.records.opening import open_records
from bot.settings import PREFIX, Settings
from bot.shells import numbered_conversation
from bot.shells.asking import as_json
from bot.shells.reasons import reasons_as_json
from bot.shells.telegram.commands import CURATORS_MENU, MENU, TRAINERS_MENU
from tests.conftest import CHECKOUT, LONGEST_RUN_S, SMALL_KNOWLEDGE, child_environment, nursery
from tests.records.test_conversation_log import UNDERSTANDING

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
ENVIRONMENT = CHECKOUT / "deploy" / "tradebot.env.example"
FOLDERS_WITH_A_LIST = ("bot", "deploy", "knowledge", "templates", "templates/en", "templates/zh", "tests")
PAGES = sorted(
    path
    for folder in (CHECKOUT, *(CHECKOUT / name for name in ("bot", "deploy", "knowledge", "templates", "tests")))
    for path in folder.glob("*.md")
)
SETTINGS = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
KNOWN_HOSTS = {
    "api.telegram.org",
    "bot.example.org",
    "t.me",
    "jinja.palletsprojects.com",
    "keepachangelog.com",
    "semver.org",
}
# Where a bot lives on the server of whoever runs it; deploy/ sets that up, so its page must name it.
DEPLOYED = {"deploy/README.md": re.compile(r"/var/(?:lib|backups)/tradebot\b")}
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|usr|var|Users)/|\b[A-Z]:\\")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def first_cells(page: str) -> list[str]:
    """What stands in backticks at the start of each row of the tables of *page*."""
    return re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)


def page_id(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


# What exists is documented, and what is documented exists


def test_the_settings_documented_are_those_there_are() -> None:
    assert {cell for cell in first_cells(README) if cell.startswith(PREFIX)} == SETTINGS


@pytest.mark.parametrize("path", [*PAGES, ENVIRONMENT], ids=page_id)
def test_every_setting_a_page_names_exists(path: Path) -> None:
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", path.read_text(encoding="utf-8"))) <= SETTINGS


def test_the_defaults_documented_are_those_in_force() -> None:
    shown = dict(re.findall(rf"^\| `{PREFIX}(\w+)` \|.*\| `([^`]+)`[^|]*\|$", README, re.MULTILINE))
    fields = Settings.model_fields
    for name, default in shown.items():
        known = fields[name.lower()].default
        assert default == (known.name if isinstance(known, Path) else str(known)), name
    without = {name.upper() for name, field in fields.items() if field.default in (None, frozenset())}
    assert set(shown) == {name.upper() for name in fields} - without


def test_the_example_of_settings_has_all_of_them_at_their_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    lines = ENVIRONMENT.read_text(encoding="utf-8").splitlines()
    given = [line.removeprefix("#") for line in lines if re.match(rf"#?{PREFIX}", line)]
    assert sorted(line.partition("=")[0] for line in given) == sorted(SETTINGS)
    file = tmp_path / "all.env"
    file.write_text("\n".join(given), encoding="utf-8")
    values = {"_env_file": file}
    assert Settings(**values) == Settings(_env_file=None)  # type: ignore[arg-type, call-arg] # pydantic-settings' own


def test_every_command_of_tradebot_is_shown() -> None:
    shown = {line.split("tradebot ", 1)[1].split()[0] for line in shown_commands()}
    assert shown == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_shown(name: str) -> None:
    parser = ArgumentParser(add_help=False)
    import_module(COMMANDS[name][0]).add_arguments(parser)
    shown = " ".join(line for line in shown_commands() if f"tradebot {name}" in line)
    assert [option for option in re.findall(r"--[a-z]+", parser.format_usage()) if option not in shown] == []


def test_the_bot_commands_documented_are_those_there_are() -> None:
    assert set(numbered_conversation.COMMANDS) <= set(MENU)
    shown = [cell for cell in first_cells(README) if cell.startswith("/")]
    others = (*TRAINERS_MENU, *CURATORS_MENU)
    assert shown == [*(f"/{name}" for name in MENU), "/topic_online_fraud", *(f"/{name}" for name in others)]


def test_the_commands_that_work_in_the_terminal_are_named() -> None:
    (said,) = re.findall(r"In the terminal (.*?) work\.", README, re.DOTALL)
    assert re.findall(r"`/(\w+)`", said) == [*numbered_conversation.COMMANDS, "topic_online_fraud"]


def test_the_recipes_documented_are_those_there_are() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert {cell.removeprefix("make ") for cell in first_cells(README) if cell.startswith("make ")} == set(
        phony.split()
    )


@pytest.mark.parametrize("folder", FOLDERS_WITH_A_LIST)
def test_the_list_of_a_folder_is_true(folder: str) -> None:
    place = CHECKOUT / folder
    has_own_page = (place / "README.md").is_file()
    page = (place if has_own_page else place.parent) / "README.md"
    # A folder without a page of its own has the second list on the page of the folder above.
    table = lists_of_files(page)[0 if has_own_page else 1]
    unlisted = {"README.md", "__init__.py", "__pycache__"}
    there = [f"{path.name}/" if path.is_dir() else path.name for path in place.iterdir() if path.name not in unlisted]
    # The list is that of every language; the texts in this file have their English as the key.
    there += ["problems.yaml"] if folder == "templates/en" else []
    assert sorted(first_cells(table)) == sorted(there), f"mend the list in {page_id(page)}"


def test_the_map_of_the_core_names_all_its_modules() -> None:
    named = set(re.findall(r"\w+", bot.advice.__doc__ or ""))
    assert {path.stem for path in (CHECKOUT / "bot" / "advice").glob("*.py")} - {"__init__"} <= named


def lists_of_files(page: Path) -> list[str]:
    return re.findall(r"^\| (?:file|place) \|.*\n\|.*\n((?:\|.*\n)+)", page.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_question_files_listed_are_those_there_are() -> None:
    text = (CHECKOUT / "tests" / "README.md").read_text(encoding="utf-8")
    listed = {cell for cell in first_cells(text) if cell.startswith("evaluation/") and cell != "evaluation/"}
    assert listed == {f"evaluation/{path.name}" for path in (CHECKOUT / "tests" / "evaluation").iterdir()}


def test_the_parts_of_a_topic_are_explained() -> None:
    text = (CHECKOUT / "knowledge" / "README.md").read_text(encoding="utf-8")
    topic = yaml.safe_load((SMALL_KNOWLEDGE / "topics" / "online_fraud.yaml").read_text(encoding="utf-8"))
    (table,) = re.findall(r"^## A topic\n\n\| key.*\n\|.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert set(first_cells(table)) == set(topic)


# Links and paths


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        to = (page.parent / file).resolve() if file else page
        to = to / "README.md" if to.is_dir() else to
        assert to.is_file(), target
        assert not anchor or anchor in anchors(to), target


@pytest.mark.parametrize("page", [*PAGES, ENVIRONMENT], ids=page_id)
def test_a_page_names_known_hosts_and_no_place_on_somebodys_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"https?://([\w.-]+)", text)) <= KNOWN_HOSTS
    own = DEPLOYED.get(page_id(page))
    assert MACHINE_PATH.findall(own.sub("", text) if own else text) == []


def test_the_changelog_has_its_form() -> None:
    text = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[0] == "[Unreleased]"
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds


# What is shown happens


def shown_commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the checkout after set-up, with the small knowledge, questions, a conversation and a workshop."""
    folder = tmp_path_factory.mktemp("desk")
    command = folder / ".venv" / "bin" / "tradebot"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {shlex.join(nursery().command_line())} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    samples = CHECKOUT / "tests" / "curation" / "samples"
    shutil.copy(samples / "examples.csv", folder / "examples.csv")
    shutil.copy(samples / "questions.csv", folder / "labelled.csv")
    shutil.copy(samples / "phrasings.csv", folder / "phrasings.csv")
    shutil.copy(samples / "asked.xlsx", folder / "asked.xlsx")
    (folder / "questions").mkdir()
    questions = {"q": "freight too expensive", "accept": ["big-data.c7"]}
    (folder / "questions.jsonl").write_text(json.dumps(questions), encoding="utf-8")
    (folder / "questions.csv").write_text("text,label\nfreight too expensive,logistics_cost\n", encoding="utf-8")
    (folder / "tests" / "evaluation").mkdir(parents=True)
    shutil.copy(CHECKOUT / "tests" / "evaluation" / "floors.yaml", folder / "tests" / "evaluation")
    for name in ("knowledge", "edited"):
        shutil.copytree(SMALL_KNOWLEDGE, folder / name)
    nursery().lend_index(folder / "data")
    now = datetime.now(UTC)
    records = open_records(folder / "data", lambda: now, bot=1)
    asking = Asking(update_id=1, person="p", chat="c", chat_kind="private", message_id=1, asked_at=now)
    records.conversations.record_answer(asking, UNDERSTANDING)
    records.workshops.open("p", 1, name="Export for beginners", language="en", code="KM7PQ4")
    number = records.versions.keep("first", packed(read_files(SMALL_KNOWLEDGE)))
    records.versions.put_in_force(number, author="eva", note="", way="published")
    records.close()
    return folder


def asks_all_questions(command: str) -> bool:
    """Whether *command* measures with the project's own questions, which the small knowledge cannot answer."""
    return re.search(r"evaluate( --floors \S+)?$", command) is not None


@pytest.mark.parametrize("command", [line for line in shown_commands() if not asks_all_questions(line)])
def test_a_command_that_is_shown_runs(command: str, desk: Path) -> None:
    extra = {f"{PREFIX}KNOWLEDGE": str(desk / "knowledge")}
    ended = subprocess.run(
        ["sh", "-c", command],
        cwd=desk,
        env=child_environment(desk / "data", extra),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LONGEST_RUN_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()


def test_the_json_shown_has_the_keys_of_an_answer(small_parts: Parts) -> None:
    (block,) = blocks("json")
    shown = json.loads(block)
    answer = small_parts.answerer.answer("freight too expensive")
    real = as_json(answer, small_parts.answerer)
    assert list(shown) == list(real)
    for key in ("topics", "sources"):
        assert list(shown[key][0]) == list(real[key][0])
    assert {*real, *reasons_as_json(answer)} <= set(first_cells(README))


def test_the_figures_shown_reach_their_floors() -> None:
    rows = re.findall(r"^\| `([\w/ ]+)`.*?\| (\d+) \| ([\d.]+)% \| ([\d.]+)% \| ([\d.]+)% \|", README, re.MULTILINE)
    floors = yaml.safe_load((CHECKOUT / "tests" / "evaluation" / "floors.yaml").read_text(encoding="utf-8"))
    assert len(rows) >= 5
    for group, *figures in rows:
        named = dict(zip(("n", "hit_at_1", "hit_at_3", "right_advice"), map(float, figures), strict=True))
        for figure, floor in floors["at_least"][group].items():
            assert named[figure] >= (floor if figure == "n" else 100 * floor - 0.05), f"{group}: {figure}"
