"""Publishing from the terminal: what is in force, what was, and what never gets there."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from threading import Barrier
from typing import Any

import pytest

from bot.curation.editions import in_force_folder, running_folder
from bot.files.knowledge_files import digest_of, laid_out, packed, read_files, unpacked
from bot.files.knowledge_reading import load_knowledge
from bot.records.heartbeat import Heartbeat, write_heartbeat
from bot.settings import Settings
from tests.conftest import SMALL_KNOWLEDGE, RunCommand, nursery, plain_settings
from tests.curation.edited import STOLEN, add_phrasings, copy_of_knowledge, replace_words


class Curator:
    """Somebody at a terminal, with a knowledge folder and records of their own."""

    def __init__(self, run_command: RunCommand, place: Path) -> None:
        self._run = run_command
        self.knowledge = copy_of_knowledge(place / "knowledge")
        self.data = place / "data"
        nursery().lend_index(self.data)
        self.evaluation = place / "evaluation"
        self.evaluation.mkdir()
        (self.evaluation / "en_mine.jsonl").write_text(json.dumps({"q": STOLEN}), encoding="utf-8")

    @property
    def settings(self) -> Settings:
        return plain_settings(knowledge=self.knowledge, data=self.data)

    def call(self, *arguments: str, stdin: str = "") -> CompletedProcess[str]:
        places = {"KNOWLEDGE": self.knowledge, "DATA": self.data, "EVALUATION": self.evaluation}
        return self._run(
            *arguments, stdin=stdin, settings={f"TRADEBOT_{name}": str(path) for name, path in places.items()}
        )

    def publish(self, *arguments: str, stdin: str = "") -> CompletedProcess[str]:
        return self.call("publish", *arguments, stdin=stdin)

    def versions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.call("versions", "--format", "json").stdout)
        return found

    def in_force(self) -> Path:
        folder = in_force_folder(self.settings)
        assert folder is not None
        return folder


@pytest.fixture
def curator(run_command: RunCommand, tmp_path: Path) -> Curator:
    return Curator(run_command, tmp_path)


def test_files_come_out_of_an_archive_as_they_went_in(tmp_path: Path) -> None:
    files = read_files(SMALL_KNOWLEDGE)
    assert unpacked(packed(files)) == files
    folder = laid_out(files, tmp_path)
    assert folder.name == digest_of(files)
    (folder / "papers.yaml").write_text("spoilt", encoding="utf-8")
    assert read_files(laid_out(files, tmp_path)) == files


def test_many_lay_out_the_same_files_at_once(tmp_path: Path) -> None:
    files = {f"topics/{number}.yaml": b"x" * number for number in range(60)}
    start = Barrier(8)

    def lay_out(_: int) -> Path:
        start.wait()
        return laid_out(files, tmp_path)

    with ThreadPoolExecutor(8) as threads:
        (folder,) = set(threads.map(lay_out, range(8)))
    assert read_files(folder) == files
    assert not list(tmp_path.rglob("*.half"))


def test_before_anything_is_published_the_folder_serves(curator: Curator) -> None:
    assert in_force_folder(curator.settings) is None
    assert running_folder(curator.settings) == curator.knowledge
    assert curator.versions() == []


def test_what_is_edited_is_a_draft_until_it_is_published(curator: Curator) -> None:
    original = load_knowledge(curator.knowledge).version
    add_phrasings(curator.knowledge, "logistics_cost", STOLEN)
    assert curator.publish("--yes", "--quick", "--note", "papers get lost").returncode == 0
    published = load_knowledge(curator.knowledge).version
    replace_words(curator.knowledge, "topics/logistics_cost.yaml", "cut shipping costs", "cut costs of shipping")
    assert load_knowledge(curator.in_force()).version == published
    (version,) = curator.versions()
    assert (version["hash"], version["note"], version["in force"]) == (published, "papers get lost", "yes")
    assert version["by"]
    assert published != original

    assert curator.publish("--yes", "--quick").returncode == 0
    assert [one["version"] for one in curator.versions()] == [2, 1]
    back = curator.call("rollback", "1", "--yes", "--quick", "--note", "too early")
    assert "version 1" in back.stdout, back.stderr
    assert load_knowledge(curator.in_force()).version == published
    newest, rolled_back = curator.versions()
    assert (rolled_back["in force"], rolled_back["way"], rolled_back["note"]) == ("yes", "rolled back", "too early")
    assert newest["in force"] == ""
    assert "cut costs of shipping" in (curator.knowledge / "topics" / "logistics_cost.yaml").read_text("utf-8")
    shown = curator.call("diff", "--quick", "1", "2").stdout
    assert "phrasings added: 1" in shown
    assert "cut costs of shipping" in shown


def test_nothing_new_is_not_published(curator: Curator) -> None:
    add_phrasings(curator.knowledge, "logistics_cost", STOLEN)
    curator.publish("--yes", "--quick")
    again = curator.publish("--yes", "--quick")
    assert (again.returncode, len(curator.versions())) == (0, 1)
    assert "nothing to publish" in again.stdout


def test_what_is_broken_is_never_published(curator: Curator) -> None:
    replace_words(curator.knowledge, "topics/logistics_cost.yaml", "kind: challenge", "kind: nonsense")
    ended = curator.publish("--yes", "--even-if-lower")
    assert ended.returncode == 1
    assert f"{curator.knowledge}/topics/logistics_cost.yaml:2:" in ended.stdout
    assert curator.versions() == []


def test_it_is_asked_before_it_is_published(curator: Curator) -> None:
    assert curator.publish("--yes", "--quick").returncode == 0
    add_phrasings(curator.knowledge, "logistics_cost", STOLEN)
    assert curator.publish("--quick", stdin="n\n").returncode == 1
    silent = curator.publish("--quick")
    assert (silent.returncode, "add --yes" in silent.stderr) == (2, True)
    assert curator.publish("--quick", stdin="y\n").returncode == 0
    assert len(curator.versions()) == 2


@pytest.mark.parametrize(
    ("arguments", "typed", "status"),
    [
        (("--yes",), "", 1),
        (("--yes", "--even-if-lower"), "yes\n", 1),
        (("--yes", "--even-if-lower"), "1\n", 0),
    ],
    ids=["not said", "said once", "said twice"],
)
def test_a_floor_falls_only_if_somebody_says_so_twice(
    curator: Curator, arguments: tuple[str, ...], typed: str, status: int
) -> None:
    (curator.evaluation / "floors.yaml").write_text("at_most:\n  en_mine: {false_advice: 0}\n", encoding="utf-8")
    assert curator.publish("--yes").returncode == 0
    add_phrasings(curator.knowledge, "logistics_cost", STOLEN)
    ended = curator.publish(*arguments, stdin=typed)
    assert ended.returncode == status, ended.stderr
    assert "false_advice of en_mine is 1.0000" in ended.stdout
    assert len(curator.versions()) == 1 + (status == 0)


def test_what_runs_is_what_the_bot_says_it_serves(curator: Curator) -> None:
    add_phrasings(curator.knowledge, "logistics_cost", STOLEN)
    curator.publish("--yes", "--quick")
    first = load_knowledge(curator.knowledge).version
    replace_words(curator.knowledge, "topics/logistics_cost.yaml", "cut shipping costs", "cut costs of shipping")
    curator.publish("--yes", "--quick")
    heartbeat = Heartbeat(
        at="",
        started_at="",
        process=1,
        bot=1,
        polls=True,
        knowledge_version=first,
        last_contact=None,
        last_send=None,
    )
    write_heartbeat(curator.data, heartbeat)
    assert load_knowledge(running_folder(curator.settings)).version == first


@pytest.mark.parametrize("name", ["7", "nowhere"])
def test_a_version_that_is_not_there_is_told(curator: Curator, name: str) -> None:
    ended = curator.call("diff", "--quick", name, str(SMALL_KNOWLEDGE))
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert name in ended.stderr


def test_texts_that_changed_in_one_language_only_are_listed(curator: Curator) -> None:
    topic = "topics/logistics_cost.yaml"
    replace_words(curator.knowledge, topic, "The paper gives no freight rates", "No freight rates are given")
    replace_words(curator.knowledge, topic, "    - cut shipping costs\n", "    - cut costs of shipping\n")
    ended = curator.call("missing", "--since", str(SMALL_KNOWLEDGE), "--format", "json")
    assert ended.returncode == 1, ended.stderr
    (found,) = json.loads(ended.stdout)
    assert (found["text"], found["changed in"], found["to be looked at in"]) == (
        "topics/logistics_cost.limits",
        ["en"],
        ["zh"],
    )
    replace_words(curator.knowledge, topic, "论文没给运价", "论文没有给出运价")
    assert curator.call("missing", "--since", str(SMALL_KNOWLEDGE)).returncode == 0
    nothing = curator.call("missing")
    assert (nothing.returncode, "--since" in nothing.stderr) == (2, True)
