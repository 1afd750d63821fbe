"""Curators publish from the phone, see what it does first, and take it back; nobody's answer is lost or mixed."""

import asyncio
import os
import re
import shutil
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.curation.editions import put_in_force, version_folder
from bot.curation.effects import Effect
from bot.files.knowledge_files import KEPT_LAID_OUT
from bot.files.knowledge_reading import load_knowledge
from bot.records.keyed_hash import keyed_hash
from bot.records.knowledge_versions import KnowledgeVersions, Way
from bot.records.team import Team
from bot.shells.telegram.curators import editions, reloading
from bot.shells.telegram.curators.comparing import effect_between
from tests.bot_api import User
from tests.conftest import CHECKOUT
from tests.curation.edited import STOLEN, add_phrasings
from tests.telegram.conftest import ADMIN
from tests.telegram.curators_desk import LONG_S, TOPIC, MakeDesk
from tests.telegram.running_bot import BotProcess, settle


def test_a_curator_sees_what_a_change_does_and_publishes_it(make_desk: MakeDesk) -> None:
    desk = make_desk()
    assert "Shipping" not in desk.asked(STOLEN)
    before = desk.version_in_log()
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.admin.say("/publish lost papers")
    effect = desk.shown("Other answers")
    assert "Phrasings: 1 more, 0 fewer" in effect.plain
    assert "Tried on 1 question of the evaluation and 1 that people asked" in effect.plain
    assert re.search(rf"• {STOLEN}\n.* → answers logistics_cost", effect.plain)
    # Nothing answers otherwise before somebody says so.
    assert "Shipping" not in desk.asked(STOLEN)
    assert desk.version_in_log() == before
    desk.admin.press("Publish", effect)
    desk.shown("Version 2 answers now")
    assert "You asked about: Shipping costs" in desk.asked(STOLEN)
    assert desk.version_in_log() not in {before, ""}
    desk.admin.say("/versions")
    listed = desk.shown("Versions of the knowledge").plain
    assert re.search(r"▶️ 2 \w{12} .*– lost papers\n1 \w{12} .*\(served from the folder\)", listed)
    desk.admin.say("/audit")
    assert "published a version – 2 lost papers" in desk.shown("Who changed what").plain


def test_a_version_is_taken_back(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.asked(STOLEN)
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.publish()
    desk.admin.say("/rollback 1 too early")
    desk.admin.press("Publish", desk.shown("If this version answers again"))
    desk.shown("answers now again")
    assert "Shipping" not in desk.asked(STOLEN)
    row = desk.bot.wait_for_row("SELECT version, note, author FROM publications ORDER BY id DESC")
    author = keyed_hash(desk.bot.settings.data).person(ADMIN)
    assert (row["version"], row["note"], row["author"]) == (1, "too early", author)


def test_over_a_walk_and_a_restart_the_log_says_which_version_answered(make_desk: MakeDesk) -> None:
    desk = make_desk()
    settings, openings = desk.bot.settings, ("Logistics is", "Freight is", "Haulage is", "Cartage is")
    desk.bot.wait_for_row("SELECT * FROM knowledge_versions")
    hashes, answered = [load_knowledge(desk.knowledge).version], []

    def ask() -> None:
        words = desk.asked("freight too expensive")
        (opening,) = (number for number, opening in enumerate(openings) if f"{opening} a large part" in words)
        answered.append((opening, desk.version_in_log()))

    def put(folder: Path, way: Way, number: int) -> None:
        put_in_force(settings, folder, author="eva", note="", way=way)
        desk.shown(f"Version {number} answers now")

    def publish(before: int, after: int) -> None:
        desk.edit(f"  en: {openings[before]}", f"  en: {openings[after]}")
        hashes.append(load_knowledge(desk.knowledge).version)
        put(desk.knowledge, "published", after + 1)

    ask()
    publish(0, 1)
    ask()
    put(version_folder(settings, 1), "rolled_back", 1)
    ask()
    publish(1, 2)
    ask()
    desk.edit(f"  en: {openings[2]}", f"  en: {openings[3]}")
    desk.bot.stop()
    with BotProcess(desk.bot_api, settings.data, {"TRADEBOT_KNOWLEDGE": str(desk.knowledge)}):
        ask()
    assert answered == [(number, hashes[number]) for number in (0, 1, 0, 2, 2)]


def test_old_versions_are_cleared_away_while_one_of_them_answers(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("TIDIES_AFTER_S", "DAY_S"):
        monkeypatch.setattr(reloading, pause, 0.05)
    desk = make_desk()
    desk.bot.wait_for_row("SELECT * FROM knowledge_versions")
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.publish()
    folder = desk.bot.settings.data / "versions"
    old = [folder / f"{number:012x}" for number in range(20)]
    for path in old:
        path.mkdir()
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    desk.bot_api.wait_until(lambda: sum(path.exists() for path in old) < KEPT_LAID_OUT)
    left = {path.name for path in folder.iterdir()}
    assert version_folder(desk.bot.settings, 2).name in left
    desk.admin.say("/rollback 1")
    desk.admin.press("Publish", desk.shown("If this version answers again"))
    desk.shown("answers now again")


def test_leaving_it_leaves_it(make_desk: MakeDesk) -> None:
    desk = make_desk()
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.admin.say("/publish")
    effect = desk.shown("Other answers")
    desk.admin.press("Leave it", effect)
    desk.shown("Nothing was published")
    assert "Shipping" not in desk.asked(STOLEN)
    assert desk.bot.rows("SELECT * FROM publications") == []


def test_what_is_broken_has_no_button_and_never_answers(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.edit("kind: challenge", "kind: nonsense")
    for command in ("/publish", "/reload"):
        desk.admin.say(command)
        assert f"{desk.knowledge}/{TOPIC}:2" in desk.shown("This is broken").plain
        assert not any(message.buttons for message in desk.admin.messages)
    assert "Logistics is a large part" in desk.asked("freight too expensive")
    assert desk.bot.rows("SELECT * FROM publications") == []


def test_a_floor_falls_only_after_two_presses(make_desk: MakeDesk) -> None:
    desk = make_desk()
    floors = desk.bot.settings.evaluation / "floors.yaml"
    floors.write_text("at_most:\n  en_mine: {false_advice: 0}\n", encoding="utf-8")
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.admin.say("/publish")
    effect = desk.shown("1 floor falls")
    desk.admin.press("Publish, though floors fall", effect)
    sure = desk.shown("Sure?")
    fallen = "• en_mine, advice on what is not ours: 0.00 → 100.00 %, floor at most 0.00 % (over by 1 of 1 question)"
    assert f"{fallen}\n  ➖ {STOLEN}" in effect.plain
    assert f"{fallen}\n  ➖ {STOLEN}\n" in sure.plain
    assert "Leave it, and teach another way of asking" in sure.plain
    assert desk.bot.rows("SELECT * FROM publications") == []
    desk.admin.press("Yes, publish all the same", sure)
    desk.shown("Version 2 answers now")


def test_what_is_published_at_a_terminal_answers_soon(make_desk: MakeDesk) -> None:
    desk = make_desk()
    settle(desk.anna)
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.bot.wait_for_row("SELECT * FROM knowledge_versions")
    put_in_force(desk.bot.settings, desk.knowledge, author="eva", note="", way="published")
    desk.shown("Version 2 answers now")
    assert "You asked about: Shipping costs" in desk.asked(STOLEN)


def fails_once(patch: pytest.MonkeyPatch, kind: type, method: str) -> threading.Event:
    """Let the *method* of records fail the next time it is called; set when it has."""
    works, has_failed = getattr(kind, method), threading.Event()

    def fail_first(*arguments: object) -> object:
        if has_failed.is_set():
            return works(*arguments)
        has_failed.set()
        raise sqlite3.OperationalError("database is locked")

    patch.setattr(kind, method, fail_first)
    return has_failed


def test_what_is_published_at_a_terminal_answers_although_the_records_fail_now_and_then(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    settle(desk.anna)
    desk.bot.wait_for_row("SELECT * FROM knowledge_versions")
    settings = desk.bot.settings
    desk.edit("  en: Logistics is a large part", "  en: Freight is a large part")
    fails_once(monkeypatch, KnowledgeVersions, "archive")
    put_in_force(settings, desk.knowledge, author="eva", note="", way="published")
    desk.shown("Version 2 answers now")
    nobody_is_told = fails_once(monkeypatch, Team, "admins")
    put_in_force(settings, version_folder(settings, 1), author="eva", note="", way="rolled_back")
    assert nobody_is_told.wait(LONG_S)
    assert "Logistics is a large part" in desk.asked("freight too expensive")
    put_in_force(settings, version_folder(settings, 2), author="eva", note="again", way="published")
    desk.bot_api.wait_until(lambda: sum("Version 2 answers now" in one.plain for one in desk.admin.messages) == 2)


def test_files_are_not_read_anew_over_what_was_published_meanwhile(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_compared, goes_on = threading.Event(), threading.Event()

    async def compare(*arguments: Any, **named: Any) -> Effect:
        effect = await effect_between(*arguments, **named)
        if named["quick"]:
            is_compared.set()
            await asyncio.to_thread(goes_on.wait, LONG_S)
        return effect

    monkeypatch.setattr(editions, "effect_between", compare)
    desk = make_desk()
    desk.edit("  en: Logistics is a large part", "  en: Freight is a large part")
    desk.admin.say("/publish")
    effect = desk.shown("Other answers")
    desk.edit("  en: Freight is a large part", "  en: Haulage is a large part")
    desk.admin.say("/reload")
    assert is_compared.wait(LONG_S)
    desk.admin.press("Publish", effect)
    desk.shown("Version 2 answers now")
    goes_on.set()
    desk.shown("another version answers since")
    assert "Freight is a large part" in desk.asked("freight too expensive")


def test_edited_files_are_taken_over_when_that_is_wanted(make_desk: MakeDesk) -> None:
    desk = make_desk(watch=0.1)
    settle(desk.anna)
    desk.edit("kind: challenge", "kind: nonsense")
    desk.shown("This is broken")
    desk.edit("kind: nonsense", "kind: challenge")
    desk.edit("  en: Logistics is a large part", "  en: Freight is a large part")
    desk.shown("Read anew: version 2")
    assert "Freight is a large part" in desk.asked("freight too expensive")


def test_what_is_asked_for_in_reworded_templates_is_understood(make_desk: MakeDesk, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(CHECKOUT / "templates", templates)
    desk = make_desk(templates=templates)
    labels = templates / "en" / "labels.yaml"
    words = labels.read_text(encoding="utf-8")
    labels.write_text(
        words.replace("What shall the workshop {code} be", "How is the workshop {code}"), encoding="utf-8"
    )
    desk.admin.say("/reload")
    desk.shown("Read anew")
    desk.admin.say("/workshop Export")
    desk.admin.press("Name", desk.shown("Code:"))
    prompt = desk.shown("How is the workshop")
    desk.admin.say("Customs and freight", reply_to=prompt.message_id)
    assert desk.shown("Customs and freight\n").plain.startswith("Customs and freight")


def test_nobody_s_answer_is_lost_or_mixed_while_versions_change(make_desk: MakeDesk) -> None:
    desk = make_desk(burst_s=0)
    words = ("Logistics is a large part", "Freight is a large part")
    people = [desk.bot_api.user(language_code="en") for _ in range(200)]
    hashes = [load_knowledge(desk.knowledge).version]
    desk.edit(f"  en: {words[0]}", f"  en: {words[1]}")
    desk.edit("en: Shipping costs too much", "en: Freight costs too much")
    hashes.append(load_knowledge(desk.knowledge).version)
    desk.bot.wait_for_row("SELECT * FROM knowledge_versions")
    for person in people[:100]:
        person.say("freight too expensive")
    put_in_force(desk.bot.settings, desk.knowledge, author="eva", note="", way="published")
    for person in people[100:150]:
        person.say("freight too expensive")
    desk.shown("answers now")
    for person in people[150:]:
        person.say("freight too expensive")
    replies = [only_reply(person) for person in people]
    desk.bot.wait_for_row(
        "SELECT count(*) AS n FROM conversations WHERE delivery = 'sent' GROUP BY delivery HAVING n = 200", LONG_S
    )
    logged = {row["reply"]: row["knowledge_version"] for row in desk.bot.rows("SELECT * FROM conversations")}
    for reply in replies:
        old, new = (f"{word} of what trade costs" in reply for word in words)
        assert old != new
        assert ("You asked about: Shipping" in reply, "You asked about: Freight" in reply) == (old, new)
    for reply, version in logged.items():
        assert version == hashes[words[1] in reply]
    assert set(logged.values()) == set(hashes)


def only_reply(person: User) -> str:
    (reply,) = person.wait_for_reply(timeout=LONG_S)
    return reply.plain
