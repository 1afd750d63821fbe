"""Curators teach from the review queue: they see what it does first, and may take it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.curation.editions import put_in_force
from bot.shells.telegram.curators import reloading
from tests.bot_api import BotApiServer, Message, User
from tests.curation.edited import STOLEN, add_phrasings, copy_of_knowledge
from tests.telegram.conftest import ADMIN
from tests.telegram.curators_desk import TOPIC, Desk, start_desk
from tests.telegram.forged_buttons import press_forged

SECOND_ADMIN = 78
LOST = "broker mislaid our customs folder"
LIKE_IT = "the broker mislaid our customs folder +44 20 7946 0958"
SHIPPING = "This is: Shipping costs too much"
KINDS = "elsewhere.yaml"
NOT_OURS = "自行车铃铛的海关编码"


@pytest.fixture(scope="module")
def desk(bot_api: BotApiServer, small_parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reloading, "LOOKS_EVERY_S", 0.1)
        desk = start_desk(bot_api, small_parts, tmp_path_factory.mktemp("teaching"), ADMIN, SECOND_ADMIN)
        yield desk
        desk.bot.stop()


@pytest.fixture(autouse=True)
def _nothing_asked_yet(desk: Desk) -> None:
    for table in ("conversations", "left_questions", "review"):
        desk.bot.write(f"DELETE FROM {table}")  # noqa: S608 - our own tables


@pytest.fixture
def ben(bot_api: BotApiServer) -> User:
    return bot_api.user(id=SECOND_ADMIN, first_name="Ben", language_code="en")


def reply(person: User, words: str) -> Message:
    person.say(words)
    return person.wait_for_reply()[-1]


def press(person: User, label: str, message: Message | None = None) -> Message:
    person.press(label, message)
    return person.wait_for_edit()


def leave(person: User, words: str) -> None:
    press(person, "Leave my question for a curator", reply(person, words))
    press(person, "Yes, leave my question")


def leave_zh(person: User, words: str) -> None:
    press(person, "把问题留给维护者", reply(person, words))
    press(person, "好，留下我的问题")


def cluster(person: User) -> Message:
    return press(person, "1", reply(person, "/review"))


def found(person: User, shown: Message, label: str, word: str) -> Message:
    """What is found by a *word* after the button that asks for it."""
    person.press(label, shown)
    (prompt,) = person.wait_for_reply()
    person.say(word, reply_to=prompt.message_id)
    return person.wait_for_reply()[-1]


def file(desk: Desk, name: str) -> Path:
    return desk.knowledge / name


def test_a_cluster_is_taught_answered_and_taken_back(desk: Desk, ben: User, bot_api: BotApiServer) -> None:
    before = file(desk, TOPIC).read_bytes()
    anna, eva = bot_api.user(first_name="Anna", language_code="en"), desk.admin
    leave(anna, LOST)
    reply(anna, LIKE_IT)
    chosen = press(eva, SHIPPING, found(eva, cluster(eva), "Another topic", "shipping costs"))
    assert f"☑ 1. {LOST}\n☐ 2. the broker mislaid our customs folder" in chosen.plain
    assert "7946" not in chosen.plain
    assert chosen.labels == (
        "☑ 1",
        "☐ 2",
        "Tick all of these",
        "Show what it does",
        "Only tell those who wait",
        "« Back",
    )
    ticked = press(eva, "☐ 2", chosen)
    assert "☑ 2" in press(eva, "☐ 1", press(eva, "☑ 1", ticked)).labels

    # Somebody else is told that she is at it, until she goes back.
    theirs = cluster(ben)
    assert "Eva is at this question right now" in press(ben, "Not ours", theirs).plain
    press(eva, "« Back", ticked)
    chosen = press(ben, SHIPPING, found(ben, press(ben, "« Back"), "Another topic", "shipping costs"))
    eva.press("Another topic", ticked)
    assert "Ben is at this question" in eva.wait_for_edit().plain

    told = len(anna.messages)
    ben.press("Show what it does", chosen)
    effect = desk.shown_to(ben, "If this is published")
    assert f"Phrasings: 1 more, 0 fewer. Texts changed: 0.\n➕ logistics_cost: “{LOST}”" in effect.plain
    assert f"• {LOST}\n" in effect.plain
    assert file(desk, TOPIC).read_bytes() == before
    press(ben, "Publish", effect)
    done = desk.shown_to(ben, "Learned: Shipping costs too much")
    assert f"• {LOST}\n\nVersion 2 answers now.\nTold 1 person." in done.plain
    new = f"    - {LOST}\n".encode()
    assert file(desk, TOPIC).read_bytes().replace(new + b"  zh:\n", b"  zh:\n") == before
    bot_api.wait_until(lambda: len(anna.messages) > told)
    assert "See: Shipping costs too much\nLogistics is a large part" in anna.messages[-1].plain
    assert "You asked about: Shipping costs" in desk.asked(LOST)
    assert "State: Done" in press(eva, "« Back", ticked).plain
    assert f"Ben: taught – 2 logistics_cost: {LOST}" in reply(eva, "/audit").plain

    # One tap, and all is as it was.
    back = press(ben, "Take it back", done)
    assert f"Taken back: logistics_cost: {LOST}\n\nVersion 1 answers again." in back.plain
    assert file(desk, TOPIC).read_bytes() == before
    assert "Shipping" not in desk.asked(LOST)
    assert "State: New" in press(ben, "« Back", back).plain
    assert "Ben: took a change back" in reply(eva, "/audit").plain


def test_what_is_not_ours_is_answered_by_who_does(desk: Desk, bot_api: BotApiServer) -> None:
    before = file(desk, KINDS).read_bytes()
    anna, eva = bot_api.user(language_code="zh"), desk.admin
    leave_zh(anna, NOT_OURS)
    kinds = press(eva, "Not ours", cluster(eva))
    assert set(kinds.labels) == {"Customs (HS) codes", "Duty and tariff rates", "Visas and business travel"} | {
        "Search for a word", "« Back"
    }  # fmt: skip
    assert "Customs (HS) codes" in found(eva, kinds, "Search for a word", "customs").labels
    assert "I found nothing" in found(eva, eva.messages[-1], "Search for a word", "xyzzy").plain
    told = len(anna.messages)
    eva.press("Visas and business travel", kinds)
    press(eva, "Publish", desk.shown("➕ visas_travel"))
    desk.shown("Learned: Visas and business travel")
    bot_api.wait_until(lambda: len(anna.messages) > told)
    assert "使领馆" in anna.messages[-1].plain

    # Not any more when somebody edited the file, or when another version came after it.
    text = file(desk, KINDS).read_bytes()
    file(desk, KINDS).write_bytes(text + b"# mine\n")
    done = desk.shown("Learned: Visas and business travel")
    eva.press("Take it back", done)
    assert "elsewhere.yaml was edited since" in eva.wait_for_reply()[-1].plain
    file(desk, KINDS).write_bytes(text)
    desk.bot.write("INSERT INTO publications (version, at, author, note, way) VALUES (1, '', '', '', 'rolled_back')")
    desk.shown("Version 1 answers now")
    eva.press("Take it back", done)
    assert "version 1 came after it" in eva.wait_for_reply()[-1].plain
    file(desk, KINDS).write_bytes(before)


def test_a_new_topic_starts_as_a_draft(desk: Desk, bot_api: BotApiServer, tmp_path: Path) -> None:
    eva = desk.admin
    reply(bot_api.user(), "mango juggling")
    eva.press("New topic", cluster(eva))
    effect = desk.shown("topics/mango_juggling.yaml")
    assert "It says exactly what answers now." in effect.plain

    # What was found out about one version says nothing about the next.
    other = copy_of_knowledge(tmp_path / "other")
    add_phrasings(other, "online_fraud", "crooks in the harbour")
    publication = put_in_force(desk.bot.settings, other, author="ann", note="", way="published")
    desk.shown(f"Version {publication.version} answers now")
    assert "another version answers since I tried this one" in press(eva, "Keep it", effect).plain
    assert not file(desk, "topics/mango_juggling.yaml").exists()
    eva.press("New topic", cluster(eva))
    press(eva, "Keep it", desk.shown("topics/mango_juggling.yaml"))
    done = desk.shown("A draft is started: mango juggling")
    path = file(desk, "topics/mango_juggling.yaml")
    text = path.read_text(encoding="utf-8")
    assert "draft: yes" in text
    assert "- mango juggling" in text
    assert any(message.content.get("document") for message in eva.messages)
    assert "Later (1)" in reply(eva, "/review").labels
    back = press(eva, "Take it back", done)
    assert "Taken back: mango_juggling" in back.plain
    assert not path.exists()
    (row,) = desk.bot.rows("SELECT max(id) AS id FROM knowledge_changes")
    press_forged(eva, f"pu:en:{row['id']}")
    assert "taken back already" in eva.wait_for_reply()[-1].plain
    press_forged(eva, "pu:en:999")
    assert "what was before is not kept" in eva.wait_for_reply()[-1].plain


def test_a_file_that_cannot_be_written_is_told_in_a_line(desk: Desk, bot_api: BotApiServer) -> None:
    eva, before = desk.admin, file(desk, TOPIC).read_bytes()
    reply(bot_api.user(), LOST)
    choice = found(eva, cluster(eva), "Another topic", "shipping costs")
    file(desk, TOPIC).unlink()
    file(desk, TOPIC).mkdir()
    eva.press(SHIPPING, choice)
    assert "I may not write topics/logistics_cost.yaml" in desk.shown("I may not write").plain
    file(desk, TOPIC).rmdir()
    file(desk, TOPIC).write_bytes(before.replace(b"kind: challenge", b"kind: measure"))
    eva.press(SHIPPING, choice)
    assert (
        "topics/logistics_cost.yaml in the knowledge folder is not what I answer with"
        in desk.shown("Publish that").plain
    )
    file(desk, TOPIC).write_bytes(before)


def test_who_waits_can_be_told_without_teaching(desk: Desk, bot_api: BotApiServer) -> None:
    eva, anna, before = desk.admin, bot_api.user(language_code="en"), file(desk, TOPIC).read_bytes()
    leave(anna, STOLEN)
    told = len(anna.messages)
    words = press(eva, SHIPPING, found(eva, cluster(eva), "Another topic", "shipping costs"))
    assert f"– {STOLEN} (I am measured with it)" in words.plain
    assert words.labels == ("Only tell those who wait", "« Back")
    assert press(eva, "Only tell those who wait", words).plain == "Told 1 person."
    bot_api.wait_until(lambda: len(anna.messages) > told)
    assert "See: Shipping costs too much" in anna.messages[-1].plain
    assert file(desk, TOPIC).read_bytes() == before
    assert "Done (1)" in reply(eva, "/review").labels
    press_forged(eva, "pv:en:v1")
    assert "This change no longer waits" in eva.wait_for_reply()[-1].plain


def test_teaching_speaks_chinese(desk: Desk, bot_api: BotApiServer) -> None:
    eva = desk.admin
    for words in ("鸟语花香", "鸟语和花香"):
        reply(bot_api.user(language_code="zh"), words)
    press(eva, "中文", reply(eva, "/language"))
    try:
        shown_cluster = cluster(eva)
        assert {"别的话题", "不归我们答", "新话题"} <= set(shown_cluster.labels)
        assert "这是哪一类问题" in press(eva, "不归我们答", shown_cluster).plain
        assert "要我学会哪些问法？\n\n☑ 1. 鸟语花香\n☐ 2. 鸟语和花香" in press(eva, "签证与商务出行").plain
    finally:
        press(eva, "跟着我提问的语言", reply(eva, "/language"))
