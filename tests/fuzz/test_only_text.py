"""What people write is never a template, HTML, SQL, YAML or a path."""

import csv
import io
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st

from bot.assembly import Parts
from bot.errors import TemplateError
from bot.files.templates import LABELS, Templates
from bot.files.yaml_editing import with_phrasings
from bot.files.yaml_reading import parse_yaml
from bot.records.conversation_log import Asking
from bot.records.inbox import Arrival
from bot.records.opening import Records, open_records
from bot.records.spreadsheets import csv_file
from tests.bot_api import BotApiServer
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE
from tests.fuzz.hostile import AMOUNTS, TEXTS, any_text, as_received, for_any
from tests.records.test_conversation_log import UNDERSTANDING
from tests.telegram.running_bot import BotThread, settings_for, settle

SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY name"


# Templates


@pytest.mark.parametrize(
    "source",
    [
        "{{ value.__class__ }}",
        "{{ value.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ value.append(1) }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ '{0.__class__}'.format(value) }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../outside.html' %}",
        "{{ undefined_name }}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(tmp_path: Path, source: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / LABELS).write_text("x: y\n", encoding="utf-8")
    (tmp_path / "en" / "page.html").write_text(source, encoding="utf-8")
    (tmp_path / "outside.html").write_text("outside", encoding="utf-8")
    values: list[int] = []
    try:
        shown = Templates(tmp_path).render("en", "page", value=values)
    except TemplateError:
        shown = ""
    assert shown == ""
    assert values == []


def test_words_are_shown_as_they_are_and_not_computed(small_parts: Parts) -> None:
    words = "{{ 7*7 }}{% raw %}<b>&amp;</b>"
    for language in small_parts.templates.languages:
        html = small_parts.answerer.replies.page("leave", language, question=words)
        assert "{{ 7*7 }}{% raw %}&lt;b&gt;&amp;amp;&lt;/b&gt;" in html


# SQL


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return open_records(tmp_path, lambda: datetime(2026, 1, 2, tzinfo=UTC), bot=1)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_text_is_kept_as_it_is_and_changes_no_table(records: Records, amount: int) -> None:
    before = list(records.database.query(SCHEMA))
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    numbers = count()

    def holds(given: str) -> None:
        text = as_received(given)
        asking = Asking(update_id=next(numbers), person=text, chat=text, chat_kind=text, message_id=1, asked_at=moment)
        logged = records.conversations.record_answer(asking, UNDERSTANDING)
        records.people.choose_language(text, text)
        records.saved.add(text, text)
        records.inbox.store([Arrival(update_id=1, chat=text, raw=text)])
        (row,) = records.database.query("SELECT person, chat FROM conversations WHERE id = ?", [logged.id])
        assert (row["person"], row["chat"]) == (text, text)
        assert records.people.chosen_language(text) == text
        assert records.saved.has(text, text)

    for_any(any_text, amount, holds)
    assert list(records.database.query(SCHEMA)) == before
    records.close()


# YAML


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_text_added_to_a_topic_is_one_phrasing_and_nothing_else(amount: int) -> None:
    path = SMALL_KNOWLEDGE / "topics" / "online_fraud.yaml"
    genuine = path.read_text(encoding="utf-8")
    before, _ = parse_yaml(genuine.encode(), path)
    assert before is not None
    assert isinstance(before.value, dict)

    def holds(given: str) -> None:
        text = as_received(given)
        after, problems = parse_yaml(with_phrasings(genuine, "en", [text]).encode(), path)
        assert problems == []
        assert after is not None
        assert isinstance(after.value, dict)
        assert isinstance(before.value, dict)
        assert {**after.value, "phrasings": None} == {**before.value, "phrasings": None}
        old, new = before.value["phrasings"], after.value["phrasings"]
        assert isinstance(old, dict)
        assert isinstance(new, dict)
        assert {**new, "en": None} == {**old, "en": None}
        assert list(new["en"])[: len(old["en"])] == list(old["en"])
        assert len(new["en"]) <= len(old["en"]) + 1

    short = any_text.map(lambda text: text[:200]) | st.sampled_from(
        [": x", "- y", "#", "&a", "*a", "!!int 3", "yes", "~"]
    )
    for_any(short, amount, holds)


def test_only_four_modules_read_or_write_yaml() -> None:
    """So that what people write never gets there by another way."""
    users = [
        path.relative_to(CHECKOUT / "bot").as_posix()
        for path in (CHECKOUT / "bot").rglob("*.py")
        if any(
            line.startswith(("import yaml", "from yaml", "from ruamel"))
            for line in path.read_text("utf-8").splitlines()
        )
    ]
    assert sorted(users) == [
        f"files/{name}.py" for name in ("topic_drafts", "yaml_editing", "yaml_layout", "yaml_reading")
    ]


# Paths and spreadsheets


def test_names_of_files_that_people_send_name_no_file_of_ours(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    data = tmp_path / "inner" / "data"
    anna = fresh_api.user()
    with BotThread(small_parts, settings_for(fresh_api, data)) as bot:
        settle(anna)
        before = {path.name for path in tmp_path.rglob("*")}
        for name in ("../../escaped.yaml", "/escaped", "tradebot.db", "person.key", "..\\escaped", "escaped\x00.csv"):
            anna.send_document(b"x", name)
        settle(anna)
        assert {path.name for path in tmp_path.rglob("*")} - {bot.settings.data.name} <= before | {"heartbeat.json"}
    assert not list(tmp_path.rglob("*escaped*"))


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_of_an_export_is_a_formula_wherever_a_program_parts_them(delimiter: str, amount: int) -> None:
    hostile = st.lists(st.sampled_from(["=1+1", "+", "-", "@", "＝", ";", "\t", "\n", "\r", " ", '"', "a", ","])).map(
        "".join
    )

    def holds(text: str) -> None:
        table = csv_file(["topic", "question"], [("logistics_cost", as_received(text))]).decode("utf-8-sig")
        for cells in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter):
            assert not [
                cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            ]

    for text in TEXTS.values():
        holds(text)
    for_any(any_text | hostile, amount, holds)
