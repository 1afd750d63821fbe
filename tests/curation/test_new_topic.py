"""A new topic starts with everything that follows from what is known, and harms nothing before it is finished."""

import os
import pty
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from bot.curation.new_topic import Wanted, asked_for, draft_of
from bot.errors import KnowledgeError, TradebotError
from bot.files.knowledge_reading import load_knowledge, read_knowledge
from bot.files.knowledge_schema import TopicFile
from bot.files.topic_drafts import topic_draft
from bot.files.yaml_reading import parse_yaml
from tests.conftest import CHECKOUT, LONGEST_RUN_S, SMALL_KNOWLEDGE, RunCommand, child_environment, command_line

TODAY = date(2026, 11, 21)
WANTED = Wanted(
    titles=("Pallet fees", "托盘费"),
    claims=("big-data.c7", "big-data.m2"),
    questions=("who pays for the pallets", "托盘的钱谁出"),
)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge")


def test_a_draft_has_all_that_follows_from_its_claims() -> None:
    base = load_knowledge(SMALL_KNOWLEDGE)
    draft = draft_of(WANTED, read_knowledge(SMALL_KNOWLEDGE), TODAY)
    assert (draft.id, draft.kind, draft.theme, draft.reviewed) == (
        "pallet_fees",
        "challenge",
        "logistics",
        "2026-11-21",
    )
    assert draft.title == {"en": "Pallet fees", "zh": "托盘费"}
    assert [(one.claims, one.text) for one in draft.observe] == [
        (("big-data.c7",), base.claim_by_id["big-data.c7"].says)
    ]
    assert [one.claims for one in draft.recommend] == [("big-data.m2",)]
    assert draft.related[0] == "logistics_cost"
    assert draft.phrasings == {"en": ["who pays for the pallets"], "zh": ["托盘的钱谁出"]}


def test_the_file_of_a_draft_has_the_form_of_a_topic() -> None:
    text = topic_draft(draft_of(WANTED, read_knowledge(SMALL_KNOWLEDGE), TODAY), ("en", "zh"))
    document, problems = parse_yaml(text.encode(), Path("pallet_fees.yaml"))
    assert problems == []
    assert document is not None
    topic = TopicFile.model_validate(document.value).value()
    assert topic.covers == WANTED.claims
    assert topic.recommend[0].text["zh"].startswith("创新物流")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(titles=("托盘费",)), "there is neither an id nor an English title to make it from"),
        (Wanted(titles=("Pallets",), id="Pallets!"), '"Pallets!" is no id; give an id of small letters'),
        (Wanted(titles=("Online fraud",)), 'there is a topic "online_fraud" already'),
        (Wanted(titles=("Pallets",), claims=("big-data.c77",)), 'there is no claim "big-data.c77"; did you mean'),
        (Wanted(titles=("Pallets",), theme="lorries"), 'there is no theme "lorries"; name one of'),
        (Wanted(titles=("Pallets",), questions=("Freight too expensive",)), "is a phrasing of logistics_cost ("),
    ],
)
def test_what_cannot_be_is_told_with_the_mend(wanted: Wanted, told: str) -> None:
    with pytest.raises(TradebotError) as raised:
        draft_of(wanted, read_knowledge(SMALL_KNOWLEDGE), TODAY)
    assert told in str(raised.value)


def test_broken_knowledge_gets_no_new_topic(knowledge: Path) -> None:
    (knowledge / "themes.yaml").write_text("themes: no", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="mend them first"):
        draft_of(WANTED, read_knowledge(knowledge), TODAY)


def test_only_what_is_not_given_is_asked_for() -> None:
    answers = iter(["Pallet fees", "托盘费", "big-data.c7 ,big-data.m2", "", "who pays", ""])
    found = asked_for(Wanted(titles=()), read_knowledge(SMALL_KNOWLEDGE), lambda _: next(answers))
    assert found == Wanted(
        titles=("Pallet fees", "托盘费"), claims=("big-data.c7", "big-data.m2"), questions=("who pays",)
    )
    given = Wanted(titles=("a",), claims=("b",), questions=("c",), theme="logistics")
    nobody: list[str] = []
    assert asked_for(given, read_knowledge(SMALL_KNOWLEDGE), lambda _: nobody.pop()) == given


def test_the_command_writes_a_draft_that_breaks_nothing(run_command: RunCommand, knowledge: Path) -> None:
    settings = {"TRADEBOT_KNOWLEDGE": str(knowledge)}
    given = ("new-topic", "--title", "Pallet fees", "--claims", "big-data.c7", "--question", "who pays for the pallets")
    shown = run_command(*given, "--dry-run", settings=settings)
    assert shown.returncode == 0, shown.stderr
    path = knowledge / "topics" / "pallet_fees.yaml"
    assert not path.exists()
    ended = run_command(*given, settings=settings)
    assert ended.returncode == 0, ended.stderr
    assert path.read_text(encoding="utf-8") == shown.stdout
    assert f"written: {path.as_posix()}, a draft with " in ended.stdout
    assert load_knowledge(knowledge) == load_knowledge(SMALL_KNOWLEDGE)
    assert run_command("check", settings=settings).returncode == 0
    again = run_command(*given, settings=settings)
    assert again.returncode == 2
    assert 'there is a topic "pallet_fees" already' in again.stderr


def test_a_question_in_a_language_without_replies_is_refused(run_command: RunCommand, knowledge: Path) -> None:
    question = "¿quién paga los palés cuando la mercancía llega tarde al puerto?"
    ended = run_command(
        "new-topic", "--title", "Pallets", "--question", question, settings={"TRADEBOT_KNOWLEDGE": str(knowledge)}
    )
    assert ended.returncode == 2
    assert 'a question seems to be in "es"; give those in en or zh' in ended.stderr
    assert not (knowledge / "topics" / "pallets.yaml").exists()


def test_somebody_at_a_terminal_is_asked(knowledge: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"Pallet fees\n\nbig-data.c7\n\nwho pays for the pallets\n\n")
    ended = subprocess.run(
        command_line("new-topic"),
        stdin=theirs,
        capture_output=True,
        timeout=LONGEST_RUN_S,
        cwd=CHECKOUT,
        env=child_environment(tmp_path, {"TRADEBOT_KNOWLEDGE": str(knowledge)}),
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert ended.returncode == 0, ended.stderr
    assert "What is it about, in a few words of English? " in ended.stdout.decode()
    assert "who pays for the pallets" in (knowledge / "topics" / "pallet_fees.yaml").read_text(encoding="utf-8")
