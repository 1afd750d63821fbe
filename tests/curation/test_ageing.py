"""What has stood for a year is named, drafts harm nobody, and old figures say how old they are."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.curation.ageing import ageing_problems, draft_notes, unreviewed
from bot.files.knowledge_checks import knowledge_problems
from bot.files.knowledge_reading import load_knowledge, read_knowledge
from bot.files.templates import Templates
from bot.files.topic_drafts import TopicDraft, topic_draft
from bot.files.unwritten import unwritten_places
from bot.replies import Replies
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE, RunCommand

REVIEWED = date(2026, 11, 21)
DRAFT = TopicDraft(id="pallet_fees", reviewed="2026-11-21", theme="logistics", title={"en": "Pallet fees"})


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge")


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def set_reviewed(knowledge: Path, topic: str, day: str) -> None:
    change(knowledge / "topics" / f"{topic}.yaml", "reviewed: 2026-11-21", f"reviewed: {day}")


@pytest.mark.parametrize(("days", "is_named"), [(0, False), (365, False), (366, True), (4000, True)])
def test_a_topic_counts_as_looked_at_for_a_year(days: int, is_named: bool) -> None:
    read = read_knowledge(SMALL_KNOWLEDGE)
    assert read.base is not None
    today = REVIEWED + timedelta(days=days)
    assert bool(unreviewed(read.base, today)) == is_named
    assert bool(ageing_problems(read, today)) == is_named


def test_the_longest_unread_topic_is_named_first_with_its_line(knowledge: Path) -> None:
    set_reviewed(knowledge, "logistics_cost", "2023-01-31")
    set_reviewed(knowledge, "online_fraud", "2021-01-31")
    read = read_knowledge(knowledge)
    assert read.base is not None
    assert [topic.id for topic in unreviewed(read.base, REVIEWED)] == ["online_fraud", "logistics_cost"]
    problem = ageing_problems(read, REVIEWED)[0]
    assert str(problem) == (
        f"{(knowledge / 'topics' / 'logistics_cost.yaml').as_posix()}:4: nobody has looked at this topic for 3 years; "
        "read it through, mend it, and write reviewed: 2026-11-21"
    )


def test_a_day_that_has_not_come_is_named(knowledge: Path) -> None:
    set_reviewed(knowledge, "online_fraud", "2027-01-31")
    (problem,) = ageing_problems(read_knowledge(knowledge), REVIEWED)
    assert problem.what == "2027-01-31 has not come yet"


def test_check_names_what_is_old_only_where_it_is_strict(run_command: RunCommand, knowledge: Path) -> None:
    set_reviewed(knowledge, "online_fraud", "2020-01-31")
    folder = {"TRADEBOT_KNOWLEDGE": str(knowledge)}
    assert run_command("check", settings=folder).returncode == 0
    ended = run_command("check", "--strict", settings=folder)
    assert ended.returncode == 1
    assert "online_fraud.yaml:4: nobody has looked at this topic for" in ended.stdout
    as_json = run_command("check", "--strict", "--format", "json", settings=folder)
    assert as_json.returncode == 1
    assert [(Path(row["file"]).name, row["line"]) for row in json.loads(as_json.stdout)] == [("online_fraud.yaml", 4)]


def test_the_shipped_topics_have_been_looked_at() -> None:
    base = load_knowledge(CHECKOUT / "knowledge")
    assert unreviewed(base, REVIEWED) == ()
    assert all(topic.reviewed <= datetime.now(UTC).date().isoformat() for topic in base.topics)


# Drafts


def test_a_draft_breaks_no_check_and_nobody_is_answered_with_it(run_command: RunCommand, knowledge: Path) -> None:
    draft = knowledge / "topics" / "pallet_fees.yaml"
    draft.write_text(topic_draft(DRAFT, ("en", "zh")), encoding="utf-8")
    read = read_knowledge(knowledge)
    assert read.base == load_knowledge(SMALL_KNOWLEDGE)
    assert knowledge_problems(read, ("en", "zh")) == []
    ended = run_command("check", settings={"TRADEBOT_KNOWLEDGE": str(knowledge)})
    assert ended.returncode == 0
    assert len(unwritten_places(read.drafts["topics/pallet_fees.yaml"])) == 21
    assert f"note: {draft.as_posix()} is a draft: 21 places to fill in\n" in ended.stdout
    strict = run_command("check", "--strict", settings={"TRADEBOT_KNOWLEDGE": str(knowledge)})
    assert strict.returncode == 1
    assert "finish it and take out `draft: yes`, or delete the file" in strict.stdout


def test_a_topic_that_still_says_todo_is_not_ready(knowledge: Path) -> None:
    path = knowledge / "topics" / "online_fraud.yaml"
    change(path, "zh: 网上交易被骗", "zh: TODO")
    (problem,) = [one for one in knowledge_problems(read_knowledge(knowledge), ("en", "zh")) if "TODO" in one.what]
    assert (problem.what, problem.mend) == ("this still says TODO", "write it, or mark the topic `draft: yes`")
    assert "title" in path.read_text(encoding="utf-8").splitlines()[problem.line - 3]


def test_a_finished_draft_is_a_topic_once_it_says_so(knowledge: Path) -> None:
    path = knowledge / "topics" / "online_fraud.yaml"
    change(path, "id: online_fraud\n", "id: online_fraud\ndraft: yes\n")
    read = read_knowledge(knowledge)
    assert read.base is not None
    assert "online_fraud" not in read.base.topic_by_id
    assert unwritten_places(read.drafts["topics/online_fraud.yaml"]) == []
    assert draft_notes(read) == [f"note: {path.as_posix()} is a draft: nothing is left to fill in"]
    change(path, "draft: yes", "draft: no")
    assert load_knowledge(knowledge).topics == load_knowledge(SMALL_KNOWLEDGE).topics


# Figures


def replies(day: date) -> Replies:
    return Replies(load_knowledge(CHECKOUT / "knowledge"), Templates(CHECKOUT / "templates", lambda: day))


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 1, 1), "en", "(21 years old or more)"),
        (date(2031, 12, 31), "en", "(26 years old or more)"),
        (date(2026, 1, 1), "zh", "（至少21年前）"),
    ],
)
def test_a_figure_whose_year_is_known_says_how_old_it_is_today(day: date, language: str, words: str) -> None:
    said = replies(day)
    assert words in said.topic("network_economy_size", language).html
    assert words in said.section("network_economy_size", language, "cited")
    assert words in said.hand_out(["network_economy_size"], language)


def test_only_statements_with_a_number_in_them_say_how_old_it_is() -> None:
    card = replies(REVIEWED).card("network_economy_size", "en")
    assert [line.year for line in (*card.observe, *card.recommend)] == [2005, 2005, None, None, None]


def test_a_figure_whose_year_nobody_knows_says_nothing_of_it() -> None:
    assert "years old" not in replies(REVIEWED).whole("logistics_cost", "en").html


def test_a_year_belongs_to_a_figure(knowledge: Path) -> None:
    papers = knowledge / "papers.yaml"
    change(papers, "  - id: big-data.c7\n", "  - id: big-data.c7\n        year: 2005\n")
    assert 'claim "big-data.c7" has a year but no figure' in {
        problem.what for problem in knowledge_problems(read_knowledge(knowledge), ("en", "zh"))
    }
