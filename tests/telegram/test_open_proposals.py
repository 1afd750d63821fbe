"""A change that waits for a yes waits over a restart: with whom it is to be told, and with the way back.

One that is still being tried is cut off by a restart, and can be tried again.
"""

import json
from pathlib import Path

import pytest

from bot.assembly import Parts, assemble
from tests.curation.edited import STOLEN, add_phrasings
from tests.telegram.curators_desk import TOPIC, Desk, MakeDesk
from tests.telegram.endless_trials import compare_endlessly
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread

LOST = "broker mislaid our customs folder"
FLOORS = "at_most:\n  all: {outside_choice: 0}\n"


def restarted(desk: Desk, parts: Parts) -> BotThread:
    """The bot of *desk*, stopped and started anew."""
    desk.bot.stop()
    settings = desk.bot.settings
    desk.bot = BotThread(assemble(settings, like=parts), settings)
    return desk.bot


def test_what_waits_for_a_yes_waits_over_a_restart(make_desk: MakeDesk, small_parts: Parts) -> None:
    desk = make_desk()
    eva, anna, evaluation = desk.admin, desk.anna, desk.bot.settings.evaluation
    (evaluation / "floors.yaml").write_text(FLOORS, encoding="utf-8")
    before = (desk.knowledge / TOPIC).read_bytes()
    anna.say(LOST)
    anna.press("Leave my question for a curator", anna.wait_for_reply()[0])
    anna.press("Yes, leave my question", anna.wait_for_edit())
    anna.wait_for_edit()
    eva.say("/review")
    eva.press("1", eva.wait_for_reply()[0])
    eva.press("Another topic", eva.wait_for_edit())
    (prompt,) = eva.wait_for_reply()
    eva.say("shipping costs", reply_to=prompt.message_id)
    eva.press("This is: Shipping costs too much", eva.wait_for_reply()[-1])
    effect = desk.shown("➕ logistics_cost")
    table = f"topic,question\noos,{STOLEN} again\noos,shipping\n".encode()
    eva.send_document(table, "questions.csv")
    report = desk.shown("Kept: 2")

    with restarted(desk, small_parts):
        eva.press("Keep these questions", report)
        eva.press("Yes, keep them all the same", desk.shown("Sure?"))
        desk.shown("2 questions are kept")
        told = len(anna.messages)
        eva.press("Publish", effect)
        done = desk.shown("Learned: Shipping costs too much")
        assert f"• {LOST}\n\nVersion 2 answers now.\nTold 1 person." in done.plain
        desk.bot_api.wait_until(lambda: len(anna.messages) > told)
        assert "You asked about: Shipping costs" in desk.asked(LOST)
        kept = (evaluation / "out_of_scope.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["q"] for line in kept] == [f"{STOLEN} again", "shipping"]
        assert desk.bot.rows("SELECT * FROM proposals") == []
        eva.say("/review")
        assert "Nothing here" in eva.wait_for_reply()[0].plain
        eva.press("Take it back", done)
        desk.shown("Version 1 answers again")
        assert (desk.knowledge / TOPIC).read_bytes() == before


def test_a_folder_that_answers_since_a_restart_is_still_published(make_desk: MakeDesk, small_parts: Parts) -> None:
    desk = make_desk()
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.admin.say("/publish over a restart")
    effect = desk.shown("Other answers")
    with restarted(desk, small_parts):
        desk.admin.press("Publish", effect)
        desk.shown("Version 2 answers now")
        (row,) = desk.bot.rows("SELECT version, note FROM publications")
        assert row == {"version": 2, "note": "over a restart"}


def test_a_trial_that_a_restart_cuts_off_is_told_and_tried_again(
    make_desk: MakeDesk, small_parts: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = make_desk()
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    with monkeypatch.context() as patch:
        compare_endlessly(patch, tmp_path / "process")
        desk.admin.say("/publish lost papers")
        desk.shown("Now: fitting (wording)")
        desk.admin.send_document(f"topic,phrasing\nlogistics_cost,{LOST}\n".encode(), "table.csv")
        desk.shown("table.csv")
        desk.bot_api.wait_until(lambda: len(desk.bot.rows("SELECT * FROM long_work")) == 2)
        desk.bot.stop()

    with restarted(desk, small_parts):
        assert desk.shown("send the file again").labels == ()
        told = desk.shown("Your change is kept as it was")
        assert told.labels == ("Try it again",)
        desk.bot_api.wait_until(lambda: not any("Stop" in message.labels for message in desk.admin.messages))
        works = {row["begun_by"]: row["name"] for row in desk.bot.rows("SELECT begun_by, name FROM long_work")}
        assert set(works) == {"publish", "file"}
        # A message that could not be deleted still has the button to stop it.
        press_forged(desk.admin, f"ws:en:{works['file']}")
        desk.bot_api.wait_until(lambda: "send the file again" in desk.admin.messages[-1].plain)
        desk.admin.press("Try it again", told)
        effect = desk.shown("It says exactly what answers now")
        assert desk.shown("Your change is kept as it was").labels == ()
        desk.admin.press("Publish", effect)
        desk.shown("Version 2 answers now")
        (row,) = desk.bot.rows("SELECT version, note FROM publications")
        assert row == {"version": 2, "note": "lost papers"}
        assert desk.bot.rows("SELECT * FROM proposals") == []
        # What has ended can be tried no more, and nobody is told a second time.
        press_forged(desk.admin, "pa:en:w1")
        desk.shown("This no longer goes on")
    with restarted(desk, small_parts):
        desk.admin.say("/versions")
        desk.shown("▶️ 2")
        assert sum("I was restarted, and" in message.plain for message in desk.admin.messages) == 3


def test_a_button_whose_change_is_kept_no_longer_says_how_to_begin_again(
    make_desk: MakeDesk, small_parts: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = make_desk()
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    with monkeypatch.context() as patch:
        compare_endlessly(patch, tmp_path / "process")
        desk.admin.say("/publish")
        desk.shown("Now: fitting (wording)")
        desk.bot.stop()
    with restarted(desk, small_parts):
        told = desk.shown("Your change is kept as it was")
        desk.bot.write("DELETE FROM proposals")
        desk.admin.press("Try it again", told)
        late = desk.shown("The change is kept no longer. To begin again, send /publish.")
        assert late.labels == ()
        # Nor does it say that something is left as it was, if that may be published since.
        press_forged(desk.admin, "pn:en:v1")
        desk.shown("This change no longer waits")
        press_forged(desk.admin, "iq:en:v1:0")
        desk.shown("These questions no longer wait")
        press_forged(desk.admin, "iw:en:questions")
        desk.shown("I can't read this table once more")
        assert not any("older version of what I know" in message.plain for message in desk.admin.messages)
